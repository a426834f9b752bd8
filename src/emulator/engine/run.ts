import type { EventBody, StreamEvent } from "../events/event.js";
import { fold, type ResponseObject } from "../events/fold.js";
import { unfold, type Ending } from "../events/unfold.js";
import { ApiError } from "../http/errors.js";
import type { JsonObject } from "../json.js";
import type { Step } from "../script/step.js";
import { produce, type Workshop } from "./produce.js";
import { usage } from "./tokens.js";

/** One response to be carried out. */
export interface Run extends Workshop {
  /** Milliseconds a background response spends queued, and again in progress, before its model starts. */
  readonly backgroundDelay: number;
  /** Asks the model. */
  think(): Promise<readonly Step[]>;
  /** Called once when the outcome is settled, before the last event is sent: unlocks and stores. */
  settle(): void;
}

interface Terminal {
  status: "completed" | "incomplete" | "failed";
  error?: JsonObject;
  reason?: string;
  /** Whether an `error` event says so before the last one does. */
  aloud?: boolean;
}

/** Carries a response out: yields its numbered events while the record follows them. Closing it early cancels the response. */
export async function* run(job: Run): AsyncGenerator<StreamEvent> {
  const { live, turn } = job;
  const { record } = live;
  let sequence = 0;
  const number = (body: EventBody): StreamEvent => {
    fold(record, body);
    return { ...body, sequence_number: sequence++ };
  };
  const lifecycle = (name: string): StreamEvent => number({ type: `response.${name}`, response: snapshot(record) });
  let settled = false;
  const settle = (status: string): void => {
    if (settled) return;
    settled = true;
    record.status = status;
    turn.status = status;
    turn.output = record.output;
    turn.error = (record["error"] ?? null) as JsonObject | null;
    job.settle();
  };
  try {
    yield lifecycle("created");
    if (live.background) {
      yield lifecycle("queued");
      await sleep(job.backgroundDelay, live.stopped);
      if (live.stopped.aborted) return;
      record.status = "in_progress";
      yield lifecycle("in_progress");
      await sleep(job.backgroundDelay, live.stopped);
    } else {
      yield lifecycle("in_progress");
    }
    const end: Terminal = { status: "completed" };
    for await (const body of carryOut(job, end)) {
      if (live.stopped.aborted) return;
      yield number(body);
    }
    if (live.stopped.aborted) return;
    finish(job, end);
    settle(end.status);
    if (end.aloud) yield number(errorEvent(end.error));
    yield number({ type: `response.${end.status}`, response: snapshot(record) });
  } finally {
    settle("cancelled");
  }
}

/** The steps of the model as events; `end` learns how they ended. */
async function* carryOut(job: Run, end: Terminal): AsyncGenerator<EventBody> {
  const { live } = job;
  try {
    const steps = await Promise.race([job.think(), untilStopped(live.stopped)]);
    for (const [index, step] of steps.entries()) {
      if ("delay" in step) {
        await sleep(step.delay, live.stopped);
      } else if ("incomplete" in step) {
        Object.assign(end, { status: "incomplete", reason: step.incomplete });
        return;
      } else if ("failed" in step) {
        fail(end, step.failed.code ?? "server_error", step.failed.message);
        return;
      } else if ("error" in step) {
        fail(end, step.error.code ?? "server_error", step.error.message);
        end.aloud = true;
        return;
      } else if ("http_error" in step) {
        fail(end, "server_error", step.http_error.message);
        return;
      } else {
        const item = produce(step, job);
        if (item) yield* unfold(item, live.record.output.length, endingBefore(steps[index + 1]), job.offsets);
      }
      if (live.stopped.aborted) return;
    }
  } catch (error) {
    // A model in code, or a step that cannot be carried out, fails the response as a failing model does.
    const message = error instanceof Error ? error.message : String(error);
    fail(end, error instanceof ApiError && error.status < 500 ? "invalid_prompt" : "server_error", message);
  }
}

function endingBefore(next: Step | undefined): Ending {
  if (next !== undefined && "incomplete" in next) return "incomplete";
  return next !== undefined && ("failed" in next || "error" in next) ? "open" : "completed";
}

function fail(end: Terminal, code: string, message: string): void {
  Object.assign(end, { status: "failed", error: { code, message } });
}

/** The event that tells of an error: flat as it is described, and nested as it was seen. */
function errorEvent({ code = null, message = null }: JsonObject = {}): EventBody {
  return { type: "error", code, message, param: null, error: { type: code, code, message, param: null } };
}

/** What the last event says beside the output. */
function finish({ live, turn, state }: Run, end: Terminal): void {
  const { record } = live;
  record.status = end.status;
  if (end.status === "completed") record["completed_at"] = state.clock.now();
  if (end.reason !== undefined) record["incomplete_details"] = { reason: end.reason };
  if (end.error) record["error"] = end.error;
  if (end.status !== "failed") record["usage"] = usage(turn.instructions, turn.input, record.output);
}

/** The response as it stands; later events do not change it. */
function snapshot(record: ResponseObject): ResponseObject {
  return { ...record, output: [...record.output] };
}

/** No steps, as soon as the signal fires. */
function untilStopped(signal: AbortSignal): Promise<readonly Step[]> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve([]);
    else signal.addEventListener("abort", () => resolve([]), { once: true });
  });
}

/** Waits, or stops waiting when the signal fires. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 0 || signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}
