import type { Operation } from "../../src/analysis/operation.js";
import { isWrittenOut } from "../code/writtenOut.js";
import type { Rewrite } from "../rewrite.js";
import { callsFunctions } from "../tools/autoCalls.js";

// The steps of a run whose calls are answered are the items of several responses. Each answer names the response that it answers in its
// metadata, where somebody asks for the steps, so that whoever has the last one finds the others.

/** The key of that metadata. The printed functions that read or write it (`outputOf`, `respondTraced`) know it, too. */
export const ANSWERED = "answers";

/** Whether the steps that an operation asks for may be those of several responses. */
export function areSpread(cx: Rewrite, steps: Operation): boolean {
  return linksOf(cx).spread.has(steps);
}

/** Whether the steps of the runs are asked for that an operation answers, or that it waits for while the SDK answers them. */
export function isTraced(cx: Rewrite, answer: Operation): boolean {
  return linksOf(cx).traced.has(answer);
}

interface Links {
  readonly spread: ReadonlySet<Operation>;
  readonly traced: ReadonlySet<Operation>;
}

function linksOf(cx: Rewrite): Links {
  const known = found.get(cx);
  if (known) return known;
  const spread = new Set<Operation>();
  const traced = new Set<Operation>();
  const asking = cx.flows.operations.filter((o) => o.id.startsWith("steps.") && cx.isActive(o));
  const answering = asking.length > 0 ? cx.flows.operations.filter((o) => cx.isActive(o) && answers(cx, o)) : [];
  for (const steps of asking) {
    // An id from out of sight may be that of any run.
    const about = isLoose(cx, steps)
      ? answering
      : answering.filter((o) => cx.flows.flowOf(o) === cx.flows.flowOf(steps));
    if (about.length > 0) spread.add(steps);
    for (const answer of about) traced.add(answer);
  }
  const links = { spread, traced };
  found.set(cx, links);
  return links;
}

const found = new WeakMap<Rewrite, Links>();

function isLoose(cx: Rewrite, { args }: Operation): boolean {
  const id = args.get("run_id")?.value;
  return id !== undefined && !isWrittenOut(cx, id) && !cx.values.results(id).some((v) => v.operation !== undefined);
}

function answers(cx: Rewrite, operation: Operation): boolean {
  return operation.id === "runs.submitToolOutputs" || (operation.id === "runs.create" && callsFunctions(cx, operation));
}
