import { wireName } from "../../src/analysis/casing.js";
import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { refusedWithAgent } from "../../src/protocol/current.js";
import type { Json } from "../../src/protocol/types.js";
import { ownFiles } from "./assistantFiles.js";
import { createdHere } from "./agents.js";
import { isInCode, withInstructions } from "./configuration.js";
import { SPREAD } from "../code/emit.js";
import { faceAt } from "../clients/faceAt.js";
import type { Holes } from "../code/json.js";
import { overrides as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { onlyMaker, settledSettings } from "./settledSettings.js";
import { changesServers, withServers } from "../tools/runServers.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

// A run may replace settings of its agent, and the service takes none of them next to a reference to the agent. Its response is made
// without the reference: the agent's definition is sent with it, as the run changes it.

/** Arguments of a run that become fields which are refused next to an agent. */
const REPLACING = [
  ...["model", "instructions", "tools", "tool_choice", "temperature", "top_p", "response_format"],
  ...["reasoning_effort"],
];

/** Whether the response of a run is made with the definition of its agent in place of a reference to it. */
export function isInline(cx: Rewrite, run: Operation): boolean {
  if (isInCode(cx, run) || !run.args.has("assistant_id")) return false;
  const settled = settledSettings(cx, run);
  if (changesServers(cx, run)) return true;
  return REPLACING.some((name) => {
    const value = run.args.get(name)?.value;
    return value !== undefined && !isDefault(value) && !settled.includes(name);
  });
}

/** Whether it needs the project client to ask for the definition. */
export function asksForDefinition(cx: Rewrite, run: Operation): boolean {
  return isInline(cx, run) && !createdHere(cx, run.args.get("assistant_id")?.value);
}

/** What says the same as nothing. */
function isDefault(value: Expression): boolean {
  return value.kind === "NullLiteral" || (value.kind === "StringLiteral" && value.value === "auto");
}

/**
 * The fields of a response that stand for its agent and for what the run replaces of it, taken out of those of the translated request.
 * @throws Untranslatable where the definition cannot be asked for, or something relies on the reference
 */
export function inlineFields(cx: Rewrite, run: Operation, fields: Record<string, Json>, holes: Holes) {
  const { tree } = run.call;
  refuseTools(cx, run);
  refuseReads(cx, run);
  const flow = cx.flows.flowOf(run).id;
  const how = { rule, flow, reason: "Sends the agent's settings with those of the run in their place." };
  const helper = cx.helper(tree, "settingsOf", how);
  const names = Object.keys(fields).filter((name) => isRefused(name) || name === "truncation");
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const replaced = names
    .filter((name) => name !== "parallel_tool_calls" && fields[name] !== null)
    .map((key) => ({ key, value: holes.entry(key, holes.print(fields[key]!)) }));
  const changes = changesServers(cx, run);
  const whole = definitionOf(cx, run);
  const definition = { name: undefined, value: changes ? withServers(cx, run, whole, holes) : whole };
  const settings = printer.call(
    helper,
    cx.target(tree).extraBody === "keyword"
      ? [definition, ...replaced.map(({ key, value }) => ({ name: key, value }))]
      : [definition, { name: undefined, value: printer.object(replaced, style) }],
    style,
  );
  cx.find(
    run.call,
    rule,
    "warning",
    `${listed([...replaced.map(({ key }) => key).filter(isRefused), ...(changes ? ["tool_resources"] : [])])} of one run cannot be sent next to a reference to the agent: the response is made without it, and ${helper}() sends the agent's definition along.`,
    "It does not count as a response of the agent then (traces, evaluations). What never varies belongs in the definition.",
  );
  const more = run.args.get("additional_instructions")?.value;
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
  const parallel = fields.parallel_tool_calls;
  return {
    [SPREAD]: holes.code(more ? withInstructions(cx, run, settings, more) : settings),
    ...rest,
    ...(typeof parallel === "boolean" ? { parallel_tool_calls: parallel } : {}),
  };
}

function isRefused(name: string): boolean {
  return refusedWithAgent.some(({ field }) => field === name);
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

/** The definition of the agent that a run names: of the version that was created here, or of the latest one. */
function definitionOf(cx: Rewrite, run: Operation): Code {
  const { call } = run;
  const id = run.args.get("assistant_id")!.value;
  const printer = cx.printer(call.tree);
  const created = createdHere(cx, id);
  if (created) return printer.member(carry(created.object), "definition");
  const isAsync = run.clients.some(({ type }) => type.async);
  const fn = enclosing(call, "Function");
  if (isAsync && (fn ? !fn.async : call.tree.language === "python"))
    throw new Untranslatable(
      "the definition of its agent has to be asked for, and there is no place to wait for it",
      "Make the function async, then run again.",
    );
  const { path } = cx.target(call.tree).operations["agents.get"]!;
  const callee = path.split(".").reduce<Code>((at, step) => printer.member(at, step), faceAt(cx, run, "project"));
  const asked = printer.call(callee, [{ name: undefined, value: carry(id) }], cx.style(call.tree));
  const agent = isAsync ? printer.parenthesise(printer.await(asked)) : asked;
  return ["versions", "latest", "definition"].reduce<Code>((at, step) => printer.member(at, step), agent);
}

/** Tools of a run took the files and vector stores that its agent has. */
function refuseTools(cx: Rewrite, run: Operation): void {
  const tools = run.args.get("tools")?.value;
  if (!tools || tools.kind === "NullLiteral" || run.args.has("tool_resources")) return;
  const maker = onlyMaker(cx, run);
  if (maker && !maker.isOpen && !maker.args.has("tool_resources") && !ownFiles(maker)) return;
  const text = tools.tree.text.slice(tools.start, tools.end);
  if (tools.kind === "ArrayLiteral" && !/file_search|retrieval|code_interpreter/.test(text)) return;
  throw new Untranslatable(
    "`tools` of the run may work with files and vector stores of its agent, which belong to the agent's own tools now",
    "Name the files and vector stores in the tools of the run, then run again.",
  );
}

/** A response that references no agent names none. */
function refuseReads(cx: Rewrite, run: Operation): void {
  const isRead = cx.flows
    .usesOf(run)
    .some((use) => use.parent?.kind === "Member" && wireName(use.parent.property, run.dialect) === "assistant_id");
  if (isRead)
    throw new Untranslatable(
      "`assistant_id` is read from a run that replaces settings of its agent, and its response references none",
      "Use the id that the run is given, then run again.",
    );
}
