import { afterEach, expect } from "vitest";
import type { Emulator } from "../../src/emulator/index.js";
import { Answers } from "./answers.js";
import { HAVE_SPECS } from "./spec.js";

let answers: Answers | undefined;

/** What came over the wire, and what was wrong with it. */
export const wire = {
  problems: [] as string[],
  answers: 0,
  /** How often each type of event came. */
  events: new Map<string, number>(),
  /** Deviations that the service itself was seen to make; for one test. */
  allowed: new Set<string>(),
};

/** Every test that imports this file fails when an answer or event of one of its emulators does not validate. */
afterEach(() => {
  wire.allowed.clear();
  expect(wire.problems.splice(0), "answers that do not fit the API descriptions").toEqual([]);
});

/** A recorded answer: what is wrong with it may be wrong with the emulator's answer of the same test as well. */
export function allowAsRecorded(method: string, pathname: string, status: number, body: unknown): void {
  answers ??= new Answers();
  for (const problem of answers.json(method, pathname, status, body)) wire.allowed.add(problem);
}

/** Watches what an emulator answers, on its port as well, where the API descriptions are present. */
export function watched(emulator: Emulator): Emulator {
  if (!HAVE_SPECS) return emulator;
  answers ??= new Answers();
  const check = answers;
  const { fetch, fault } = emulator;
  // Such faults send one event on purpose that is no JSON.
  let malformed = 0;
  emulator.fault = (settings) => {
    if (settings.kind === "malformed") malformed += settings.times ?? 1;
    fault(settings);
  };
  emulator.fetch = async (request) => {
    const response = await fetch(request);
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/__emulator/")) return response;
    const where = `${request.method} ${pathname}`;
    const note = (what: string, problems: readonly string[]) => {
      const open = problems.filter((problem) => !wire.allowed.has(problem));
      if (open.length > 0) wire.problems.push(`${what}: ${open.slice(0, 20).join(" | ")}`);
    };
    const type = response.headers.get("content-type") ?? "";
    if (type.startsWith("text/event-stream")) {
      return passedOn(response, (text) => {
        const event = parsed(text);
        if (event === undefined) {
          if (malformed-- <= 0) note(`${where} event`, [`is no event: ${text}`]);
          return;
        }
        wire.events.set(event.type, (wire.events.get(event.type) ?? 0) + 1);
        note(`${where} event ${event.type}`, check.event(event));
      });
    }
    if (type.startsWith("application/json")) {
      wire.answers += 1;
      note(
        `${where} ${response.status}`,
        check.json(request.method, pathname, response.status, await response.clone().json()),
      );
    }
    return response;
  };
  return emulator;
}

/** The framing that every client accepts: an `event` line, one `data` line, a blank line; the name is the event's type. */
function parsed(text: string): { type: string } | undefined {
  const [, name, data = ""] = /^event: (.+)\ndata: (.+)\n\n$/.exec(text) ?? [];
  try {
    const event = JSON.parse(data) as { type: string };
    return event.type === name ? event : undefined;
  } catch {
    return undefined;
  }
}

/** The same response; each chunk of its body (one event) is looked at as it passes. */
function passedOn(response: Response, look: (chunk: string) => void): Response {
  const reader = response.body!.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await reader.read();
        if (done) return controller.close();
        look(new TextDecoder().decode(value));
        controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}
