import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore, type Store } from "../../src/shim/index.js";
import type { RunRecord } from "../../src/shim/state/records.js";
import { storeAt } from "../../src/shim/state/open.js";
import { State } from "../../src/shim/state/state.js";
import { bench } from "./setup.js";
import { missing, startPostgres, startRedis, type DatabaseServer } from "../support/servers.js";

const folder = mkdtempSync(path.join(tmpdir(), "migrate-agents-store-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const local = (address: string) => async (): Promise<DatabaseServer> => ({
  url: address,
  stop: async () => undefined,
});
const KINDS = [
  ["memory", undefined, local("memory")],
  ["a folder", undefined, local(path.join(folder, "contract"))],
  ["redis", missing.redis, startRedis],
  ["postgres", missing.postgres, startPostgres],
] as const;

const run = (id: string, conversation: string): RunRecord => ({
  id,
  conversation,
  assistant: "a",
  created: 1,
  links: [{ id }],
  settings: {},
  metadata: {},
});

describe.each(KINDS)("a store in %s", (kind, reason, start) => {
  const shared = kind === "redis" || kind === "postgres";
  let server: DatabaseServer;
  const open: Store[] = [];
  const store = async () => {
    const opened = await openStore(server.url);
    open.push(opened);
    return opened;
  };

  // What cannot run here says so by name.
  describe.skipIf(reason !== undefined)(reason ?? "keeps its promises", () => {
    let one: Store;
    beforeAll(async () => {
      server = await start();
      one = await store();
    });
    afterAll(async () => {
      await Promise.all(open.map((opened) => opened.close?.()));
      await server.stop();
    });

    it("gives back what was set, until it is deleted", async () => {
      const value = { text: ":ümlaut\n", list: [1, null, true], deep: { empty: "" } };
      expect(await one.get("run:x")).toBeUndefined();
      await one.set("run:x", value);
      expect(await one.get("run:x")).toEqual(value);
      await one.set("run:x", "other");
      expect(await one.get("run:x")).toBe("other");
      await one.delete("run:x");
      await one.delete("run:x");
      expect(await one.get("run:x")).toBeUndefined();
    });

    it("lists one kind, however many there are", async () => {
      const names = Array.from({ length: 250 }, (_entry, index) => `assistant:asst-${index}`);
      await Promise.all(names.map((name, index) => one.set(name, { index })));
      await one.set("assistants:other", 1);
      await one.set("run:asst-1", 2);
      const listed = await one.list("assistant:");
      expect(listed.map(([name]) => name).sort()).toEqual(names.sort());
      expect(listed.find(([name]) => name === "assistant:asst-7")?.[1]).toEqual({ index: 7 });
      await Promise.all(names.map((name) => one.delete(name)));
      expect(await one.list("assistant:")).toEqual([]);
    });

    if (kind !== "memory")
      it("lets entries go when their time is over", async () => {
        await one.set("request:short", 1, 30);
        await one.set("request:long", 1, 60_000);
        expect(await one.get("request:short")).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 60));
        expect(await one.get("request:short")).toBeUndefined();
        expect((await one.list("request:")).map(([name]) => name)).toEqual(["request:long"]);
      });

    if (shared)
      it("gives a name to one owner at a time", async () => {
        const claims = [one, await store()].map(({ claims }) => claims!);
        const asked = await Promise.all(
          Array.from({ length: 20 }, (_entry, index) => claims[index % 2]!.claim("n", `owner${index}`, 5000)),
        );
        expect(asked.filter(Boolean)).toHaveLength(1);
        const owner = `owner${asked.indexOf(true)}`;
        expect(await claims[1]!.claim("n", owner, 5000)).toBe(true);
        await claims[0]!.release("n", "somebody else");
        expect(await claims[0]!.claim("n", "next", 5000)).toBe(false);
        await claims[1]!.release("n", owner);
        expect(await claims[0]!.claim("n", "next", 20)).toBe(true);
        await new Promise((resolve) => setTimeout(resolve, 40));
        expect(await claims[1]!.claim("n", "after its time", 5000)).toBe(true);
      });

    if (kind === "postgres")
      it("goes on when the database has cut all connections", async () => {
        await one.set("run:kept", 1);
        const admin = new pg.Client(server.url);
        await admin.connect();
        await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
        await admin.end();
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(await one.get("run:kept")).toBe(1);
      });

    it("loses no change that several make at once", async () => {
      const first = new State(one);
      const states = [first, shared ? new State(await store()) : first];
      const ids = Array.from({ length: 12 }, (_entry, index) => `resp_${index}`);
      await Promise.all(ids.map((id, index) => states[index % 2]!.begin(run(id, "conv_1"))));
      const thread = await states[0]!.thread("conv_1");
      expect([...thread.runs].sort()).toEqual([...ids].sort());
      await Promise.all(
        ids.map((id, index) =>
          states[index % 2]!.changeRun(run("resp_0", "conv_1"), (now) => ({
            ...now,
            metadata: { ...now.metadata, [id]: "1" },
          })),
        ),
      );
      expect(Object.keys((await states[1]!.run("resp_0"))!.metadata)).toHaveLength(ids.length);
      let inside = 0;
      let most = 0;
      const work = async () => {
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside--;
      };
      await Promise.all(ids.map((_id, index) => states[index % 2]!.inTurn("thread conv_1", work)));
      expect(most).toBe(1);
    });
  });
});

describe("a store in a folder", () => {
  it("outlives its process, and leaves nothing but whole entries", async () => {
    const at = path.join(folder, "lives");
    const first = await openStore(at);
    await first.set("assistant:asst-1", { name: "A" });
    await first.close!();
    const second = await openStore(at);
    expect(await second.get("assistant:asst-1")).toEqual({ name: "A" });
    const files = readdirSync(at, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(".tmp"))).toEqual([]);
    await second.close!();
  });

  it("belongs to one process; that of a process that is gone is taken over", async () => {
    const at = path.join(folder, "owned");
    await (
      await openStore(at)
    ).close!();
    writeFileSync(path.join(at, "owner.pid"), "1\n");
    await expect(openStore(at)).rejects.toThrow(/belongs to process 1\. Several processes share a store in Redis/);
    writeFileSync(path.join(at, "owner.pid"), "999999999\n");
    const store = await openStore(at);
    expect(readFileSync(path.join(at, "owner.pid"), "utf8")).toBe(`${process.pid}\n`);
    await store.close!();
  });
});

describe("the address of a store", () => {
  it("that names no kind, or a server that is not there, is an error that shows no password", async () => {
    await expect(openStore("mysql://root:secret@db/x?key=secret")).rejects.toThrow(
      'mysql://…@db/x is no store: give a folder, redis://…, postgres://… or the word "memory".',
    );
    for (const scheme of ["redis", "postgres"]) {
      const failed = openStore(`${scheme}://me:secret@127.0.0.1:1/x`).catch((error: Error) => error.message);
      const message = await failed;
      expect(message).toMatch(new RegExp(`^The store ${scheme}://…@127.0.0.1:1/x cannot be used: .`));
      expect(message).not.toContain("secret");
    }
  });
});

describe("a store by its address", () => {
  it("is shared by the mounts of a process, and kept for the next one", async () => {
    const address = path.join(folder, "by-address");
    const { client } = bench("openai", { store: address });
    const made = await client().beta.assistants.create({ model: "gpt-5", name: "Kept" });
    const other = bench("openai", { store: address }).client();
    expect((await other.beta.assistants.retrieve(made.id)).name).toBe("Kept");
    await storeAt(address).close?.();
    const later = bench("openai", { store: address }).client();
    expect((await later.beta.assistants.retrieve(made.id)).name).toBe("Kept");
    await storeAt(address).close?.();
  });

  it("lets one hold a name at a time, also where the store has no names to hold", async () => {
    const address = path.join(folder, "claims");
    const claims = storeAt(address).claims!;
    expect(await claims.claim("thread", "one", 1000)).toBe(true);
    expect(await claims.claim("thread", "two", 1000)).toBe(false);
    await claims.release("thread", "one");
    expect(await claims.claim("thread", "two", 1000)).toBe(true);
    await storeAt(address).close?.();
  });

  it("is tried again when it could not be opened", async () => {
    const file = path.join(folder, "in-the-way");
    writeFileSync(file, "");
    const store = storeAt(file);
    await expect(store.get("a:b")).rejects.toThrow("cannot be used");
    rmSync(file);
    expect(await store.get("a:b")).toBeUndefined();
    await store.close?.();
  });
});
