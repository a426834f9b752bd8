import type { Operation } from "../../src/analysis/operation.js";
import type { Values } from "../../src/analysis/values.js";
import type { ClientValue } from "../../src/analysis/value.js";
import { azureProjectsBetaPython } from "../../src/dialects/azure-projects-beta-python.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Call, Expression, Node } from "../../src/languages/tree.js";
import { ancestors, enclosing, nodesOf, statementOf } from "../../src/languages/walk.js";
import { faceAt } from "../clients/faceAt.js";
import { functionSetsIn } from "./functionSets.js";
import { constructionOf } from "../types/models.js";
import { agents, toolLoops as rule } from "../registry.js";
import type { Through } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { removeOnce } from "./toolSets.js";
import { Untranslatable } from "../leftovers/untranslatable.js";
import { isTraced } from "../steps/answerLinks.js";
import { isVisibleAt } from "../leaving/visible.js";

const REASON = "its functions are called by the SDK while it waits (enable_auto_function_calls)";
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

/** Telling a client which functions to call goes where all its calls migrate: those runs answer the calls themselves. */
export function handleAutoCalls(cx: Rewrite): void {
  for (const call of autoCalls(cx)) {
    const places = placesOf(call, clientsOf(cx, call));
    const own = cx.flows.operations.filter((operation) => isOf(operation, places));
    if (!own.every((operation) => cx.isActive(operation))) continue;
    removeOnce(cx, statementOf(call)!, { rule: agents, flow: -1, reason: "No client calls functions by itself now." });
  }
}

/**
 * What stands in for the SDK calling functions while it waits for a run: a small function that creates the response and answers its
 * calls. Undefined where the SDK called none.
 * @throws Untranslatable where it cannot be told which functions it called, or they are not at hand
 */
export function throughFunctions(cx: Rewrite, run: Operation): Through | undefined {
  const { mode } = run.spec;
  if (mode !== "process" && mode !== "stream") return undefined;
  const sets = calledBy(cx, run);
  if (sets?.length === 0) return undefined;
  if (!sets) throw new Untranslatable(`${REASON}, and which ones cannot be told from the code`, HELP);
  if (mode === "stream") throw new Untranslatable(`${REASON} in a stream, and this has no counterpart yet`, HELP);
  const functions = joined(cx, run, sets);
  const { tree } = run.call;
  const isAsync = run.clients.some(({ type }) => type.async);
  const flow = cx.flows.flowOf(run).id;
  const traced = isTraced(cx, run);
  const helper = cx.helper(tree, traced ? "respondTraced" : "respond", {
    rule,
    flow,
    reason: "Answers the calls of functions.",
    isAsync,
  });
  cx.find(
    run.call,
    rule,
    "warning",
    `The SDK called functions by itself; ${helper}() does it now. What is read of the response (${traced ? "id, usage" : "id, usage, steps"}) is that of the last one, and functions that fail in more than ten rounds raise an error where the run was cancelled.`,
    "Read the function through: it is the place to log calls, to ask before one is made, or to give up earlier.",
  );
  return { callee: helper, before: [faceAt(cx, run, "openai"), functions] };
}

/** Whether the SDK called functions by itself while it waited for a run. */
export function callsFunctions(cx: Rewrite, run: Operation): boolean {
  return (run.spec.mode === "process" || run.spec.mode === "stream") && calledBy(cx, run)?.length !== 0;
}

/** The sets of functions that the SDK called for a run: those its client was told of, in older SDKs those its agent was made with. */
function calledBy(cx: Rewrite, run: Operation): readonly Expression[] | undefined {
  const agent = run.args.get("assistant_id")?.value;
  const given = toolSetOf(run);
  const makers = agent ? makersOf(cx, agent) : undefined;
  const ofAgent = makers && unique(makers.map((maker) => functionsOf(cx, maker)));
  if (ofAgent?.length === 0) return [];
  const told = tellingBefore(
    run,
    autoCalls(cx).filter((call) => isOf(run, placesOf(call, clientsOf(cx, call)))),
  );
  if (told.length > 0)
    return unique(told.map(({ args: [tools] }) => (tools ? functionSetsIn(cx, tools.value) : undefined)));
  // Before the SDK had to be told, a set of tools was enough (azure-ai-projects up to 1.0.0b8).
  if (run.dialect.id !== azureProjectsBetaPython.id) {
    if (ofAgent) warnOfUncalled(cx, run);
    return [];
  }
  if (given) return functionSetsIn(cx, given);
  if (ofAgent) return ofAgent;
  const others = cx.flows.operations.filter(
    (o) => o.id === "assistants.create" && toolSetOf(o) && isOf(o, placesOf(run.call, run.clients)),
  );
  return others.every((maker) => functionsOf(cx, maker)?.length === 0) ? [] : undefined;
}

/**
 * The calls that may have said which functions a run has: each takes the place of what was told before, so that where all stand in the
 * function of the run, the last one above it counts. Otherwise any of them.
 */
function tellingBefore({ call: run }: Operation, told: readonly Call[]): readonly Call[] {
  const home = enclosing(run, "Function");
  const loop = enclosing(run, "Loop");
  const up = new Set<Node>(ancestors(run));
  const isHere = (call: Call) =>
    call.tree === run.tree && enclosing(call, "Function") === home && enclosing(call, "Loop") === loop;
  const before = told.filter((call) => call.start < run.start);
  const isCertain = before.every((call) => up.has(statementOf(call)!.parent!));
  return told.every(isHere) && isCertain && before.length > 0 && !loop ? before.slice(-1) : told;
}

/** Functions that an agent knows and nobody calls: the SDK told the model that they are missing. */
function warnOfUncalled(cx: Rewrite, run: Operation): void {
  cx.find(
    run.call,
    rule,
    "warning",
    "The agent has functions that nothing calls: without enable_auto_function_calls() the SDK told the model that they are missing, and the response ends with its calls now.",
    "Answer the calls that are in `output` of the response with items of type function_call_output, in a response of their own.",
  );
}

/** The calls that made an agent, where all of them are known. */
function makersOf(cx: Rewrite, agent: Expression): readonly Operation[] | undefined {
  const values = cx.values.of(agent);
  const makers = values.map((v) => (v.kind === "result" ? v.operation : undefined));
  const known = makers.filter((maker) => maker?.id === "assistants.create") as Operation[];
  return values.length > 0 && known.length === values.length ? [...new Set(known)] : undefined;
}

/** The functions among the tools of an agent that is made; undefined where that cannot be told. */
function functionsOf(cx: Rewrite, maker: Operation): readonly Expression[] | undefined {
  const tools = toolSetOf(maker);
  if (tools) return functionSetsIn(cx, tools);
  return maker.args.has("tools") ? undefined : [];
}

function toolSetOf({ args, dialect }: Operation): Expression | undefined {
  return [...args.values()].find(({ name }) => dialect.requestOptions[name] === "toolset")?.value;
}

/** Whether a run is given the same set of tools that its agent was made with: it says nothing new. */
export function repeatsToolSet(cx: Rewrite, run: Operation): boolean {
  const given = toolSetOf(run);
  const agent = run.args.get("assistant_id")?.value;
  const made = given && constructionOf(cx, given);
  const makers = agent ? makersOf(cx, agent) : undefined;
  if (!made || !makers) return false;
  return makers.every((maker) => {
    const own = toolSetOf(maker);
    return own !== undefined && constructionOf(cx, own) === made;
  });
}

/** The sets of several places, each once; undefined where one is not known. */
function unique(found: readonly (readonly Expression[] | undefined)[]): readonly Expression[] | undefined {
  const sets: Expression[] = [];
  for (const one of found) {
    if (!one) return undefined;
    for (const set of one) if (!sets.some((known) => known === set || textOf(known) === textOf(set))) sets.push(set);
  }
  return sets;
}

function textOf({ tree, start, end }: Expression): string {
  return `${tree.path} ${tree.text.slice(start, end)}`;
}

/** The functions of all sets as one expression. */
function joined(cx: Rewrite, run: Operation, sets: readonly Expression[]): Code {
  const { tree } = run.call;
  if (!sets.every((set) => isVisibleAt(cx, set, run.call)))
    throw new Untranslatable(
      `${REASON}, and they are not at hand where it is created`,
      "Define the set of functions at the top of the module that creates the run, then run again.",
    );
  if (sets.length === 1) return carry(sets[0]!);
  const items = sets.flatMap((set) => (set.kind === "ArrayLiteral" ? set.items : []));
  if (!sets.every((set) => set.kind === "ArrayLiteral") || items.some(({ kind }) => kind === "Spread"))
    throw new Untranslatable(`${REASON}, and they are in several sets`, "Put them into one set, then run again.");
  return cx.printer(tree).array(items.map(carry), cx.style(tree));
}

/** Where the clients of a call are made; the call's own file for one that is made out of sight. */
function placesOf({ tree }: Call, clients: readonly ClientValue[]): readonly object[] {
  return clients.map(({ site }) => site ?? tree);
}

function isOf(operation: Operation, places: readonly object[]): boolean {
  return placesOf(operation.call, operation.clients).some((place) => places.includes(place));
}

function clientsOf(cx: Rewrite, { callee }: Call): readonly ClientValue[] {
  const values = callee.kind === "Member" ? cx.values.of(callee.object) : [];
  return values.filter((v): v is ClientValue => v.kind === "client");
}

function autoCalls(cx: Rewrite): readonly Call[] {
  const found =
    known.get(cx.values) ??
    cx.program.files.flatMap(({ tree }) => nodesOf(tree, "Call").filter((node) => isAutoCalls(cx, node)));
  known.set(cx.values, found);
  return found;
}

/** Asked for each run. */
const known = new WeakMap<Values, readonly Call[]>();
