import { describe, expect, it } from "vitest";
import OpenAI, { AzureOpenAI } from "openai";
import { createEmulator } from "../../src/emulator/index.js";

/** The classic surfaces of an emulator on a port, as unchanged programs of any language reach them. */
describe("the emulator's classic surfaces", () => {
  it("serves the Assistants of OpenAI and Azure OpenAI over HTTP, streams included", async () => {
    const emulator = createEmulator();
    const server = await emulator.listen();
    const clients = [
      new OpenAI({ baseURL: server.openaiBase, apiKey: "any" }),
      new AzureOpenAI({ endpoint: server.url, apiKey: "any", apiVersion: "2025-03-01-preview" }),
    ];
    for (const client of clients) {
      const assistant = await client.beta.assistants.create({ model: "gpt-5", instructions: "Be kind." });
      const thread = await client.beta.threads.create({ messages: [{ role: "user", content: "Hello" }] });
      const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id });
      expect(run.status).toBe("completed");
      const stream = client.beta.threads.runs.stream(thread.id, { assistant_id: assistant.id });
      expect(await stream.finalRun()).toMatchObject({ status: "completed", thread_id: thread.id });
      const file = await client.files.create({ file: new File(["x"], "x.txt"), purpose: "assistants" });
      expect((await client.files.retrieve(file.id)).filename).toBe("x.txt");
      await expect(client.beta.threads.retrieve("thread_none")).rejects.toMatchObject({ status: 404 });
    }
    await server.close();
  });

  it("starts anew with a reset, and repeats its ids for a seed", async () => {
    const emulator = createEmulator({ seed: 7, startTime: 1_790_000_000 });
    const create = async () => {
      const body = JSON.stringify({ model: "gpt-5" });
      const answer = await emulator.fetch(new Request("http://emulator/v1/assistants", { method: "POST", body }));
      return (await answer.json()) as { id: string; created_at: number };
    };
    const first = await create();
    expect(first).toMatchObject({ id: expect.stringMatching(/^asst_/), created_at: expect.any(Number) });
    emulator.reset();
    const list = await emulator.fetch(new Request("http://emulator/v1/assistants"));
    expect(await list.json()).toMatchObject({ data: [] });
    emulator.reset();
    expect(await create()).toEqual(first);
  });
});
