import { AIProjectClient } from "@azure/ai-projects";
import OpenAI6 from "openai";
import OpenAI5 from "openai-5";
import OpenAI7 from "openai-7";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEmulator } from "../../src/emulator/index.js";
import { classic } from "../../src/shim/index.js";

const credential = { getToken: async () => ({ token: "fake", expiresOnTimestamp: Date.now() + 3_600_000 }) };

/** A `fetch` that ends in an emulator, and the paths that it was asked for. */
function service() {
  const emulator = createEmulator({ backgroundDelay: 1, requireAuth: true });
  const paths: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input as Request, init);
    paths.push(new URL(request.url).pathname);
    return emulator.fetch(request);
  };
  return { fetch, paths };
}

async function converse(client: OpenAI6): Promise<string> {
  const assistant = await client.beta.assistants.create({ model: "gpt-5" });
  const thread = await client.beta.threads.create({ messages: [{ role: "user", content: "Hello" }] });
  const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id });
  const [message] = (await client.beta.threads.messages.list(thread.id, { run_id: run.id })).data;
  const [part] = message!.content;
  const direct = await client.responses.create({ model: "gpt-5", input: "direct" });
  return `${part?.type === "text" ? part.text.value : ""} / ${direct.output_text}`;
}

describe("classic(client)", () => {
  afterEach(() => void vi.unstubAllGlobals());

  it.each([
    ["openai 5", OpenAI5 as unknown as typeof OpenAI6],
    ["openai 6", OpenAI6],
    ["openai 7", OpenAI7 as unknown as typeof OpenAI6],
  ])("gives %s its classic surface back", async (_name, OpenAI) => {
    const { fetch, paths } = service();
    const client = classic(new OpenAI({ baseURL: "https://emulator/v1", apiKey: "key", fetch }));
    expect(await converse(client)).toBe("You said: Hello / You said: direct");
    expect(paths).toContain("/v1/conversations");
    expect(paths.filter((path) => /assistants|threads/.test(path))).toEqual([]);
  });

  it("gives a project client its classic surface back, agents included", async () => {
    const { fetch, paths } = service();
    const project = new AIProjectClient("https://emulator/api/projects/p", credential);
    // The project client takes no fetch of its own, only the platform's.
    vi.stubGlobal("fetch", fetch);
    expect(await converse(classic(project))).toBe("You said: Hello / You said: direct");
    expect(paths.some((path) => path.startsWith("/api/projects/p/agents/asst-"))).toBe(true);
    expect(paths.filter((path) => /assistants|threads/.test(path))).toEqual([]);
  });
});
