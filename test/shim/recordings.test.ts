import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Step } from "../../src/emulator/index.js";
import { HAVE_SPECS, recording, recordings, type Exchange } from "../emulator/spec.js";
import { at, eventsIn, type Answer, type Json } from "./http.js";
import { bench, type Upstream } from "./setup.js";

/** The recorded stream of an exchange. */
const streamOf = ({ response }: Exchange): string =>
  Array.isArray(response) ? response.filter((line) => typeof line === "string").join("") : "";

/** Event names in order; neighbouring deltas count once. */
const order = (names: readonly string[]) =>
  names.filter((name, index) => !(name.endsWith(".delta") && name === names[index - 1]));

/** All members of a value, by path. */
function members(value: Json, at = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((entry) => members(entry, `${at}[]`)))];
  if (typeof value !== "object" || value === null) return [at];
  const below = Object.entries(value).flatMap(([name, entry]) => members(entry, `${at}.${name}`));
  return below.length > 0 ? below : [at];
}

/** A thread's empty list of files, and a setting of searches that is always null and that no request has. */
const NOT_REPEATED = [/\.tool_resources(\.|$)/, /\.ranking_options\.hybrid_search$/];

/** Members of a recorded value that another does not have. More members are allowed, and something where there was null. */
function missing(theirs: Json, ours: readonly Json[]): string[] {
  const shown = [...new Set(ours.flatMap((value) => members(value)))];
  const has = (member: string) =>
    shown.some((own) => own === member || own.startsWith(`${member}.`) || own.startsWith(`${member}[`));
  return members(theirs).filter((member) => !has(member) && !NOT_REPEATED.some((known) => known.test(member)));
}

/** What the recorded model did for a run, as a script: from the stream, or from what was read of the run afterwards. */
function scriptOf(exchange: Exchange, later: readonly Exchange[], known: Known): readonly Step[] | undefined {
  const stream = streamOf(exchange);
  if (stream !== "") return said(eventsIn(stream));
  const read = (pattern: RegExp): Json =>
    later.find(({ url, method }) => method === "GET" && pattern.test(url.pathname))?.response;
  const messages = later.filter(({ url, method }) => method === "GET" && url.pathname.endsWith("/messages"));
  const newest = (messages.at(-1)?.response as Json)?.data.find(({ role }: Json) => role === "assistant");
  const text = saidIn(newest?.content.find(({ type }: Json) => type === "text")?.text, known);
  const steps: Json[] = read(/\/steps$/)?.data.toReversed() ?? [];
  if (steps.length === 0) return newest && [text];
  const calls: Json[] = steps.flatMap((step) => step.step_details.tool_calls ?? []);
  const drawn = calls.flatMap((call) =>
    (call.code_interpreter?.outputs ?? []).filter(({ type }: Json) => type === "image"),
  );
  // Images are cited by the last message.
  const citations = [...text.citations, ...drawn.map((_image, index) => ({ container_file: `${index}.png` }))];
  const last = steps.findLastIndex(({ type }) => type === "message_creation");
  let image = 0;
  return steps.flatMap((step, index): Step[] => {
    if (step.type === "message_creation") return [index === last ? { ...text, citations } : text];
    return step.step_details.tool_calls.map((call: Json) => used(call, () => `${image++}.png`));
  });
}

/** A recorded text as the model says it now: what it cites stands beside it, and there are no markers. */
function saidIn(text: Json | undefined, known: Known) {
  const { value = "Done.", annotations = [] } = text ?? {};
  const cited = (annotations as Json[]).filter(({ type }) => type === "file_citation");
  const plain = cited.reduce((left: string, annotation) => left.replace(annotation.text, ""), value);
  const citations = cited.map(({ file_citation, start_index }) => ({
    file_id: known.translate(file_citation.file_id),
    at: Math.min(start_index, plain.length),
  }));
  return { text: plain, citations };
}

function said(events: readonly { event: string; data: Json }[]): readonly Step[] {
  const message = events.find(({ event }) => event === "thread.message.completed");
  if (message) return [{ text: message.data.content[0].text.value }];
  const action = events.find(({ event }) => event === "thread.run.requires_action")!.data.required_action;
  return action.submit_tool_outputs.tool_calls.map((call: Json) => ({ function_call: call.function }));
}

function used(call: Json, imageName: () => string): Step {
  if (call.type !== "code_interpreter") return { file_search: { queries: ["food"] } };
  const { input, outputs } = call.code_interpreter;
  const logs = outputs.find(({ type }: Json) => type === "logs")?.logs;
  const files = outputs
    .filter(({ type }: Json) => type === "image")
    .map(() => ({ name: imageName(), content: "iVBORw==", base64: true }));
  return { code_interpreter: { code: input, files, ...(logs !== undefined && { logs }) } };
}

/** Ids of the recording and what stands for them here. */
class Known {
  readonly #ids = new Map<string, string>();

  translate(text: string): string {
    return text.replace(/\b(?:asst|thread|run|call|msg|step|vs)_\w+|file-\w+/g, (id) => this.#ids.get(id) ?? id);
  }

  get files(): string[] {
    return [...this.#ids].filter(([id]) => id.startsWith("file-")).map(([, own]) => own);
  }

  learn(theirs: Json, ours: Json): void {
    if (typeof theirs === "string" && typeof ours === "string") this.#ids.set(theirs, ours);
    else if (typeof theirs === "object" && theirs !== null && typeof ours === "object" && ours !== null) {
      for (const [name, value] of Object.entries(theirs)) this.learn(value, ours[name]);
    }
  }
}

const WORKING = ["queued", "in_progress"];

const cases = (HAVE_SPECS ? recordings("assistants") : []).flatMap((file) =>
  (["foundry", "openai"] as Upstream[]).map((upstream) => [path.basename(file), upstream] as const),
);

describe.skipIf(!HAVE_SPECS)("recorded conversations with the classic API", () => {
  it("are there", () => expect(cases.length).toBe(28));

  it.each(cases)("%s, replayed on %s", async (file, upstream) => {
    const { emulator, shim } = bench(upstream);
    const send = at(shim, "/v1");
    const known = new Known();
    const exchanges = recording(`assistants/${file}`);
    let files = 0;

    async function upload(theirs: Json): Promise<Answer> {
      const body = new FormData();
      body.set("file", new File(["Filip's favorite food is pizza."], theirs.filename));
      body.set("purpose", theirs.purpose);
      const response = await shim.fetch(new Request("http://classic/v1/files", { method: "POST", body }));
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
    }

    async function repeat({ method, url, request, response }: Exchange): Promise<Answer> {
      const query = url.search.replaceAll("%5B", "[").replaceAll("%5D", "]").replaceAll("%2A", "*");
      const below = known.translate(url.pathname.slice("/v1".length) + query);
      if (method === "POST" && below === "/files") return upload(response);
      const body = request === null ? undefined : JSON.parse(known.translate(JSON.stringify(request)));
      return send(method, below, body);
    }

    /** Files that were uploaded before the recording began. */
    async function provide(text: string): Promise<void> {
      for (const id of text.match(/"file-\w+"/g) ?? []) {
        if (known.translate(id) !== id) continue;
        files += 1;
        known.learn(id.slice(1, -1), (await upload({ filename: `${files}.txt`, purpose: "assistants" })).json.id);
      }
    }

    async function provideStores(text: string): Promise<void> {
      for (const id of text.match(/"vs_\w+"/g) ?? []) {
        if (known.translate(id) === id)
          known.learn(id.slice(1, -1), (await send("POST", "/vector_stores", { file_ids: known.files })).json.id);
      }
    }

    for (const [index, exchange] of exchanges.entries()) {
      const theirs: Json = exchange.response;
      const request = JSON.stringify(exchange.request ?? {});
      await provide(request);
      await provideStores(request);
      const isRun = exchange.method === "POST" && /\/runs(\/\w+\/submit_tool_outputs)?$/.test(exchange.url.pathname);
      if (isRun) {
        const script = scriptOf(exchange, exchanges.slice(index + 1), known);
        emulator.script(script && (() => [...script]));
      }
      let ours = await repeat(exchange);
      // Looking twice at a run that works tells nothing new.
      for (; !WORKING.includes(theirs.status) && WORKING.includes(ours.json.status); ours = await repeat(exchange)) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      expect(ours.status).toBe(exchange.status);
      const stream = streamOf(exchange);
      if (stream === "") {
        const what = `${exchange.method} ${exchange.url.pathname}`;
        // Assistants that others had made in the same organisation.
        const mine = what.endsWith("/assistants") && theirs.data?.filter(({ id }: Json) => known.translate(id) !== id);
        const seen = mine ? { ...theirs, data: mine } : theirs;
        // What one step used is not known: the last step of a response shows what the response used.
        const unlike = /\/steps\/\w+$/.test(what) ? /^\.usage\./ : /^$/;
        expect(
          missing(seen, [ours.json]).filter((member) => !unlike.test(member)),
          what,
        ).toEqual([]);
        if (mine) expect(ours.json.data.length).toBe(mine.length);
        else if (Array.isArray(theirs.data))
          expect(ours.json.data.length, what).toBeGreaterThanOrEqual(theirs.data.length);
        known.learn(theirs, ours.json);
        continue;
      }
      const told = { theirs: eventsIn(stream), ours: eventsIn(ours.text) };
      expect(order(told.ours.map(({ event }) => event))).toEqual(order(told.theirs.map(({ event }) => event)));
      for (const { event, data } of told.theirs) {
        const same = told.ours.filter((candidate) => candidate.event === event);
        expect(
          missing(
            data,
            same.map((candidate) => candidate.data),
          ),
          event,
        ).toEqual([]);
      }
      known.learn(told.theirs.at(-2)!.data, told.ours.at(-2)!.data);
    }
  });
});
