import type { Flow } from "../../src/analysis/flows.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { Block, Expression, Node, Switch } from "../../src/languages/tree.js";
import { enclosing, walk, walkOwn } from "../../src/languages/walk.js";
import { mayBeUpdated } from "../agents/agents.js";
import { isHarmless } from "../code/between.js";
import { Holes, isHole } from "../code/json.js";
import type { Rewrite } from "../rewrite.js";
import { holds } from "../code/spans.js";
import { printedBy } from "../code/printed.js";
import { listLiteral, wordOf } from "../runs/status.js";
import { lookUpOf } from "../runs/wordUses.js";

// Programs that never answer calls, but throw, warn or return where a run wants answers: there the branch asks for calls now. A test that
// only waits on must not: a response that wants answers is completed and stays so, and the loop would never end.

/** Whether a status is used where calls matter though the flow answers none: branches ask for them, and the use does not only wait. */
export function looksForCalls(cx: Rewrite, flow: Flow, use: Expression, values: readonly ResultValue[]): boolean {
  const asking = askingIn(cx, flow);
  if (asking.length === 0) return false;
  const asked = askedBy(cx, use, values);
  if (!asked) return true;
  if (waits(cx, asked)) return false;
  const loop = enclosing(use, "Loop");
  // A loop that is left when the run is completed, and in which nobody asks for calls, ends when there are some, too.
  return !loop || asked.own.includes(WANTED) || asking.some((test) => holds(loop, test));
}

/** Whether branches of a flow ask for calls. */
export function asksForCalls(cx: Rewrite, flow: Flow): boolean {
  return askingIn(cx, flow).length > 0;
}

/** Whether a status is tested for being that of a run that wants answers. */
export function asksWhetherWanted(cx: Rewrite, use: Expression, values: readonly ResultValue[]): boolean {
  return askedBy(cx, use, values)?.own.includes(WANTED) ?? false;
}

const WANTED = "requires_action";
const ON_THE_WAY = ["queued", "in_progress"];

/** A comparison of a status: with which words, and which others stand beside it in the same condition. */
interface Asked {
  /** The whole condition, or the switch. */
  readonly test: Expression | Switch;
  readonly own: readonly string[];
  readonly all: readonly string[];
}

const known = new WeakMap<Flow, readonly Node[]>();

/** The tests of a flow that ask whether a run wants answers, and do not only wait. */
function askingIn(cx: Rewrite, flow: Flow): readonly Node[] {
  const found = known.get(flow);
  if (found) return found;
  const asking = cx.flows.usesOf(...flow.operations).flatMap((use) => {
    const values = cx.values
      .results(use)
      .filter((v) => v.type === "enum(RunStatus)" && v.operation && cx.flows.flowOf(v.operation) === flow);
    const asked = values.length > 0 ? askedBy(cx, use, values) : undefined;
    return asked?.own.includes(WANTED) && !waits(cx, asked) ? [asked.test] : [];
  });
  const result = asking.length > 0 && mayCall(cx, flow) ? asking : [];
  known.set(flow, result);
  return result;
}

function askedBy(cx: Rewrite, use: Expression, values: readonly ResultValue[]): Asked | undefined {
  const wordsIn = (node: Node): readonly string[] =>
    [...walk(node)].flatMap((inner) => {
      if (inner.kind === "Name" && listLiteral(cx, inner)) return wordsIn(listLiteral(cx, inner)!);
      const isWord = inner.kind === "StringLiteral" || inner.kind === "Member" || inner.kind === "Name";
      return (isWord && wordOf(cx, inner, values)) || [];
    });
  const at = outOf(use, (up, below) => up.kind === "Wrap" && up.value === below);
  const { parent } = at;
  if (parent?.kind === "Switch" && parent.subject === at) {
    const own = parent.cases.flatMap(({ tests }) => tests.flatMap(wordsIn));
    return { test: parent, own, all: own };
  }
  const lookUp = lookUpOf(cx, use, values);
  if (lookUp) {
    const own = printedBy(cx, lookUp.node) ? [] : (lookUp.words ?? []);
    return { test: lookUp.node, own, all: own.filter((word) => !ON_THE_WAY.includes(word)) };
  }
  const call = parent?.kind === "Argument" && parent.parent?.kind === "Call" ? parent.parent : undefined;
  const isLookUp = call?.callee.kind === "Member" && call.callee.property === "includes";
  const compared = isLookUp ? call : parent;
  if (compared?.kind !== "Call" && compared?.kind !== "Binary") return undefined;
  if (compared.kind === "Binary" && !["==", "!=", "in", "not in"].includes(compared.operator)) return undefined;
  const test = outOf(
    compared,
    (up) => up.kind === "Wrap" || up.kind === "Unary" || (up.kind === "Binary" && ["and", "or"].includes(up.operator)),
  );
  return { test, own: wordsIn(compared), all: wordsIn(test) };
}

function outOf(e: Expression, goes: (up: Expression, below: Expression) => boolean): Expression {
  let at = e;
  while (at.parent && goes(at.parent as Expression, at)) at = at.parent as Expression;
  return at;
}

/** Whether a test says how long to wait: the condition of a loop, or a branch in one that only goes on. */
function waits(cx: Rewrite, { test, all }: Asked): boolean {
  const { parent } = test;
  const inLoop = enclosing(test, "Loop") !== undefined;
  if (test.kind === "Switch") return inLoop && waitsInCase(cx, test);
  if (parent?.kind === "Loop" && parent.test === test) return true;
  const isBranch = parent?.kind === "If" && parent.test === test;
  if (all.some((word) => ON_THE_WAY.includes(word)) && (inLoop || !isBranch)) return true;
  return inLoop && isBranch && all.includes(WANTED) && isIdle(cx, parent.then, ["pass", "continue"]);
}

/** Whether the case of runs that want answers does nothing, or what it does while they are on their way. */
function waitsInCase(cx: Rewrite, { cases }: Switch): boolean {
  const index = cases.findIndex(({ tests }) => tests.some((t) => t.kind === "StringLiteral" && t.value === WANTED));
  const branch = cases.slice(Math.max(index, 0)).find(({ body }) => body.statements.length > 0);
  return index >= 0 && branch !== undefined && isIdle(cx, branch.body, ["pass", "continue", "break"]);
}

function isIdle(cx: Rewrite, { statements }: Block, jumps: readonly string[]): boolean {
  return statements.every((statement) => {
    if (statement.kind === "Jump") return jumps.includes(statement.flavor);
    if (statement.kind !== "ExpressionStatement") return false;
    const nodes = [...walkOwn(statement)];
    if (nodes.some(({ kind }) => kind === "Assign")) return false;
    return nodes.every((node) => node.kind !== "Call" || isHarmless(cx, node));
  });
}

/** Whether a run of the flow can want answers: not where every agent is created in sight, with tools that the service runs itself. */
function mayCall(cx: Rewrite, { operations }: Flow): boolean {
  const runs = operations.filter((o) => o.args.has("assistant_id") && !o.id.startsWith("assistants."));
  return runs.length === 0 || runs.some((run) => hasCalls(cx, run) || agentMayCall(cx, run));
}

function agentMayCall(cx: Rewrite, run: Operation): boolean {
  const values = cx.values.of(run.args.get("assistant_id")!.value);
  return (
    values.length === 0 ||
    values.some((v) => {
      const created = v.kind === "result" && v.type === "id(assistant)" ? v.operation : undefined;
      return created?.id !== "assistants.create" || mayBeUpdated(cx, created) || hasCalls(cx, created);
    })
  );
}

/** Whether functions, or servers that want approvals, may be among the tools that an operation is given. */
function hasCalls(cx: Rewrite, operation: Operation): boolean {
  if (operation.args.has("toolset")) return true;
  const tools = operation.args.get("tools")?.value;
  if (!tools || tools.kind === "NullLiteral") return false;
  const json = new Holes(cx, operation).read(tools, "tools");
  if (!Array.isArray(json)) return true;
  return json.some((tool: unknown) => {
    if (typeof tool !== "object" || tool === null) return true;
    const type: unknown = "type" in tool ? tool.type : undefined;
    return typeof type !== "string" || isHole(type) || type === "function" || type === "mcp";
  });
}
