import type { Json } from "../../json.js";
import type { Store } from "../store.js";

/** One table. Times are those of the database: the clocks of the processes may differ. */
const TABLE = `CREATE TABLE IF NOT EXISTS migrate_agents (key text PRIMARY KEY, value json NOT NULL, expires timestamptz)`;
const GET = `SELECT value FROM migrate_agents WHERE key = $1 AND (expires IS NULL OR expires > now())`;
const SET = `
INSERT INTO migrate_agents (key, value, expires) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`;
const DELETE = `DELETE FROM migrate_agents WHERE key = $1`;
const LIST = `
SELECT key, value FROM migrate_agents WHERE starts_with(key, $1) AND (expires IS NULL OR expires > now()) ORDER BY key`;
const PRUNE = `DELETE FROM migrate_agents WHERE expires < now()`;
const CLAIM = `${SET} WHERE migrate_agents.expires < now() OR migrate_agents.value #>> '{}' = $4 RETURNING key`;
const RELEASE = `DELETE FROM migrate_agents WHERE key = $1 AND value #>> '{}' = $2`;

const PRUNE_EVERY_MS = 3_600_000;

/**
 * A store in PostgreSQL, for any number of processes: one table, `migrate_agents`, that is made if it is not there. Needs the package `pg`.
 * (The keyv adapter has no listener for connections that break while idle: when the database restarts, the process ends.)
 * @param connectionString `postgres://…`, `postgresql://…`
 * @throws Error when the database cannot be reached
 */
export async function postgresStore(connectionString: string): Promise<Store> {
  const { default: pg } = await import("pg");
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 5000 });
  // A connection that breaks while nobody uses it is replaced by the next query.
  pool.on("error", () => undefined);
  const query = async (sql: string, ...values: unknown[]) =>
    (await pool.query<{ key: string; value: Json }>(sql, values)).rows;
  try {
    await query(TABLE);
    await query(PRUNE);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const pruning = setInterval(() => void query(PRUNE).catch(() => undefined), PRUNE_EVERY_MS);
  pruning.unref();
  return {
    get: async (key) => (await query(GET, key))[0]?.value,
    set: async (key, value, ttl) => void (await query(SET, key, JSON.stringify(value), ttl ?? null)),
    delete: async (key) => void (await query(DELETE, key)),
    list: async (prefix) => (await query(LIST, prefix)).map(({ key, value }) => [key, value]),
    claims: {
      claim: async (name, owner, ms) =>
        (await query(CLAIM, `claim:${name}`, JSON.stringify(owner), ms, owner)).length > 0,
      release: async (name, owner) => void (await query(RELEASE, `claim:${name}`, owner)),
    },
    close: async () => {
      clearInterval(pruning);
      await pool.end();
    },
  };
}
