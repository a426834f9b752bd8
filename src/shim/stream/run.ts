import type { Call } from "../call.js";
import { ClassicError } from "../errors.js";
import { objectOf, textOf, type JsonObject } from "../json.js";
import { wantsContent } from "../mapping/include.js";
import type { ClassicEvent, Reply } from "../reply.js";
import { end as endRun, leavePointer, observe } from "../runs/observe.js";
import type { Streaming } from "../runs/running.js";
import type { RunRecord } from "../state/records.js";
import { readEvents } from "./read.js";
import { Translator } from "./translator.js";

/** A stream of the upstream whose response has begun. */
export interface OpenStream {
  /** The response as its first event shows it. */
  readonly response: JsonObject;
  readonly events: AsyncGenerator<JsonObject>;
  /** Ends it. */
  stop(): Promise<void>;
}

/**
 * Asks for a streamed response and waits until it has begun: what is refused before that is an HTTP error, as it was.
 * @throws ClassicError
 */
export async function openStream(call: Call, body: JsonObject): Promise<OpenStream> {
  const asked = { ...body, stream: true, stream_options: { include_obfuscation: false } };
  const answer = await call.upstream.respond(asked, call.request.signal);
  if (!answer.body) throw new ClassicError(502, "The upstream answered a streamed request without a stream.");
  const { events, stop } = readEvents(answer.body);
  const first = await events.next();
  const event: JsonObject = first.done ? {} : first.value;
  if (event.type !== "response.created") {
    await stop();
    throw new ClassicError(502, errorOf(event).message ?? "The upstream's stream ended before its response began.");
  }
  return { response: objectOf(event.response), events, stop };
}

/** How often a process looks whether it should stop. */
const LOOK_MS = 500;

/** How the stream of a run begins. */
export interface Beginning {
  /** Events before those of the run: the thread that was made with it, or the step whose outputs were submitted. */
  readonly before: readonly ClassicEvent[];
  /** Whether the run is new, and not one that goes on after its tool outputs. */
  readonly isNew: boolean;
}

/** The answer to a request that runs something with `stream: true`. */
export function streamRun(call: Call, run: RunRecord, stream: OpenStream, beginning: Beginning): Reply {
  const { streaming, end } = call.shim.running.add(run.id, stream.stop);
  const unwatch = watch(call, run, streaming);
  const ended = () => {
    end();
    unwatch();
  };
  const events = closing(tell(call, run, stream, beginning, streaming), ended);
  /** A reader that leaves before the run is over ends the run. */
  const gone = async () => {
    streaming.cancelled = true;
    await stream.stop();
    if (!streaming.over)
      await leavePointer(call, await endRun(call, run, { status: "cancelled", at: call.shim.now() }));
    ended();
  };
  return { kind: "events", events, gone };
}

/** Looks whether another process was asked to cancel the run; where processes share a store. */
function watch(call: Call, run: RunRecord, streaming: Streaming): () => void {
  const { state } = call.shim;
  if (!state.isShared) return () => undefined;
  const look = async () => {
    if (streaming.cancelled || !(await state.isAskedToCancel(run.id))) return;
    streaming.cancelled = true;
    await streaming.stop();
  };
  // A look that fails is followed by another.
  const looking = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  return () => clearInterval(looking);
}

/** The same for a run that has ended without a response. */
export function tellEnd(call: Call, run: RunRecord, { before, isNew }: Beginning): Reply {
  const translator = new Translator({
    run,
    ids: call.shim.ids,
    surface: call.surface,
    now: call.shim.now(),
    withContent: false,
  });
  async function* events(): AsyncGenerator<ClassicEvent> {
    yield* before;
    yield* translator.begin({}, isNew);
    yield* translator.take({ type: "response.in_progress" });
    yield* translator.finish({});
  }
  return { kind: "events", events: events(), gone: async () => undefined };
}

async function* closing(events: AsyncGenerator<ClassicEvent>, ended: () => void): AsyncGenerator<ClassicEvent> {
  try {
    yield* events;
  } finally {
    ended();
  }
}

async function* tell(
  call: Call,
  begun: RunRecord,
  stream: OpenStream,
  { before, isNew }: Beginning,
  streaming: Streaming,
): AsyncGenerator<ClassicEvent> {
  const { ids, now } = call.shim;
  const withContent = wantsContent(call);
  const translator = new Translator({ run: begun, ids, surface: call.surface, now: now(), withContent });
  let { response } = stream;
  yield* before;
  yield* translator.begin(response, isNew);
  for await (const event of untilCut(stream.events)) {
    if (event.response !== undefined) response = objectOf(event.response);
    if (!isLast(event)) {
      yield* translator.take(event);
      continue;
    }
    streaming.over = true;
    if (event.type === "error") response = { ...response, status: "failed", error: errorOf(event) };
    const run = await observe(call, begun, response);
    translator.run = run;
    yield* translator.finish(response);
    await leavePointer(call, run);
    return;
  }
  // The upstream's stream ended without saying how.
  streaming.over = true;
  const { cancelled } = streaming;
  const error = { code: "server_error", message: "The stream of the response was cut off." };
  const status = cancelled ? "cancelled" : "failed";
  const run = await endRun(call, begun, { status, at: now(), ...(!cancelled && { error }) });
  translator.run = run;
  yield* translator.finish(response);
  await leavePointer(call, run);
}

function isLast({ type }: JsonObject): boolean {
  return ["response.completed", "response.incomplete", "response.failed", "error"].includes(textOf(type) ?? "");
}

/** The events, until there are no more or the connection breaks. */
async function* untilCut(events: AsyncGenerator<JsonObject>): AsyncGenerator<JsonObject> {
  try {
    yield* events;
  } catch {
    // A stream that breaks off ends here; how the run ends is the caller's to say.
  }
}

/** The error of an `error` event, flat or nested. */
function errorOf(event: JsonObject): { readonly code?: string; readonly message?: string } {
  const error = typeof event.error === "object" ? objectOf(event.error) : event;
  return { code: textOf(error.code) ?? "server_error", message: textOf(error.message) };
}
