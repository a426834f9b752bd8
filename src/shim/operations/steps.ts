import { param, type Call, type Operation } from "../call.js";
import { noStep } from "../errors.js";
import type { JsonObject } from "../json.js";
import { wantsContent } from "../mapping/include.js";
import { cut, listOf, pageQuery } from "../paging.js";
import { findRun, responseOf } from "../runs/find.js";
import { observe } from "../runs/observe.js";
import { isOver, lastError, statusOf, usageOf, type Status } from "../show/run.js";
import {
  drawnImages,
  isAnswered,
  showStep,
  stepsIn,
  timesOf,
  withoutContent,
  type StepItems,
  type StepStatus,
} from "../show/step.js";
import type { Link, RunRecord } from "../state/records.js";

/** `GET /threads/{thread_id}/runs/{run_id}/steps` */
export const listSteps: Operation = async (call) => {
  const query = pageQuery(call);
  const { rows, more } = cut(await stepsOf(call), query, (step) => String(step.id));
  return listOf(rows, more);
};

/** `GET /threads/{thread_id}/runs/{run_id}/steps/{step_id}` */
export const retrieveStep: Operation = async (call) => {
  const id = param(call, "step_id");
  const step = (await stepsOf(call)).find((candidate) => candidate.id === id);
  if (!step) throw noStep(id);
  return step;
};

/** All steps of the run in the path, oldest first, with as much of search results as was asked for. */
async function stepsOf(call: Call): Promise<readonly JsonObject[]> {
  const found = await findRun(call);
  const responses = await Promise.all(found.links.map((link) => responseOf(call, found, link.id)));
  const run = await observe(call, found, responses.at(-1)!);
  const status = statusOf(run, responses.at(-1)!);
  const steps = responses.flatMap((response, index) => stepsOfLink(call, run, run.links[index]!, response, status));
  return wantsContent(call) ? steps : steps.map(withoutContent);
}

function stepsOfLink(
  call: Call,
  run: RunRecord,
  link: Link,
  response: JsonObject,
  runStatus: Status,
): readonly JsonObject[] {
  const steps = stepsIn(response.output, call.surface);
  const images = drawnImages(response.output);
  return steps.map((step, index) => {
    const status = stepStatus(step, link, runStatus);
    // What each step used is not known; the last one of a response shows what the response used.
    const usage = index === steps.length - 1 && status === "completed" ? usageOf(link.usage) : null;
    const facts = { run, ids: call.shim.ids, status, ...timesOf(response), answers: link.answers, images, usage };
    const shown = showStep(step, facts);
    return status === "failed" ? { ...shown, last_error: lastError(run, response) } : shown;
  });
}

function stepStatus(step: StepItems, link: Link, run: Status): StepStatus {
  const [first] = step.items;
  if (first?.status === "failed") return "failed";
  const isOpen = first?.type === "function_call" ? !isAnswered(step, link.answers ?? {}) : isAtWork(first);
  if (!isOpen) return "completed";
  if (!isOver(run) || run === "completed") return "in_progress";
  return run === "incomplete" ? "completed" : (run as StepStatus);
}

function isAtWork(item: JsonObject | undefined): boolean {
  return ["in_progress", "searching", "interpreting", "calling"].includes(String(item?.status));
}
