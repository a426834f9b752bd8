import OpenAI6 from "openai";
import OpenAI7 from "openai-7";
import { describe, expect, it } from "vitest";
import { createEmulator } from "./checked.js";

const LATE = [{ text: "begin" }, { delay: 600_000 }, { text: "end" }];

describe.each([
  ["openai 6", OpenAI6],
  ["openai 7", OpenAI7 as unknown as typeof OpenAI6],
])("%s with the emulator as its fetch", (_name, OpenAI) => {
  const emulator = createEmulator();
  const fetch = (url: string | URL | Request, init?: RequestInit) => emulator.fetch(new Request(url, init));
  const client = new OpenAI({ baseURL: "http://emulator/v1", apiKey: "test", maxRetries: 0, fetch });

  it("times out", async () => {
    emulator.fault({ kind: "slow_first_byte", ms: 600_000 });
    const body = { model: "m", input: "x" };
    await expect(client.responses.create(body, { timeout: 20 })).rejects.toThrow(OpenAI.APIConnectionTimeoutError);
    emulator.script(() => LATE);
    await expect(client.responses.create(body, { timeout: 20 })).rejects.toThrow(OpenAI.APIConnectionTimeoutError);
  });

  it("aborts before the answer, and while it waits for the next event of a stream", async () => {
    emulator.reset();
    emulator.script(() => LATE);
    const body = { model: "m", input: "x", stream: true } as const;
    const before = client.responses.create(body, { signal: AbortSignal.abort() });
    await expect(before).rejects.toThrow(OpenAI.APIUserAbortError);
    const stream = await client.responses.create(body);
    for await (const event of stream)
      if (event.type === "response.output_item.done") setTimeout(() => stream.controller.abort());
    await expect.poll(() => emulator.turns.map(({ status }) => status)).toEqual(["cancelled"]);
  });

  it("leaves no conversation locked when it aborts while a stream is on its way", async () => {
    emulator.reset();
    emulator.script();
    const conversation = await client.conversations.create({});
    emulator.fault({ kind: "slow_first_byte", ms: 60 });
    const body = { model: "m", input: "x", conversation: conversation.id };
    await expect(client.responses.create({ ...body, stream: true }, { timeout: 20 })).rejects.toThrow(/timed out/);
    await expect.poll(() => emulator.turns.map(({ status }) => status)).toEqual(["cancelled"]);
    expect((await client.responses.create(body)).status).toBe("completed");
  });
});
