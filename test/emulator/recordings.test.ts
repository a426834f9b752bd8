import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Emulator, EmulatorOptions, Step } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";
import { allowAsRecorded } from "./watched.js";
import { HAVE_SPECS, parseEvents, recording, recordings, type Exchange } from "./spec.js";

/** Recorded ids and the ones that the emulator gave to the same things. */
type Known = Map<string, string>;

const ID = /\b(?:resp|conv|msg|fc|rs|cntr|cfile|vs|vsfb_ibj|vsfb|file|mcpr|mcp|apc)[_-][0-9A-Za-z]{10,}\b/g;

function translate<Value>(value: Value, known: Known): Value {
  return JSON.parse(JSON.stringify(value).replace(ID, (id) => known.get(id) ?? id)) as Value;
}

/** Walks two answers side by side and learns which ids mean the same. */
function learn(recorded: unknown, ours: unknown, known: Known): void {
  if (typeof recorded === "string" && typeof ours === "string") {
    const one = recorded.match(ID);
    if (one?.[0] === recorded && ours.match(ID)?.[0] === ours) known.set(recorded, ours);
  } else if (typeof recorded === "object" && recorded !== null && typeof ours === "object" && ours !== null) {
    for (const [key, value] of Object.entries(recorded)) learn(value, (ours as Record<string, unknown>)[key], known);
  }
}

function toRequest({ method, url, request }: Exchange, known: Known): Request {
  const target = translate(url.pathname + url.search, known);
  const upload = method === "POST" && /\/files$/.test(url.pathname) && (request === null || Array.isArray(request));
  if (upload) {
    const body = new FormData();
    body.set("file", new File(["recorded"], "recorded.txt"));
    body.set("purpose", "user_data");
    return new Request(`http://emulator${target}`, { method, body });
  }
  const body = request === null ? undefined : JSON.stringify(translate(request, known));
  return new Request(`http://emulator${target}`, { method, body, headers: { "content-type": "application/json" } });
}

/** Some recordings begin after their container, store or response was made: makes what they name. */
async function prepare(emulator: Emulator, exchange: Exchange, known: Known): Promise<void> {
  for (const [id] of `${exchange.url.pathname} ${JSON.stringify(exchange.request)}`.matchAll(ID)) {
    if (known.has(id)) continue;
    const made = id.startsWith("cntr")
      ? ["/v1/containers", { name: "made before" }]
      : id.startsWith("vs_")
        ? ["/v1/vector_stores", {}]
        : undefined;
    if (!made) continue;
    const [at, body] = made as [string, object];
    const answer = await emulator.fetch(
      new Request(`http://emulator${at}`, { method: "POST", body: JSON.stringify(body) }),
    );
    known.set(id, ((await answer.json()) as { id: string }).id);
  }
}

/** The prompt objects that a recording uses: they were made elsewhere. */
function promptsOf(exchanges: readonly Exchange[]): EmulatorOptions["prompts"] {
  const ids = exchanges.flatMap(({ request }) => (request as { prompt?: { id: string } } | null)?.prompt?.id ?? []);
  return Object.fromEntries(ids.map((id) => [id, { model: "gpt-5" }]));
}

/** What the recorded model gave, as a script. */
function scriptOf({ response, events }: Exchange): Step[] {
  const final = events?.at(-1)?.["response"] ?? response;
  return ((final as { output?: object[] } | null)?.output ?? []).map((item) => ({ item }) as Step);
}

/** Event names in order; runs of deltas count once, wherever annotations split them. */
function order(events: readonly { type: string }[]): string[] {
  const names = events.map((event) => event.type);
  return names.filter((name, index) => !(name.endsWith(".delta") && name === names[index - 1]));
}

const folders = ["responses", "conversations", "containers", "vector-stores"];
const files = HAVE_SPECS ? folders.flatMap(recordings) : [];

/** Paths of the fields that a recorded answer has and ours has not, or has with another kind of value. */
function missing(recorded: unknown, ours: unknown, at = ""): string[] {
  if (typeof recorded !== "object" || typeof ours !== "object" || recorded === null || ours === null)
    return recorded === null || ours === null || typeof recorded === typeof ours ? [] : [at];
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    const both = recorded.slice(0, ours.length);
    return both.flatMap((entry, index) => missing(entry, ours[index], `${at}[]`));
  }
  return Object.entries(recorded).flatMap(([name, value]) => {
    const path = `${at}.${name}`;
    return name in ours ? missing(value, (ours as Record<string, unknown>)[name], path) : [path];
  });
}

/** What depends on the model, counts hosted tools, or spells out defaults of a tool. */
const LEFT_OUT = /^\.(billing|tool_usage|reasoning\.(context|mode))\b|^\.tools\[\]\.|^\.output\[\]\.encrypted_content$/;

/** The type of an event, and of the item it shows. */
const kindOf = (event: { type: string; item?: unknown }): string =>
  `${event.type} ${(event.item as { type: string } | undefined)?.type ?? ""}`;

describe.skipIf(!HAVE_SPECS)("recorded traffic", () => {
  it.each(files)("%s is accepted and answered with the same status and fields", async (file) => {
    const exchanges = recording(file);
    const emulator = createEmulator({ backgroundDelay: 0, prompts: promptsOf(exchanges) });
    const known: Known = new Map();
    for (const exchange of exchanges) {
      await prepare(emulator, exchange, known);
      const script = scriptOf(exchange);
      emulator.script(() => translate(script, known));
      if (!exchange.events) allowAsRecorded(exchange.method, exchange.url.pathname, exchange.status, exchange.response);
      const answer = await emulator.fetch(toRequest(exchange, known));
      const text = await answer.text();
      expect(`${answer.status} ${answer.status === exchange.status ? "" : text}`.trim()).toBe(String(exchange.status));
      const streamed = answer.headers.get("content-type")?.startsWith("text/event-stream");
      if (streamed) {
        learn(exchange.events?.at(-1), parseEvents(text).at(-1), known);
      } else if (answer.headers.get("content-type") === "application/json") {
        const ours = JSON.parse(text) as unknown;
        learn(exchange.response, ours, known);
        expect(missing(exchange.response, ours).filter((field) => !LEFT_OUT.test(field))).toEqual([]);
      }
    }
  });

  const streams = files.filter((file) => recording(file).some((exchange) => exchange.events));
  it.each(streams)("%s: events come in the recorded order, with the recorded fields", async (file) => {
    const emulator = createEmulator({ backgroundDelay: 0 });
    const known: Known = new Map();
    let compared = 0;
    for (const exchange of recording(file)) {
      await prepare(emulator, exchange, known);
      const script = scriptOf(exchange);
      emulator.script(() => translate(script, known));
      const answer = await emulator.fetch(toRequest(exchange, known));
      const text = await answer.text();
      if (!exchange.events) {
        if (answer.headers.get("content-type") === "application/json")
          learn(exchange.response, JSON.parse(text), known);
        continue;
      }
      const ours = parseEvents(text);
      expect(order(ours)).toEqual(order(exchange.events));
      for (const recorded of exchange.events) {
        const same = ours.find((event) => kindOf(event) === kindOf(recorded));
        expect(missing(recorded, same).filter((field) => !LEFT_OUT.test(field.replace(".response", "")))).toEqual([]);
      }
      expect(ours.map((event) => event["sequence_number"])).toEqual(
        ours.map((_event, index) => Number(ours[0]!["sequence_number"]) + index),
      );
      learn(exchange.events.at(-1), ours.at(-1), known);
      compared += 1;
    }
    expect(compared, path.basename(file)).toBeGreaterThan(0);
  });
});
