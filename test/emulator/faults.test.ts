import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import OpenAI from "openai";
import { parseFault, type Listening } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";

const MODEL = "gpt-5";
const LONG = "one two three four five six seven eight nine ten";

describe("faults", () => {
  const emulator = createEmulator();
  let server: Listening;
  let client: OpenAI;
  beforeAll(async () => {
    server = await emulator.listen();
    client = new OpenAI({ baseURL: server.openaiBase, apiKey: "test", maxRetries: 0 });
  });
  beforeEach(() => emulator.reset());
  afterAll(() => server.close());

  async function read(): Promise<{ types: string[]; error: unknown; arrivals: number[] }> {
    const types: string[] = [];
    const arrivals: number[] = [];
    try {
      for await (const event of await client.responses.create({ model: MODEL, input: LONG, stream: true })) {
        types.push(event.type);
        arrivals.push(Date.now());
      }
      return { types, error: undefined, arrivals };
    } catch (error) {
      return { types, error, arrivals };
    }
  }

  it("rate limit: 429 with retry headers, for as many requests as it says", async () => {
    emulator.fault({ kind: "rate_limit", times: 2, retryAfter: 7 });
    const create = () => client.responses.create({ model: MODEL, input: "x" });
    const error = await create().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error).toMatchObject({ status: 429, code: "rate_limit_exceeded" });
    expect((error as InstanceType<typeof OpenAI.RateLimitError>).headers?.get("retry-after")).toBe("7");
    await expect(create()).rejects.toMatchObject({ status: 429 });
    expect((await create()).status).toBe("completed");
    expect(emulator.requests.map((request) => request.fault)).toEqual(["rate_limit", "rate_limit", null]);
  });

  it("server error, lock, and only where they are aimed at", async () => {
    emulator.fault({ kind: "server_error", status: 503, path: "/files", method: "GET" });
    emulator.fault({ kind: "conversation_locked" });
    await expect(client.responses.create({ model: MODEL, input: "x" })).rejects.toMatchObject({
      status: 400,
      code: "conversation_locked",
    });
    await expect(client.files.list()).rejects.toMatchObject({ status: 503 });
    expect((await client.files.list()).data).toEqual([]);
  });

  it("cut: what came before the cut arrives, then the connection ends; the response is cancelled and unlocks its conversation", async () => {
    const conversation = await client.conversations.create({});
    emulator.fault({ kind: "cut", after: 6 });
    const types: string[] = [];
    const reading = async () => {
      const body = { model: MODEL, input: LONG, conversation: conversation.id, stream: true } as const;
      for await (const event of await client.responses.create(body)) types.push(event.type);
    };
    await expect(reading()).rejects.toThrow();
    expect(types).toHaveLength(6);
    expect(emulator.turns[0]?.status).toBe("cancelled");
    const next = await client.responses.create({ model: MODEL, input: "x", conversation: conversation.id });
    expect(next.status).toBe("completed");
  });

  it("let as many fitting requests pass as they are told", async () => {
    emulator.fault({ kind: "server_error", path: "/files", skip: 2 });
    await client.containers.list();
    const statuses = [];
    for (let count = 0; count < 4; count += 1)
      statuses.push(
        await client.files.list().then(
          () => 200,
          ({ status }) => status as number,
        ),
      );
    expect(statuses).toEqual([200, 200, 500, 200]);
  });

  it.each(["cut", "malformed", "slow_tokens"] as const)("%s waits for a stream", async (kind) => {
    emulator.fault({ kind, ms: 1 });
    await client.responses.create({ model: MODEL, input: "x" });
    await read();
    expect(emulator.requests.map((request) => request.fault)).toEqual([null, kind]);
  });

  it("malformed: one event is no JSON", async () => {
    emulator.fault({ kind: "malformed", after: 4 });
    const { types, error } = await read();
    expect(types).toHaveLength(4);
    expect(error).toBeInstanceOf(SyntaxError);
  });

  it("slow first byte and slow tokens take their time, and nothing is lost or held back", async () => {
    emulator.fault({ kind: "slow_first_byte", ms: 60 });
    const start = Date.now();
    const slow = await read();
    expect(slow.arrivals[0]! - start).toBeGreaterThanOrEqual(55);
    emulator.fault({ kind: "slow_tokens", ms: 10 });
    const paced = await read();
    expect(paced.error).toBeUndefined();
    expect(paced.types).toEqual(slow.types);
    expect(paced.arrivals.at(-1)! - paced.arrivals[0]!).toBeGreaterThanOrEqual(100);
  });

  it("expiry: containers are gone", async () => {
    const container = await client.containers.create({ name: "c" });
    emulator.fault({ kind: "container_expired", path: "/containers", method: "GET" });
    expect((await client.containers.retrieve(container.id)).status).toBe("expired");
    await expect(client.containers.files.list(container.id)).rejects.toMatchObject({ status: 404 });
  });

  it("a client that goes away in mid-stream cancels its response, but not a background one", async () => {
    emulator.script((turn) => [{ text: "begin" }, { delay: turn.request.background ? 50 : 600_000 }, { text: "end" }]);
    for (const background of [false, true]) {
      const stream = await client.responses.create({ model: MODEL, input: "x", stream: true, background });
      for await (const event of stream) if (event.type === "response.output_text.delta") break;
    }
    await expect.poll(() => emulator.turns.map((turn) => turn.status)).toEqual(["cancelled", "completed"]);
    emulator.script();
  });

  it("are spelled on the command line", () => {
    expect(parseFault("cut:after=10,path=/responses,times=2")).toEqual({
      kind: "cut",
      after: 10,
      path: "/responses",
      times: 2,
    });
    expect(() => parseFault("explode")).toThrow("Unknown fault 'explode'. Known: rate_limit,");
    expect(() => parseFault("cut:later=1")).toThrow("Unknown setting 'later'");
    expect(() => parseFault("cut:after=soon")).toThrow("needs a number");
  });

  it("requests without a credential, when the emulator is told to care", async () => {
    const strict = createEmulator({ requireAuth: true });
    const get = (headers: Record<string, string>) => strict.fetch(new Request("http://emulator/v1/files", { headers }));
    expect((await get({})).status).toBe(401);
    expect((await get({ authorization: "Bearer x" })).status).toBe(200);
    expect(JSON.stringify(strict.export())).not.toContain("Bearer");
  });
});
