import OpenAI7 from "openai-7";
import { describe, expect, it } from "vitest";
import { classicFetch } from "../../src/shim/index.js";
import { HAVE_SPECS, recording, recordings } from "../emulator/spec.js";
import { eventsIn, type Json } from "./http.js";

/** Recorded streams of the current API, as bodies. */
const streams = HAVE_SPECS
  ? recordings("responses").flatMap((file) =>
      recording(file)
        .filter(({ events }) => events)
        .map(({ events }) => [file, events!] as const),
    )
  : [];

const encode = (events: readonly Json[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");

/** A service whose only response is the given stream. */
function service(events: readonly Json[]): (request: Request) => Promise<Response> {
  const json = (body: object) =>
    new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } });
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/responses")) return new Response(encode(events));
    if (pathname.includes("/conversations/"))
      return json({ id: "conv_1", object: "conversation", created_at: 1, metadata: {} });
    return json({ id: "conv_1", object: "conversation", created_at: 1, metadata: {} });
  };
}

/** The classic stream of a response, as bytes and as the strictest client understands it. */
async function replay(events: readonly Json[]) {
  let text = "";
  const mount = classicFetch({ endpoint: "http://service/v1", upstream: service(events) });
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await mount(input, init);
    if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response;
    text = await response.text();
    return new Response(text, { headers: response.headers });
  };
  const client = new OpenAI7({ apiKey: "key", fetch });
  const assistant = await client.beta.assistants.create({ model: "gpt-5" });
  const stream = client.beta.threads.runs.stream("thread_1", { assistant_id: assistant.id });
  const run = await stream.finalRun();
  return { run, told: eventsIn(text), messages: await stream.finalMessages() };
}

/** @throws Error where a client that follows one step at a time would lose its way */
function follow(told: readonly { event: string; data: Json }[]): void {
  let step: string | undefined;
  const seen = new Set<string>();
  for (const { event, data } of told) {
    const kind = /^thread\.run\.step\.(\w+)$/.exec(event)?.[1];
    if (kind === "created") {
      if (step !== undefined) throw new Error(`${data.id} begins while ${step} is open.`);
      if (seen.has(data.id)) throw new Error(`${data.id} begins twice.`);
      seen.add(data.id);
      step = data.id;
    } else if (kind !== undefined && data.id !== step) throw new Error(`${event} of ${data.id} while ${step} is open.`);
    if (["completed", "failed", "cancelled"].includes(kind ?? "")) step = undefined;
  }
}

/** The recorded response with another end. */
function ending(events: readonly Json[], status: "completed" | "incomplete" | "failed"): readonly Json[] {
  const last = events.at(-1)!;
  const response = { ...last.response, status };
  if (status === "incomplete") response.incomplete_details = { reason: "max_output_tokens" };
  if (status === "failed") response.error = { code: "server_error", message: "broken" };
  return [...events.slice(0, -1), { ...last, type: `response.${status}`, response }];
}

const whole = streams.filter(([, events]) => events[0]?.type === "response.created");

describe.skipIf(!HAVE_SPECS)("recorded streams of the current API", () => {
  it("are there", () => expect(whole.length).toBeGreaterThanOrEqual(9));

  it.each(
    whole.flatMap(([file, events]) =>
      (["completed", "incomplete", "failed"] as const).map((end) => [file, end, events] as const),
    ),
  )("%s, %s", async (_file, end, events) => {
    const { run, told, messages } = await replay(ending(events, end));
    follow(told);
    const calls = events.at(-1)!.response as Json;
    const waits = end === "completed" && calls.output.some(({ type }: Json) => type === "function_call");
    expect(run.status).toBe(waits ? "requires_action" : end);
    const deltas = events
      .filter(({ type }) => type === "response.output_text.delta")
      .map((event) => (event as Json).delta);
    const text = messages.flatMap(({ content }) =>
      content.map((part) => (part.type === "text" ? part.text.value : "")),
    );
    expect(text.join("").replace(/【.*?】/g, "")).toBe(deltas.join(""));
    expect(told.at(-1)).toEqual({ event: "done", data: "[DONE]" });
  });
});

const response = { id: "resp_1", object: "response", created_at: 10, status: "in_progress", output: [], metadata: {} };
const message = (id: string, text: string, status = "completed") => ({
  id,
  type: "message",
  role: "assistant",
  status,
  content: [{ type: "output_text", text, annotations: [] }],
});

function said(id: string, place: number, text: string): Json[] {
  return [
    {
      type: "response.output_item.added",
      output_index: place,
      item: { ...message(id, ""), content: [], status: "in_progress" },
    },
    { type: "response.output_text.delta", output_index: place, item_id: id, content_index: 0, delta: text },
    { type: "response.output_item.done", output_index: place, item: message(id, text) },
  ];
}

const begin: Json[] = [
  { type: "response.created", response },
  { type: "response.in_progress", response },
];
const complete = (output: Json[]): Json => ({
  type: "response.completed",
  response: { ...response, status: "completed", output },
});

describe("items that begin before another is done", () => {
  it("are told one after the other", async () => {
    const [first, second] = [said("msg_1", 0, "one"), said("msg_2", 2, "two")];
    const thought = { type: "response.output_item.added", output_index: 1, item: { id: "rs_1", type: "reasoning" } };
    const mixed = [first[0], thought, second[0], first[1], second[1], second[2], first[2]];
    const { told, messages } = await replay([...begin, ...mixed, complete([])]);
    follow(told);
    expect(messages.map(({ id }) => id)).toEqual(["msg_1", "msg_2"]);
  });

  it("leave function calls open unless something else follows", async () => {
    const call = {
      id: "fc_1",
      type: "function_call",
      call_id: "call_1",
      name: "f",
      arguments: "{}",
      status: "completed",
    };
    const called: Json[] = [
      { type: "response.output_item.added", output_index: 0, item: { ...call, arguments: "" } },
      { type: "response.output_item.done", output_index: 0, item: call },
    ];
    const alone = await replay([...begin, ...called, complete([call])]);
    expect(alone.told.map(({ event }) => event).filter((event) => event.endsWith("step.completed"))).toEqual([]);
    expect(alone.run.status).toBe("requires_action");
    const followed = await replay([
      ...begin,
      ...called,
      ...said("msg_2", 1, "Wait."),
      complete([call, message("msg_2", "Wait.")]),
    ]);
    follow(followed.told);
    expect(followed.run.status).toBe("requires_action");
  });
});

describe("a service that ends its stream badly", () => {
  it("an error event fails the run", async () => {
    const { run } = await replay([
      ...begin,
      said("msg_1", 0, "half")[0]!,
      { type: "error", code: "server_error", message: "broken" },
    ]);
    expect(run).toMatchObject({ status: "failed", last_error: { code: "server_error", message: "broken" } });
  });

  it("no end at all fails the run", async () => {
    const { run, told } = await replay([...begin, ...said("msg_1", 0, "half").slice(0, 2)]);
    expect(run).toMatchObject({ status: "failed", last_error: { code: "server_error" } });
    expect(told.map(({ event }) => event).slice(-4)).toEqual([
      "thread.message.incomplete",
      "thread.run.step.failed",
      "thread.run.failed",
      "done",
    ]);
  });

  it("an end before the beginning is an HTTP error", async () => {
    await expect(replay([])).rejects.toMatchObject({ status: 502 });
  });
});
