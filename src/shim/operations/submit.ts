import { type Call, type Operation } from "../call.js";
import { badRequest, outputsNotAccepted, runWhileActive } from "../errors.js";
import { objectsOf, textOf, type JsonObject } from "../json.js";
import { toCurrent } from "../mapping/request.js";
import type { ClassicEvent, Reply } from "../reply.js";
import { refusal } from "../runs/active.js";
import { addItems } from "../runs/calls.js";
import { failsRun, failure, tellFailure } from "../runs/failed.js";
import { onceAmongAll, type Asked } from "../runs/again.js";
import { findRun, latestOf, recover } from "../runs/find.js";
import { end, observe } from "../runs/observe.js";
import { once } from "../runs/once.js";
import { responseRequest } from "../runs/plan.js";
import { inBackground } from "../runs/respond.js";
import { retrieveRun } from "./runs.js";
import { openCalls, showRun, statusOf, usageOf } from "../show/run.js";
import { showStep, stepsIn, timesOf } from "../show/step.js";
import type { RunRecord } from "../state/records.js";
import { openStream, streamRun } from "../stream/run.js";

/** `POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs`: a new response, but the run keeps its id. */
export const submitToolOutputs: Operation = async (call) => {
  const { id, conversation, links } = await findRun(call);
  const asked: Asked = {
    thing: id,
    // One after the other: a second submission of the same outputs must find the run at work.
    work: () => submit(call),
    again: () => retrieveRun(call),
    lost: async () => {
      const found = call.upstream.foundry ? await recover(call, conversation, id) : undefined;
      return found && found.links.length > links.length ? id : undefined;
    },
  };
  return once(call, `outputs of ${id}`, () => onceAmongAll(call, asked));
};

async function submit(call: Call): Promise<JsonObject | Reply> {
  const found = await findRun(call);
  const response = await latestOf(call, found);
  const run = await observe(call, found, response);
  const status = statusOf(run, response);
  if (status !== "requires_action") throw outputsNotAccepted(status);
  const { tool_outputs = null, tool_approvals = null } = call.body;
  const { input } = toCurrent("runs.submitToolOutputs", { tool_outputs, tool_approvals });
  const answers = checked(openCalls(response), objectsOf(input));
  const request = { ...responseRequest(run, run.conversation, call.shim.options), input: input! };
  const before = finishedStep(call, run, response, answers);
  try {
    if (call.body.stream === true) {
      const stream = await openStream(call, request);
      const next = await proceed(call, run, stream.response, answers);
      return streamRun(call, next, stream, { before, isNew: false });
    }
    const continued = await inBackground(call, request);
    const next = await proceed(call, run, continued, answers);
    return showRun(await observe(call, next, continued), continued, call.shim.ids);
  } catch (error) {
    if (!failsRun(call, error)) throw await refusal(call, run.conversation, error, runWhileActive);
    // The outputs are there, and nothing else would ever answer the calls.
    await addItems(call, run, objectsOf(input));
    const answered = await call.shim.state.changeRun(run, (now) => withAnswers(now, answers));
    const failed = await end(call, answered, failure(call, error));
    return tellFailure(call, failed, { before, isNew: false });
  }
}

/** The answers by call id. @throws ClassicError 400 unless exactly the open calls are answered */
function checked(calls: readonly JsonObject[], input: readonly JsonObject[]): Readonly<Record<string, string>> {
  const expected = calls.map((item) => textOf(item.call_id) ?? textOf(item.id)!);
  const given = input.map((item) => textOf(item.call_id) ?? textOf(item.approval_request_id)!);
  if (expected.some((id) => !given.includes(id)) || given.some((id) => !expected.includes(id))) {
    throw badRequest(
      `Expected tool outputs for call_ids ${JSON.stringify(expected)}, got ${JSON.stringify(given)}`,
      "tool_outputs",
    );
  }
  const outputs = input.filter((item) => item.type === "function_call_output");
  return Object.fromEntries(outputs.map((item) => [textOf(item.call_id)!, textOf(item.output) ?? ""]));
}

/** The run with one more response. */
async function proceed(
  call: Call,
  run: RunRecord,
  response: JsonObject,
  answers: Readonly<Record<string, string>>,
): Promise<RunRecord> {
  return call.shim.state.changeRun(run, (now) => {
    const answered = withAnswers(now, answers);
    return { ...answered, links: [...answered.links, { id: textOf(response.id)! }] };
  });
}

function withAnswers(run: RunRecord, answers: Readonly<Record<string, string>>): RunRecord {
  return { ...run, links: [...run.links.slice(0, -1), { ...run.links.at(-1)!, answers }] };
}

/** The step of the function calls ends with their outputs; where the model went on to something else, it ended before. */
function finishedStep(
  call: Call,
  run: RunRecord,
  response: JsonObject,
  answers: Readonly<Record<string, string>>,
): readonly ClassicEvent[] {
  const step = stepsIn(response.output, call.surface).at(-1);
  if (step?.items[0]?.type !== "function_call") return [];
  const { ids, now } = call.shim;
  const usage = usageOf(run.links.at(-1)?.usage);
  const facts = {
    run,
    ids,
    status: "completed" as const,
    created: timesOf(response).created,
    at: now(),
    answers,
    usage,
  };
  return [{ event: "thread.run.step.completed", data: showStep(step, facts) }];
}
