import type { Operation } from "../../src/analysis/operation.js";
import type { Call, Statement } from "../../src/languages/tree.js";
import { enclosing, walkOwn } from "../../src/languages/walk.js";
import { isHarmless, placeInList, runsWithStatement } from "../code/between.js";
import { awaited } from "../code/emit.js";
import { variableOf } from "../code/locals.js";
import type { Rewrite } from "../rewrite.js";
import { waitingCall } from "./waitCalls.js";
import { WaitReading, type Wait } from "./waitReading.js";

/** The code that only waits for a run, at every place where the run is made. Undefined when there is none, or when it does more. */
export function findWaits(cx: Rewrite, run: Operation): readonly Wait[] | undefined {
  if (run.spec.mode !== "start" || run.args.has("stream")) return undefined;
  const waits = sitesOf(cx, run).map((site) => findWait(cx, run, site));
  return waits.every((wait) => wait !== undefined) ? waits : undefined;
}

/** Where a run comes from, for the code that uses it: its own call, or all calls of a function of the program that returns it. */
function sitesOf(cx: Rewrite, { call }: Operation): readonly Call[] {
  const value = awaited(call);
  const fn = value.parent?.kind === "Return" ? enclosing(value, "Function") : undefined;
  const { calls, open } = fn && !fn.generator ? cx.values.callers(fn) : { calls: [], open: true };
  const isOnly = !open && calls.length > 0 && cx.values.returns(fn!).length === 1;
  return isOnly ? calls : [call];
}

function findWait(cx: Rewrite, run: Operation, site: Call): Wait | undefined {
  const place = placeInList(site);
  const variable = variableOf(cx, site);
  if (!place || !variable || !runsWithStatement(site, place.statement)) return undefined;
  const { statements } = place.list;
  for (let i = place.index + 1; i < statements.length; i++) {
    const statement = statements[i]!;
    const call = statement.kind === "Loop" ? undefined : waitingCall(cx, statement);
    if (statement.kind !== "Loop" && !call && !isQuiet(cx, statement)) return undefined;
    if (statement.kind !== "Loop" && !call) continue;
    const region = { before: statements.slice(place.index + 1, i), statement, call, next: statements[i + 1] };
    const wait = new WaitReading(cx, run, site, variable, region).read();
    // A question without waiting may stand before the loop.
    if (wait || statement.kind === "Loop") return wait;
  }
  return undefined;
}

/** A statement that may stand between a run and the code that waits for it: the rest is seen when it is played through. */
function isQuiet(cx: Rewrite, statement: Statement): boolean {
  if (!["ExpressionStatement", "Declaration", "If", "Import"].includes(statement.kind)) return false;
  for (const node of walkOwn(statement)) if (node.kind === "Call" && !isHarmless(cx, node)) return false;
  return true;
}
