import type { Operation } from "../src/analysis/operation.js";
import { azureProjectsBetaPython } from "../src/dialects/azure-projects-beta-python.js";
import type { Call, Expression } from "../src/languages/tree.js";
import { statementOf, walk } from "../src/languages/walk.js";
import { constructionOf, modelOf } from "./models.js";
import { agents as rule } from "./registry.js";
import type { Rewrite } from "./rewrite.js";
import { removeOnce, toolsAddedTo } from "./toolSets.js";

const REASON =
  "its functions are called by the SDK while it waits (enable_auto_function_calls), and this has no counterpart yet";
const HELP =
  "Answer the calls in a loop of your own (runs.submit_tool_outputs), then run again; or keep this flow as it is.";

/** Whether a call tells a client which functions it shall call by itself. */
export function isAutoCalls(cx: Rewrite, { callee }: Call): boolean {
  if (callee.kind !== "Member") return false;
  return cx.values
    .of(callee.object)
    .some((v) => v.kind === "client" && v.dialects.some((d) => d.methods[callee.property] === "autoFunctionCalls"));
}

/** Whether tools include functions, or may: what is not known does. */
function includesFunctions(cx: Rewrite, tools: Expression | undefined): boolean {
  const call = tools && constructionOf(cx, tools);
  const model = call && modelOf(cx, call);
  if (!call || !model) return true;
  if (model.collects === undefined) return model.describes !== undefined;
  const added = tools.kind === "Name" ? toolsAddedTo(cx, tools, call, model.collects) : undefined;
  return added?.some((tool) => includesFunctions(cx, tool)) ?? true;
}

/** Runs in which the SDK calls functions by itself stay; where there are no functions, telling it so goes. */
export function handleAutoCalls(cx: Rewrite): void {
  // Before the SDK had to be told, a set of tools was enough (azure-ai-projects up to 1.0.0b8).
  let auto = cx.flows.operations.some(
    (one) => one.dialect.id === azureProjectsBetaPython.id && givesFunctions(cx, one),
  );
  for (const call of autoCalls(cx)) {
    if (includesFunctions(cx, call.args[0]?.value)) auto = true;
    else removeOnce(cx, statementOf(call)!, { rule, flow: -1, reason: "There are no functions to call." });
  }
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation) || operation.dialect.service !== "foundry") continue;
    const { mode } = operation.spec;
    const callsThem = auto && operation.id === "runs.create" && (mode === "process" || mode === "stream");
    if (callsThem || (auto && givesFunctions(cx, operation))) cx.refuse(operation, rule, REASON, HELP);
  }
}

function givesFunctions(cx: Rewrite, operation: Operation): boolean {
  const set = [...operation.args.values()].find(({ name }) => operation.dialect.requestOptions[name] === "toolset");
  return set !== undefined && includesFunctions(cx, set.value);
}

function autoCalls(cx: Rewrite): readonly Call[] {
  return cx.program.files.flatMap(({ tree }) =>
    [...walk(tree.root)].filter((node): node is Call => node.kind === "Call" && isAutoCalls(cx, node)),
  );
}
