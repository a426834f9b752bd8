import { mkdtempSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listen, type Listening } from "../../src/emulator/http/listen.js";
import { createEmulator, type Emulator } from "../../src/emulator/index.js";
import { eventsIn, type Json } from "../shim/http.js";
import { missing, startPostgres, startRedis, type DatabaseServer } from "../support/servers.js";
import { cleanUp, folder, proxy, type RunningProxy } from "./running.js";

// Several proxies behind one store, and proxies that are killed: no run is doubled or lost, no message either.

let emulator: Emulator;
let upstream: Listening;
/** Holds answers back: what a request waits for after the service has done what it asks. */
let held: ((request: Request) => Promise<void> | undefined) | undefined;

beforeAll(async () => {
  emulator = createEmulator({ backgroundDelay: 1 });
  upstream = await listen(async (request) => {
    const response = await emulator.fetch(request.clone());
    await held?.(request);
    return response;
  });
});
beforeEach(() => {
  held = undefined;
  emulator.reset();
  emulator.script();
});
afterAll(async () => {
  await cleanUp();
  await upstream.close();
});

const UPSTREAMS = [
  ["a project", () => `${upstream.url}/api/projects/p`],
  ["plain OpenAI", () => upstream.openaiBase],
] as const;
const AGAIN = { "x-stainless-retry-count": "1" };

const ask = async (
  { url }: Pick<RunningProxy, "url">,
  method: string,
  at: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; json: Json }> => {
  const init = {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  };
  const response = await fetch(`${url}/v1${at}`, init);
  return { status: response.status, json: await response.json() };
};

async function polled(instance: RunningProxy, run: Json): Promise<Json> {
  for (;;) {
    const { json } = await ask(instance, "GET", `/threads/${run.thread_id}/runs/${run.id}`);
    if (json.status !== "queued" && json.status !== "in_progress") return json;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function begun(
  instance: RunningProxy,
  content = "Hi",
): Promise<{ runs: string; thread: string; assistant_id: string }> {
  const assistant = (await ask(instance, "POST", "/assistants", { model: "gpt-5" })).json;
  const thread = (await ask(instance, "POST", "/threads", { messages: [{ role: "user", content }] })).json;
  return { runs: `/threads/${thread.id}/runs`, thread: thread.id, assistant_id: assistant.id };
}

const SERVERS = [
  ["redis", missing.redis, startRedis],
  ["postgres", missing.postgres, startPostgres],
] as const;

describe.each(SERVERS)("two proxies behind %s", (_name, reason, start) => {
  // What cannot run here says so by name.
  describe.skipIf(reason !== undefined)(reason ?? "with a real server", () => {
    let server: DatabaseServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());

    describe.each(UPSTREAMS)("on %s", (_upstream, address) => {
      let one: RunningProxy;
      let two: RunningProxy;
      beforeAll(async () => {
        const args = ["--upstream", address(), "--store", server.url, "--quiet"];
        [one, two] = await Promise.all([proxy(args), proxy(args)]);
      });
      afterAll(() => Promise.all([one.stop(), two.stop()]));

      it("start one run, however many ask at once", async () => {
        emulator.script({ rules: [{ then: [{ function_call: { name: "f", arguments: {} } }] }] });
        const tools = [{ type: "function", function: { name: "f" } }];
        const { runs, thread, assistant_id } = await begun(one);
        const answers = await Promise.all(
          Array.from({ length: 10 }, (_entry, index) =>
            ask(index % 2 ? one : two, "POST", runs, { assistant_id, tools }),
          ),
        );
        const [run, ...more] = answers.filter(({ status }) => status === 200).map(({ json }) => json);
        expect(more).toEqual([]);
        const refused = answers.filter(({ status }) => status !== 200);
        for (const { status, json } of refused) {
          expect([status, json.error.message]).toEqual([400, `Thread ${thread} already has an active run ${run.id}.`]);
        }
        expect((await polled(two, run)).status).toBe("requires_action");
        expect(emulator.turns).toHaveLength(1);
      });

      it("know each other's runs and messages", async () => {
        const { runs, thread, assistant_id } = await begun(one);
        const ids: string[] = [];
        for (let turn = 0; turn < 6; turn++) {
          const [here, there] = turn % 2 ? [one, two] : [two, one];
          const run = (await ask(here, "POST", runs, { assistant_id, metadata: { turn: String(turn) } })).json;
          ids.push(run.id);
          expect(await polled(there, run)).toMatchObject({ status: "completed", metadata: { turn: String(turn) } });
        }
        for (const instance of [one, two]) {
          const listed = (await ask(instance, "GET", `${runs}?order=asc`)).json.data;
          expect(listed.map(({ id }: Json) => id)).toEqual(ids);
        }
        const texts = Array.from({ length: 12 }, (_entry, index) => `message ${index}`);
        await Promise.all(
          texts.map((content, index) =>
            ask(index % 2 ? one : two, "POST", `/threads/${thread}/messages`, {
              role: "user",
              content,
              metadata: { content },
            }),
          ),
        );
        const messages = (await ask(two, "GET", `/threads/${thread}/messages?limit=12`)).json.data;
        expect(messages.map(({ content }: Json) => content[0].text.value).sort()).toEqual([...texts].sort());
        for (const { content, metadata } of messages) expect(metadata.content).toBe(content[0].text.value);
      });

      it("run once what is repeated at the other one", async () => {
        const { runs, thread, assistant_id } = await begun(one);
        const tools = [{ type: "function", function: { name: "f" } }];
        emulator.script(({ input }) =>
          input.some((item) => item.type === "function_call_output")
            ? [{ text: "Done." }]
            : [{ function_call: { name: "f", arguments: {} } }],
        );
        const body = { assistant_id, tools };
        const first = (await ask(one, "POST", runs, body)).json;
        const again = (await ask(two, "POST", runs, body, AGAIN)).json;
        expect(again.id).toBe(first.id);
        const waiting = await polled(two, first);
        const [call] = waiting.required_action.submit_tool_outputs.tool_calls;
        const outputs = { tool_outputs: [{ tool_call_id: call.id, output: "x" }] };
        const submit = `${runs}/${first.id}/submit_tool_outputs`;
        const answers = [await ask(one, "POST", submit, outputs), await ask(two, "POST", submit, outputs, AGAIN)];
        expect(answers.map(({ status, json }) => [status, json.id])).toEqual([
          [200, first.id],
          [200, first.id],
        ]);
        expect((await polled(one, first)).status).toBe("completed");
        expect(emulator.turns).toHaveLength(2);
        const said = { role: "user", content: "once" };
        const message = (await ask(one, "POST", `/threads/${thread}/messages`, said)).json;
        expect((await ask(two, "POST", `/threads/${thread}/messages`, said, AGAIN)).json.id).toBe(message.id);
        // Without the mark it is meant.
        expect((await ask(two, "POST", `/threads/${thread}/messages`, said)).json.id).not.toBe(message.id);
      });

      it("cancel what the other one streams", async () => {
        emulator.script({ rules: [{ then: [{ text: "one" }, { delay: 20_000 }, { text: "two" }] }] });
        const { runs, assistant_id } = await begun(one);
        const response = await fetch(`${one.url}/v1${runs}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ assistant_id, stream: true }),
        });
        let text = "";
        let cancelled: Promise<{ status: number; json: Json }> | undefined;
        for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
          text += chunk;
          if (cancelled || !text.includes("thread.message.delta")) continue;
          const id = /"id":"(run_\w+)"/.exec(text)![1];
          cancelled = ask(two, "POST", `${runs}/${id}/cancel`);
        }
        expect(await cancelled).toMatchObject({ status: 200, json: { status: "cancelling" } });
        expect(
          eventsIn(text)
            .map(({ event }) => event)
            .slice(-2),
        ).toEqual(["thread.run.cancelled", "done"]);
      });

      it("one goes on with what the other one was killed over", async () => {
        const args = ["--upstream", address(), "--store", server.url, "--quiet"];
        const dying = await proxy(args);
        const { runs, assistant_id } = await begun(dying);
        const run = (await ask(dying, "POST", runs, { assistant_id, metadata: { kept: "yes" } })).json;
        await dying.stop("SIGKILL");
        expect(await polled(one, run)).toMatchObject({ status: "completed", metadata: { kept: "yes" } });
        expect((await ask(two, "GET", runs)).json.data.map(({ id }: Json) => id)).toEqual([run.id]);
      });
    });
  });
});

describe.each(UPSTREAMS)("a proxy on %s that is killed and started again", (name, address) => {
  const started = (at: string) => proxy(["--upstream", address(), "--store", at, "--quiet"]);

  it("knows its assistants, runs and messages", async () => {
    const at = mkdtempSync(path.join(folder, "store-"));
    emulator.script({ rules: [{ then: [{ function_call: { name: "f", arguments: {} } }] }] });
    const first = await started(at);
    const { runs, thread, assistant_id } = await begun(first);
    const message = { role: "user", content: "Hello", metadata: { a: "b" } };
    await ask(first, "POST", `/threads/${thread}/messages`, message);
    const tools = [{ type: "function", function: { name: "f" } }];
    const run = (await ask(first, "POST", runs, { assistant_id, tools })).json;
    await first.stop("SIGKILL");
    const second = await started(at);
    const waiting = await polled(second, run);
    expect(waiting).toMatchObject({ id: run.id, status: "requires_action", tools: run.tools });
    const tool_outputs = waiting.required_action.submit_tool_outputs.tool_calls.map(({ id }: Json) => ({
      tool_call_id: id,
      output: "x",
    }));
    emulator.script();
    await ask(second, "POST", `${runs}/${run.id}/submit_tool_outputs`, { tool_outputs });
    await second.stop("SIGKILL");
    const third = await started(at);
    expect((await polled(third, run)).status).toBe("completed");
    expect((await ask(third, "GET", `/assistants/${assistant_id}`)).status).toBe(200);
    const listed = (await ask(third, "GET", `/threads/${thread}/messages`)).json.data;
    expect(listed.map(({ metadata }: Json) => metadata)).toEqual([{}, { a: "b" }, {}]);
    await third.stop();
  });

  it("finds what it had asked for and could not note", async () => {
    const at = mkdtempSync(path.join(folder, "store-"));
    const first = await started(at);
    const { runs, thread, assistant_id } = await begun(first);
    const dies = (pathname: RegExp) =>
      new Promise<void>((resolve) => {
        held = (request) => {
          if (request.method !== "POST" || !pathname.test(new URL(request.url).pathname)) return undefined;
          resolve();
          return new Promise(() => undefined);
        };
      });
    // The service has the message, its answer is lost with the process.
    const said = { role: "user", content: "only once" };
    const messageSent = dies(/\/items$/);
    const lost = ask(first, "POST", `/threads/${thread}/messages`, said).catch(() => "lost");
    await messageSent;
    await first.stop("SIGKILL");
    expect(await lost).toBe("lost");
    held = undefined;
    const second = await started(at);
    await ask(second, "POST", `/threads/${thread}/messages`, said, AGAIN);
    const messages = (await ask(second, "GET", `/threads/${thread}/messages`)).json.data;
    expect(messages.filter(({ content }: Json) => content[0].text.value === "only once")).toHaveLength(1);
    // Only a project lists its responses: elsewhere nobody can tell which one it was.
    if (name === "a project") {
      const runSent = dies(/\/responses$/);
      const lostRun = ask(second, "POST", runs, { assistant_id }).catch(() => "lost");
      await runSent;
      await second.stop("SIGKILL");
      expect(await lostRun).toBe("lost");
      held = undefined;
      const third = await started(at);
      const run = (await ask(third, "POST", runs, { assistant_id }, AGAIN)).json;
      expect((await polled(third, run)).status).toBe("completed");
      expect(emulator.turns).toHaveLength(1);
      expect((await ask(third, "GET", runs)).json.data).toHaveLength(1);
      await third.stop();
    } else await second.stop();
  });
});
