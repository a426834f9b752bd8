import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";

// Real database servers, started for a test on a port and in a folder of their own. Where they are not installed, tests that need them skip;
// with REQUIRE_SERVERS set (.ci/run, after it installed them) they fail instead.

export interface DatabaseServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian keeps the programs of PostgreSQL off the PATH. */
function postgresFolder(): string | undefined {
  const found = spawnSync("pg_config", ["--bindir"], { encoding: "utf8" }).stdout?.trim();
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [found ?? "", ...versions.map((version) => path.join(debian, version, "bin"))].find(
    (folder) => folder !== "" && existsSync(path.join(folder, "initdb")),
  );
}

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
const postgres = postgresFolder();
const required = process.env["REQUIRE_SERVERS"] !== undefined;

/** What a test says instead of running; undefined when the server is there, or has to be. */
export const missing = {
  redis: hasRedis || required ? undefined : "skipped: there is no redis-server on the PATH",
  postgres: postgres !== undefined || required ? undefined : "skipped: PostgreSQL is not installed",
};

export async function startRedis(): Promise<DatabaseServer> {
  const port = await freePort();
  const folder = mkdtempSync("/tmp/migrate-agents-redis-");
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  const server = spawn("redis-server", args, { stdio: "ignore" });
  await until(() => spawnSync("redis-cli", ["-p", String(port), "ping"], { encoding: "utf8" }).stdout === "PONG\n");
  return { url: `redis://127.0.0.1:${port}`, stop: () => ended(server, folder) };
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
export async function startPostgres(): Promise<DatabaseServer> {
  if (postgres === undefined) throw new Error("PostgreSQL is not installed, and REQUIRE_SERVERS is set.");
  const port = await freePort();
  const folder = mkdtempSync("/tmp/migrate-agents-postgres-");
  const data = path.join(folder, "data");
  const user = process.getuid?.() === 0 ? { uid: idOf("-u"), gid: idOf("-g") } : {};
  if (user.uid !== undefined) {
    chmodSync(folder, 0o755);
    execFileSync("chown", [`${user.uid}:${user.gid}`, folder]);
  }
  execFileSync(path.join(postgres, "initdb"), ["-D", data, "-U", "tester", "-A", "trust", "--no-sync"], {
    ...user,
    cwd: "/",
    stdio: "ignore",
  });
  const args = ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-k", folder, "-F"];
  const server = spawn(path.join(postgres, "postgres"), args, { ...user, cwd: "/", stdio: "ignore" });
  const ready = ["-h", "127.0.0.1", "-p", String(port), "-q"];
  await until(() => spawnSync(path.join(postgres!, "pg_isready"), ready).status === 0);
  return { url: `postgres://tester@127.0.0.1:${port}/postgres`, stop: () => ended(server, folder, "SIGINT") };
}

function idOf(flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
}

async function ended(server: ChildProcess, folder: string, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  const exited = new Promise((resolve) => server.once("exit", resolve));
  server.kill(signal);
  await exited;
  rmSync(folder, { recursive: true, force: true });
}

async function until(ready: () => boolean): Promise<void> {
  for (let tries = 0; !ready(); tries++) {
    if (tries > 200) throw new Error("The server did not come up.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
