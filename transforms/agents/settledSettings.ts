import { listAt } from "../../src/languages/listAt.js";
import type { Flows } from "../../src/analysis/flows.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Expression } from "../../src/languages/tree.js";
import type { Json } from "../../src/protocol/types.js";
import { isInCode } from "./configuration.js";
import type { Holes } from "../code/json.js";
import { mcpByRuns } from "./mcpByRuns.js";
import { overrides as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { isVisibleAt } from "../leaving/visible.js";

/** Settings of a run that a definition has under the same name. */
const SETTINGS = ["model", "instructions", "temperature", "top_p"] as const;

/**
 * The settings of a run that never vary: every run of its agent brings the same literal, and one call of the program makes that agent.
 * They stand in the definition, so the run does not bring them.
 */
export function settledSettings(cx: Rewrite, run: Operation): readonly string[] {
  const maker = onlyMaker(cx, run);
  if (!maker) return [];
  const own = SETTINGS.filter((field) => run.args.has(field) && settled(cx, maker, field) !== undefined);
  return run.args.has("tool_resources") && mcpByRuns(cx, maker) ? [...own, "tool_resources"] : own;
}

/**
 * Settings of a run that the call of its response does without: those that never vary, which the definition has, and
 * `parallel_tool_calls`, which neither may have; `inline`: it is sent without a reference to its agent.
 */
export function settingsLeftOut(cx: Rewrite, run: Operation, inline = false): readonly string[] {
  // What is configuration in the code is sent with the run, and so is what the run brings, beside what is said of its tools.
  if (isInCode(cx, run)) return settledSettings(cx, run).filter((field) => field === "tool_resources");
  if (inline) return settledSettings(cx, run);
  const parallel = run.args.get("parallel_tool_calls")?.value;
  if (!parallel) return settledSettings(cx, run);
  if (parallel.kind !== "BooleanLiteral" || !parallel.value)
    cx.find(
      parallel,
      rule,
      "warning",
      "`parallel_tool_calls` is left out: it cannot be sent next to an agent, and a definition has no such field, so one response may ask for several calls at once.",
      "Answer every call that a response asks for; where calls must come one by one, say so in the agent's instructions.",
    );
  return [...settledSettings(cx, run), "parallel_tool_calls"];
}

/** What runs that never vary put into the definition of an agent, in place of what it is made with. */
export function settledByRuns(cx: Rewrite, maker: Operation, holes: Holes): Readonly<Record<string, Json>> {
  const fields: Record<string, Json> = {};
  for (const field of SETTINGS) {
    const value = settled(cx, maker, field);
    if (!value) continue;
    fields[field] = holes.carried(value);
    cx.find(
      value,
      rule,
      "warning",
      `\`${field}\` of the run stands in the agent's definition now, in place of what the agent was made with: every run of it in this program brought the same.`,
      "Other programs that use this agent get it too: give them an agent of their own where that is not wanted.",
    );
  }
  return fields;
}

function settled(cx: Rewrite, maker: Operation, field: string): Expression | undefined {
  const inAttempt = known.get(cx) ?? new Map<Operation, Record<string, Expression | undefined>>();
  known.set(cx, inAttempt);
  const ofMaker = inAttempt.get(maker) ?? {};
  inAttempt.set(maker, ofMaker);
  if (!(field in ofMaker)) ofMaker[field] = sharedByRuns(cx, maker, field);
  return ofMaker[field];
}

/** Asked at each run of an agent. */
const known = new WeakMap<Rewrite, Map<Operation, Record<string, Expression | undefined>>>();

function sharedByRuns(cx: Rewrite, maker: Operation, field: string): Expression | undefined {
  const values = settledBy(cx, maker, field, isLiteral);
  const [first] = values ?? [];
  if (!first || !isVisibleAt(cx, first, maker.call)) return undefined;
  return values!.every((value) => textOf(value) === textOf(first)) ? first : undefined;
}

/** What all runs of an agent give for a setting, where every one of them gives something of that kind, and no other call changes the agent. */
export function settledBy(
  cx: Rewrite,
  maker: Operation,
  field: string,
  isKind: (value: Expression) => boolean,
): readonly Expression[] | undefined {
  if (!cx.isActive(maker) || maker.isOpen || isEverUpdated(cx, maker)) return undefined;
  const runs = runsByMaker(cx);
  const own = runs.get(maker) ?? [];
  // A run whose agent is not known may be one of this agent.
  if (own.length === 0 || runs.has(undefined)) return undefined;
  if (own.some((run) => !cx.isActive(run) || run.args.has("additional_instructions"))) return undefined;
  const values = own.map((run) => run.args.get(field)?.value);
  return values.every((value) => value !== undefined && isKind(value)) ? (values as readonly Expression[]) : undefined;
}

/** The runs of the program by the one call that makes their agent; undefined: those of which that is not known. */
function runsByMaker(cx: Rewrite): ReadonlyMap<Operation | undefined, readonly Operation[]> {
  const found = makers.get(cx.flows) ?? new Map<Operation | undefined, Operation[]>();
  if (makers.has(cx.flows)) return found;
  makers.set(cx.flows, found);
  for (const run of [...cx.flows.ofId("runs.create"), ...cx.flows.ofId("threads.createAndRun")]) {
    listAt(found, onlyMaker(cx, run)).push(run);
  }
  return found;
}

const makers = new WeakMap<Flows, Map<Operation | undefined, Operation[]>>();

/** Whether an update may be one of the agent, also in a later run of the program that has its id from somewhere. */
export function isEverUpdated(cx: Rewrite, maker: Operation): boolean {
  return cx.flows.ofId("assistants.update").some((operation) => {
    const id = operation.args.get("assistant_id")?.value;
    const makers = id ? cx.values.of(id).map((v) => (v.kind === "result" ? v.operation : undefined)) : [];
    return makers.length === 0 || makers.some((other) => other?.id !== "assistants.create" || other === maker);
  });
}

/** The one call that makes the agent of a run. */
export function onlyMaker(cx: Rewrite, run: Operation): Operation | undefined {
  const agent = run.args.get("assistant_id")?.value;
  const values = agent ? cx.values.of(agent) : [];
  const makers = new Set(values.map((v) => (v.kind === "result" ? v.operation : undefined)));
  const [maker] = makers;
  return makers.size === 1 && maker?.id === "assistants.create" ? maker : undefined;
}

function isLiteral({ kind }: Expression): boolean {
  return kind === "StringLiteral" || kind === "NumberLiteral";
}

function textOf({ tree, start, end }: Expression): string {
  return tree.text.slice(start, end);
}
