import type { Flow } from "../../src/analysis/flows.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Member, Node, Statement } from "../../src/languages/tree.js";
import { ancestors, walk, walkOwn } from "../../src/languages/walk.js";
import { toSnake } from "../../src/analysis/casing.js";
import { styleAt } from "../code/positions.js";
import type { Rewrite } from "../rewrite.js";
import { givesAnswers, isOlder } from "../runs/runLists.js";
import { asksForCalls, looksForCalls } from "./unansweredCalls.js";

/** Types of what is required of the caller, from the run's field down to its list of calls. */
export const REQUIRED = new Set(["RequiredAction", "SubmitToolOutputs", "SubmitToolApproval"]);

/**
 * Whether the flow answers calls, or looks at what is required: only then does it matter that a completed response can want answers.
 * `use` is a status: where no calls are answered, it matters for one that is not only waited by if some branch asks for calls.
 */
export function answersCalls(cx: Rewrite, values: readonly ResultValue[], use?: Expression): boolean {
  const operation = values.find((v) => v.operation)?.operation;
  if (operation === undefined) return true;
  // Each of the older ones has been answered since.
  if (values.some(isOlder) && givesAnswers(cx)) return false;
  const flow = cx.flows.flowOf(operation);
  return looksAtCalls(cx, flow) || (use !== undefined && looksForCalls(cx, flow, use, values));
}

/** Whether a flow that answers no calls has branches for runs that want answers. */
export function branchesOnCalls(cx: Rewrite, flow: Flow): boolean {
  return !looksAtCalls(cx, flow) && asksForCalls(cx, flow);
}

function looksAtCalls(cx: Rewrite, flow: Flow): boolean {
  const known = looking.get(flow);
  if (known !== undefined) return known;
  const looks =
    flow.operations.some((o) => o.id === "runs.submitToolOutputs") || reads(cx, flow, ({ type }) => REQUIRED.has(type));
  looking.set(flow, looks);
  return looks;
}

/** Asked at every test of a status. */
const looking = new WeakMap<Flow, boolean>();

function reads(cx: Rewrite, flow: Flow, wanted: (value: ResultValue) => boolean): boolean {
  const groups = cx.flows.groupsOf(...flow.operations);
  return groups.some(({ results }) => results.some((v) => wanted(v) && isOf(cx, flow, v)));
}

function isOf(cx: Rewrite, flow: Flow, value: ResultValue): boolean {
  return value.operation !== undefined && cx.flows.flowOf(value.operation) === flow;
}

/** Whether responses of the flow can be seen before they are finished: then they may have calls that are not whole yet. */
export function isPolled(cx: Rewrite, flow: Flow): boolean {
  return flow.operations.some((o) => o.id === "runs.retrieve" && cx.isActive(o) && !cx.improvements.isDropped(o));
}

/** Whether a response wants answers: it is completed, and calls are among its items. `owner` is the expression of the response. */
export function wantsAnswers(cx: Rewrite, operation: Operation, owner: Code, at: Node, isOptional = false): Code {
  const printer = cx.printer(at.tree);
  const asked = hasCalls(cx, operation, owner, at, isOptional);
  if (!isPolled(cx, cx.flows.flowOf(operation))) return asked;
  const style = styleAt(cx, at);
  const completed = printer.equals(printer.member(owner, "status", isOptional), printer.string("completed", style));
  return printer.and([completed, hasCalls(cx, operation, owner, at)]);
}

/** Whether calls are among the items of a response. */
export function hasCalls(cx: Rewrite, operation: Operation, owner: Code, at: Node, isOptional = false): Code {
  const printer = cx.printer(at.tree);
  const output = printer.member(owner, "output", isOptional);
  return printer.some(
    output,
    "item",
    printer.oneOf(printer.member("item", "type"), callTypes(cx, operation), styleAt(cx, at)),
  );
}

/** The items that want answers: function calls, and requests for approval where the flow gives any. */
function callTypes(cx: Rewrite, operation: Operation): readonly string[] {
  const flow = cx.flows.flowOf(operation);
  const approves =
    flow.operations.some((o) => o.args.has("tool_approvals")) ||
    reads(cx, flow, ({ type }) => type === "SubmitToolApproval");
  return approves ? ["function_call", "mcp_approval_request"] : ["function_call"];
}

/** The object whose member an expression is, through parentheses: `run` of `run.status`. */
export function ownerOf(e: Expression): Member | undefined {
  let at = e;
  while (at.kind === "Wrap") at = at.value;
  return at.kind === "Member" ? at : undefined;
}

/** The response behind `run.required_action.submit_tool_outputs`, and whether it may be missing. */
export function responseBehind(e: Expression): { readonly code: Code; readonly isOptional: boolean } {
  let at = e;
  for (;;) {
    while (at.kind === "Wrap") at = at.value;
    if (at.kind !== "Member" || !/^(required_action|submit_tool_(outputs|approval))$/.test(toSnake(at.property)))
      return { code: carry(at), isOptional: false };
    if (toSnake(at.property) === "required_action") {
      // The assertion that there is a run says nothing that the response needs.
      return { code: carry(at.object), isOptional: at.optional };
    }
    at = at.object;
  }
}

/** Whether a test holds for every response that wants answers, so that none does where it fails. */
export function coversCalls(cx: Rewrite, test: Expression): boolean {
  switch (test.kind) {
    case "Wrap":
      return coversCalls(cx, test.value);
    case "Binary":
      if (test.operator === "or") return coversCalls(cx, test.left) || coversCalls(cx, test.right);
      if (test.operator === "and") return coversCalls(cx, test.left) && coversCalls(cx, test.right);
      return test.operator !== "!=" && test.operator !== "not in" && testsForCalls(cx, test);
    case "Unary":
      return false;
    default:
      return testsForCalls(cx, test);
  }
}

function testsForCalls(cx: Rewrite, test: Node): boolean {
  for (const node of walk(test)) {
    if (node.kind === "StringLiteral" && node.value === "requires_action") return true;
    if (node.kind === "Member" && /^requires_?action$/i.test(node.property)) return true;
    if (node.kind === "Member" && cx.values.results(node).some((v) => REQUIRED.has(v.type))) return true;
  }
  return false;
}

/** Whether code runs only where no call waits for an answer: behind a test or a loop that has taken care of them. */
export function isAnswered(cx: Rewrite, node: Node): boolean {
  let at = node;
  for (const up of ancestors(node)) {
    if (up.kind === "Function") return false;
    const isBranch = up.kind === "If" || up.kind === "Conditional";
    if (isBranch && up.otherwise === at && coversCalls(cx, up.test)) return true;
    // A body runs again: what stands behind a loop's head says nothing of the next round.
    if (up.kind === "Loop") return false;
    if (up.kind === "Block" && beforeIn(cx, up.statements, at)) return true;
    at = up;
  }
  return false;
}

function beforeIn(cx: Rewrite, statements: readonly Statement[], node: Node): boolean {
  const index = statements.findIndex((s) => s.start <= node.start && node.end <= s.end);
  return statements.slice(0, index).some((s) => takesCare(cx, s));
}

function takesCare(cx: Rewrite, statement: Statement): boolean {
  if (statement.kind === "Loop")
    return statement.test !== undefined && coversCalls(cx, statement.test) && !jumpsOut(statement);
  if (statement.kind !== "If" || !coversCalls(cx, statement.test)) return false;
  const last = statement.then.statements.at(-1);
  return last?.kind === "Return" || last?.kind === "Throw" || (last?.kind === "Jump" && last.flavor !== "pass");
}

function jumpsOut(loop: Statement): boolean {
  for (const node of walkOwn(loop)) if (node.kind === "Jump" && node.flavor === "break") return true;
  return false;
}
