import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Argument, Call, Expression, FunctionNode, Node } from "../../src/languages/tree.js";
import type { Json, Row } from "../../src/protocol/types.js";
import { Holes, isHole } from "../code/json.js";
import { agents as rule } from "../registry.js";
import { hasHiddenFunction, reshaped } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";

type Reshaping = Extract<Row, { kind: "reshape" }>;

/** Tools that a call of a function passes, in their new form, and the resources that are part of them now. */
interface Passed {
  readonly holes: Holes;
  readonly tools: Argument;
  readonly resources: Argument | undefined;
  readonly result: readonly Json[];
}

/**
 * `create(tools, tool_resources)` of a function whose parameters they are: each caller passes the tools with what their resources add, and
 * the parameter of the resources goes. Gives false where they come another way, or where that cannot be told at a caller.
 */
export function rewriteAtCallers(cx: Rewrite, row: Reshaping, operation: Operation): boolean {
  const tools = parameterOf(cx, operation.args.get("tools")?.value);
  const resources = parameterOf(cx, operation.args.get("tool_resources")?.value);
  const fn = tools?.parameter?.fn;
  if (!tools || !resources || !fn || resources.parameter?.fn !== fn) return false;
  if (cx.program.references(resources).length !== 1 || fn.decorators.length > 0) return false;
  const { calls, open } = cx.values.callers(fn);
  if (open || calls.length === 0 || !calls.every(isPlain)) return false;
  const passed = calls.map((call) => passedBy(cx, row, operation, call, tools, resources));
  if (passed.includes(undefined)) return false;
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "Files and vector stores stand in the tools now." };
  for (const { holes, tools: argument, resources: rest, result } of passed as readonly Passed[]) {
    holes.change(argument.value, result, "Tool[]");
    if (rest) removeListed(cx, rest, (rest.parent as Call).args, how);
  }
  removeListed(cx, resources.parameter.node, fn.params, how);
  return true;
}

function parameterOf(cx: Rewrite, e: Expression | undefined): Binding | undefined {
  const binding = e?.kind === "Name" ? cx.program.bindingOf(e) : undefined;
  const node = binding?.parameter?.node;
  return node?.rest === "none" && node.target.kind === "Name" && binding?.writes.length === 1 ? binding : undefined;
}

function isPlain({ args }: Call): boolean {
  return args.every(({ form }) => form === "positional" || form === "named");
}

function passedBy(
  cx: Rewrite,
  row: Reshaping,
  operation: Operation,
  call: Call,
  tools: Binding,
  resources: Binding,
): Passed | undefined {
  const [given, rest] = [tools, resources].map((binding) => argumentFor(cx, call, binding));
  if (!given) return undefined;
  const holes = new Holes(cx, operation, call.tree);
  const list = holes.at(given.value, () => holes.read(given.value, "tools"));
  const json = rest && holes.at(given.value, () => holes.read(rest.value, "tool_resources"));
  if (!Array.isArray(list) || list.some(isHole) || hasHiddenFunction(list as Json) || isHole(json)) return undefined;
  // A variable of its own would be left with what the tools had.
  if (typeof json === "object" && json !== null && "$origin" in json) return undefined;
  const result = reshaped(row, list as Json, json === undefined || json === null ? {} : { tool_resources: json });
  // A search without a store would be left out.
  if (!Array.isArray(result) || result.length !== list.length) return undefined;
  return { holes, tools: given, resources: rest, result: result as readonly Json[] };
}

function argumentFor(cx: Rewrite, { args }: Call, { name, parameter }: Binding): Argument | undefined {
  const { fn, index } = parameter!;
  const named = args.find((argument) => argument.form === "named" && argument.name === name);
  const positional = args[index - receivers(cx, fn)];
  return named ?? (positional?.form === "positional" ? positional : undefined);
}

/** How many parameters stand for what a method is called on. */
function receivers(cx: Rewrite, { flavor, params }: FunctionNode): number {
  const first = params[0]?.target;
  return flavor === "method" && first?.kind === "Name" && cx.program.isThis(first) ? 1 : 0;
}

/** Takes one of several things out that commas separate. */
function removeListed(cx: Rewrite, node: Node, all: readonly Node[], how: Parameters<Rewrite["removeSpan"]>[2]): void {
  const at = all.indexOf(node);
  const [before, behind] = [all[at - 1], all[at + 1]];
  const span = behind ? { start: node.start, end: behind.start } : { start: before?.end ?? node.start, end: node.end };
  if (!cx.editAt(node.tree, span)) cx.removeSpan(node.tree, span, how);
}
