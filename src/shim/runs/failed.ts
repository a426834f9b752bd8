import type { Call } from "../call.js";
import { ClassicError, isUnreachable } from "../errors.js";
import type { JsonObject } from "../json.js";
import type { Reply } from "../reply.js";
import { showRun } from "../show/run.js";
import type { Ended, RunRecord } from "../state/records.js";
import { tellEnd, type Beginning } from "../stream/run.js";
import type { Plan } from "./plan.js";

/** Whether a refusal of the service is to be answered as a run that failed. An upstream that cannot be reached is no run. */
export function failsRun(call: Call, error: unknown): error is ClassicError {
  if (!call.shim.options.faithful || !(error instanceof ClassicError) || isUnreachable(error)) return false;
  return error.status === 429 || error.status >= 500;
}

/** How such a run ends. */
export function failure(call: Call, { status, message }: ClassicError): Ended {
  const code = status === 429 ? "rate_limit_exceeded" : "server_error";
  return { status: "failed", at: call.shim.now(), error: { code, message } };
}

/** A run that never had a response. */
export async function failedRun(call: Call, plan: Plan, conversation: string, error: ClassicError): Promise<RunRecord> {
  const id = `resp_${crypto.randomUUID().replaceAll("-", "")}`;
  const { state } = call.shim;
  const created = call.shim.now();
  const run: RunRecord = { ...plan, id, conversation, created, links: [], ended: failure(call, error) };
  await state.begin(run);
  await state.finish(run);
  return run;
}

/** The answer to the request that the run was asked for with. */
export function tellFailure(call: Call, run: RunRecord, beginning: Beginning): JsonObject | Reply {
  return call.body.stream === true ? tellEnd(call, run, beginning) : showRun(run, {}, call.shim.ids);
}
