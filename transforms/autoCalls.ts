import type { Operation } from "../src/analysis/operation.js";
import type { ClientValue } from "../src/analysis/value.js";
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
  const { property, object } = callee;
  return cx.values
    .of(object)
    .some((v) => v.kind === "client" && v.dialects.some((d) => d.methods[property] === "autoFunctionCalls"));
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

/** Runs in which the SDK calls functions by itself stay; where there are no functions, telling it so goes. A client is told for itself. */
export function handleAutoCalls(cx: Rewrite): void {
  const told = new Set<object>();
  // Before the SDK had to be told, a set of tools was enough (azure-ai-projects up to 1.0.0b8).
  for (const one of cx.flows.operations)
    if (one.dialect.id === azureProjectsBetaPython.id && givesFunctions(cx, one))
      for (const place of placesOf(one.call, one.clients)) told.add(place);
  for (const call of autoCalls(cx)) {
    if (!includesFunctions(cx, call.args[0]?.value))
      removeOnce(cx, statementOf(call)!, { rule, flow: -1, reason: "There are no functions to call." });
    else for (const place of placesOf(call, clientsOf(cx, call))) told.add(place);
  }
  if (told.size === 0) return;
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation) || operation.dialect.service !== "foundry") continue;
    if (!placesOf(operation.call, operation.clients).some((place) => told.has(place))) continue;
    const { mode } = operation.spec;
    const callsThem = operation.id === "runs.create" && (mode === "process" || mode === "stream");
    if (callsThem || givesFunctions(cx, operation)) cx.refuse(operation, rule, REASON, HELP);
  }
}

/** Where the clients of a call are made; the call's own file for one that is made out of sight. */
function placesOf({ tree }: Call, clients: readonly ClientValue[]): readonly object[] {
  return clients.map(({ site }) => site ?? tree);
}

function clientsOf(cx: Rewrite, { callee }: Call): readonly ClientValue[] {
  const values = callee.kind === "Member" ? cx.values.of(callee.object) : [];
  return values.filter((v): v is ClientValue => v.kind === "client");
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
