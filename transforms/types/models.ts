import { wireName } from "../../src/analysis/casing.js";
import { dialectsOf } from "../../src/dialects/index.js";
import type { ModelClass, Template } from "../../src/dialects/types.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Call, Expression, FunctionNode, Member, Node } from "../../src/languages/tree.js";
import { statementOf, walkOwn } from "../../src/languages/walk.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import { areKnownAt, changed, changesOf } from "../tools/changedTools.js";
import { intoDefinitions } from "../agents/intoDefinitions.js";
import { isHole, type Holes } from "../code/json.js";
import { styleAt } from "../code/positions.js";
import { functionDefinition } from "../tools/functionSchema.js";
import { methodCall } from "../messages/listItems.js";
import { agents } from "../registry.js";
import { isChangedLater } from "../tools/changedLater.js";
import type { Rewrite } from "../rewrite.js";
import { isVisibleAt } from "../leaving/visible.js";
import { added, isToolSet, removeOnce, removeToolSet, toolsAddedTo } from "../tools/toolSets.js";

/**
 * The JSON that an SDK model stands for: `MessageInputTextBlock(text=t)` is `{type: "text", text: t}`, and
 * `CodeInterpreterTool(file_ids=ids).definitions` is `[{type: "code_interpreter"}]`, also through a variable. Undefined when `e` is none.
 */
export function modelJson(cx: Rewrite, e: Expression, holes: Holes): Json | undefined {
  if (e.kind === "Name") {
    const call = constructionOf(cx, e);
    const json = call && call.tree === e.tree && intoDefinitions(cx, call) ? modelJson(cx, call, holes) : undefined;
    return json === undefined ? undefined : tagged(json, holes.origin(call!, e));
  }
  if (e.kind === "Index" && e.object.kind === "Member" && e.index.kind === "NumberLiteral") {
    const list = memberJson(cx, e.object, holes);
    return Array.isArray(list) ? (list[e.index.value] as Json | undefined) : undefined;
  }
  if (e.kind === "Call") {
    const model = modelOf(cx, e);
    return model && !model.members ? construction(model, e, holes) : undefined;
  }
  return e.kind === "Member" ? memberJson(cx, e, holes) : undefined;
}

/** The class of a classic SDK that a call constructs, as that SDK has it. */
export function modelOf(cx: Rewrite, call: Call): ModelClass | undefined {
  for (const value of cx.values.of(call.callee)) {
    if (value.kind !== "external") continue;
    const module = moduleOf(value.module, value.path);
    const dialect = dialectsOf(value.language).find(({ modelModules }) => modelModules.includes(module));
    const model = dialect?.models[value.path.slice(-2).join(".")] ?? dialect?.models[value.path.at(-1) ?? ""];
    if (model) return model;
  }
  return undefined;
}

/** The module of a dotted Python name: `models.X` below `azure.ai.agents` is in `azure.ai.agents.models`. */
function moduleOf(module: string, path: readonly string[]): string {
  const inner = path.slice(0, -1).filter((step) => /^[a-z_]+$/.test(step));
  return [module, ...inner].join(".");
}

/** `tool.definitions` and its kin, filled in from the arguments of the construction. */
function memberJson(cx: Rewrite, e: Member, holes: Holes): Json | undefined {
  if (e.object.kind === "Member") {
    // `search.resources["file_search"]`
    const whole = memberJson(cx, e.object, holes);
    const isObject = typeof whole === "object" && whole !== null && !Array.isArray(whole);
    return isObject ? (whole as JsonObject)[wireName(e.property, holes.dialect)] : undefined;
  }
  return toolMember(cx, e.object, e.property, holes);
}

/** What a member of a tool of the SDK gives (`definitions`, `resources`); undefined where that cannot be told. */
export function toolMember(cx: Rewrite, tool: Expression, property: string, holes: Holes): Json | undefined {
  const call = constructionOf(cx, tool);
  const model = call && call.tree === tool.tree ? modelOf(cx, call) : undefined;
  const field = model?.members?.[property];
  if (!call || !model || field === undefined || (call !== tool && !intoDefinitions(cx, call))) return undefined;
  if (isToolSet(model)) return collected(cx, tool, call, model, property, holes);
  if (model.describes !== undefined) return field === "tools" ? described(cx, tool, call, model, holes) : {};
  const template = model.templates?.[property];
  if (template === undefined) return undefined;
  const args = construction(model, call, holes);
  const changes = changesOf(cx, call, model);
  if (args === undefined || !changes) return undefined;
  const staysThere = changes.length > 0 && isLookedAt(cx, call);
  if (staysThere && !areKnownAt(cx, changes, call)) return undefined;
  const empty = Array.isArray(template) ? [] : {};
  if (changes.length === 0) {
    const filled = fill(template, { ...model.defaults, ...args }) ?? empty;
    return call === tool ? filled : tagged(filled, holes.origin(call, tool));
  }
  const all = changed(cx, model, call, args, changes, holes);
  const parts = all?.map((each) => fill(template, { ...model.defaults, ...each }) ?? empty);
  if (!parts) return undefined;
  const how = { rule: agents, flow: holes.flow, reason: "The tool is written where it is used, as it is by then." };
  for (const look of intoDefinitions(cx, call)!.argumentLooks)
    cx.replaceOnce(look, printedIn(cx, look, all![0]![look.property] ?? null, holes), how);
  if (staysThere) {
    if (parts.length !== 1) return undefined;
    for (const change of changes) removeOnce(cx, statementOf(change)!, how);
    return tagged(parts[0]!, holes.origin(call, tool));
  }
  for (const statement of [call, ...changes]) removeOnce(cx, statementOf(statement)!, how);
  return Array.isArray(template) ? parts.flatMap((part) => part as Json[]) : parts[0];
}

/** A value where it is printed, with quotes that can stand there. */
function printedIn(cx: Rewrite, look: Node, value: Json, holes: Holes): Code {
  const printer = cx.printer(look.tree);
  const style = styleAt(cx, look);
  const part = (item: Json): Code => {
    const given = holes.expressionOf(item);
    const text = given?.kind === "StringLiteral" ? given.value : isHole(item) ? undefined : item;
    return typeof text === "string" ? printer.string(text, style) : holes.print(item);
  };
  return Array.isArray(value) ? printer.array((value as readonly Json[]).map(part), style) : part(value);
}

/** Whether the variable of a tool is read for a print, too, and has to stay. */
function isLookedAt(cx: Rewrite, made: Call): boolean {
  return intoDefinitions(cx, made)?.looks.size !== 0;
}

/** The definitions, or the resources, of all tools that are added to a `ToolSet`. Its statements go. */
function collected(
  cx: Rewrite,
  set: Expression,
  made: Call,
  model: ModelClass,
  property: string,
  holes: Holes,
): Json | undefined {
  const field = model.members![property]!;
  const parts = toolsAddedTo(cx, set, made, model)?.map((call) => addedPart(cx, model, call, field, holes));
  if (set.kind !== "Name" || !parts || parts.includes(undefined)) return undefined;
  removeToolSet(cx, set, made, model, {
    rule: agents,
    flow: holes.flow,
    reason: "The tools are listed where the agent is made.",
  });
  if (field === "tools") return parts.flatMap((part) => part as Json[]);
  return Object.assign({}, ...parts) as Json;
}

/**
 * What a statement adds to a `ToolSet`, as the list of its definitions (`tools`) or as its resources (`tool_resources`). Undefined where
 * that cannot be told.
 */
export function addedPart(cx: Rewrite, set: ModelClass, call: Call, field: string, holes: Holes): Json | undefined {
  const { callee } = call;
  const helper = callee.kind === "Member" ? set.builds?.[callee.property] : undefined;
  if (helper !== undefined) {
    const model = siblingOf(call, set, helper);
    const args = model && construction(model, call, holes);
    const part = model && args && partOf(model, args, field);
    return field === "tools" && part !== undefined ? [part] : part;
  }
  const tool = added(call);
  const made = tool && constructionOf(cx, tool);
  const model = made && modelOf(cx, made);
  const property = model && Object.keys(model.members ?? {}).find((member) => model.members![member] === field);
  return property === undefined ? undefined : toolMember(cx, tool!, property, holes);
}

/** Another class of the SDK that has this one. */
function siblingOf(node: Node, model: ModelClass, name: string): ModelClass | undefined {
  return dialectsOf(node.tree.language).find(({ models }) => Object.values(models).includes(model))?.models[name];
}

/** The definition of a tool that a helper makes, or its resources. */
function partOf(model: ModelClass, args: Readonly<Record<string, Json>>, field: string): Json | undefined {
  const { templates = {}, defaults } = model;
  if (field === "tool_resources")
    return templates.resources === undefined ? {} : (fill(templates.resources, { ...defaults, ...args }) ?? {});
  return templates.definition === undefined ? undefined : fill(templates.definition, { ...defaults, ...args });
}

/** The definitions of Python functions, in the place of the SDK making them when the program runs. */
function described(cx: Rewrite, tool: Expression, call: Call, model: ModelClass, holes: Holes): Json | undefined {
  const [argument, ...others] = call.args;
  const isTheOne = argument?.form === "positional" || argument?.name === model.describes;
  const items = argument && isTheOne && others.length === 0 ? setItems(cx, argument.value) : undefined;
  const definitions = items?.map((item) => {
    const [value, ...more] = cx.values.of(item);
    const definition = value?.kind === "function" && more.length === 0 ? functionDefinition(cx, value.fn) : undefined;
    return definition && { type: "function", function: definition };
  });
  if (!definitions || definitions.length === 0 || definitions.includes(undefined))
    return argument && isTheOne && others.length === 0 ? atRunTime(cx, tool, call, argument.value, holes) : undefined;
  const json = definitions as Json[];
  if (call === tool) return json;
  if (json.length === 1) return tagged(json, holes.origin(call, tool));
  if (isLookedAt(cx, call)) return undefined;
  removeOnce(cx, statementOf(call)!, { rule: agents, flow: holes.flow, reason: "Its tools are written out." });
  return json;
}

/** Definitions that are only made when the program runs, by a small function that reads signatures and docstrings as the SDK did. */
function atRunTime(cx: Rewrite, tool: Expression, call: Call, functions: Expression, holes: Holes): Json | undefined {
  const place = holes.printsFor;
  if (cx.target(place.tree).helpers.functionTools === undefined || !isVisibleAt(cx, functions, place)) return undefined;
  // The tool had what was in the set when it was made.
  if (isChangedLater(cx, functions, call) || (call !== tool && isLookedAt(cx, call))) return undefined;
  const how = {
    rule: agents,
    flow: holes.flow,
    reason: "Describes functions that are only known when the program runs.",
  };
  const helper = cx.helper(place.tree, "functionTools", how);
  cx.find(
    functions,
    agents,
    "note",
    `What these functions take is only known when the program runs: ${helper}() describes them as the classic SDK did.`,
    "Where they are fixed, write their definitions out, then take the function out.",
  );
  const args = [{ name: undefined, value: carry(functions) }];
  const code = cx.printer(place.tree).call(helper, args, cx.style(place.tree));
  if (call !== tool && statementOf(call)?.kind !== "Return")
    removeOnce(cx, statementOf(call)!, { ...how, reason: "Its functions are described where the agent is made." });
  return [{ type: "function", $spread: holes.code(code) }];
}

/** The items of a set or list that is written out, here or where a variable gets it as its only value. */
function setItems(cx: Rewrite, e: Expression): readonly Expression[] | undefined {
  if (e.kind === "ArrayLiteral") return e.items.some(({ kind }) => kind === "Spread") ? undefined : e.items;
  const own = e.kind === "Name" ? cx.program.bindingOf(e) : undefined;
  const binding = own && (cx.program.importOrigin(own) ?? own);
  const write = binding?.writes.length === 1 ? binding.writes[0]! : undefined;
  const isGrown = binding && cx.program.references(binding).some((read) => methodCall(read) !== undefined);
  return write?.path.length === 0 && write.value?.kind === "ArrayLiteral" && !isGrown
    ? setItems(cx, write.value)
    : undefined;
}

/** The construction behind an expression: itself, the only value of a variable, or the only result of a function. */
export function constructionOf(cx: Rewrite, e: Expression, depth = 0): Call | undefined {
  if (depth > 6) return undefined;
  if (e.kind === "Call") return modelOf(cx, e) ? e : constructedBy(cx, e, false, depth);
  if (e.kind === "Await") return e.value.kind === "Call" ? constructedBy(cx, e.value, true, depth) : undefined;
  if (e.kind !== "Name") return undefined;
  const binding = cx.program.bindingOf(e);
  const write = binding?.writes.length === 1 ? binding.writes[0] : undefined;
  return write?.path.length === 0 && write.value ? constructionOf(cx, write.value, depth + 1) : undefined;
}

function constructedBy(cx: Rewrite, call: Call, awaited: boolean, depth: number): Call | undefined {
  const [callee, ...others] = cx.values.of(call.callee);
  if (callee?.kind !== "function" || others.length > 0 || callee.fn.async !== awaited) return undefined;
  const result = onlyResult(callee.fn, awaited);
  return result && constructionOf(cx, result, depth + 1);
}

/** What a function gives, where that is one expression; of one that is not `awaited` there is nothing to see. */
export function onlyResult({ body, async, generator }: FunctionNode, awaited = false): Expression | undefined {
  if (!body || async !== awaited || generator) return undefined;
  if (body.kind !== "Block") return body;
  const results = [...walkOwn(body)].flatMap((node) => (node.kind === "Return" && node.value ? [node.value] : []));
  return results.length === 1 ? results[0] : undefined;
}

/** The arguments of a construction by their fields; undefined where one cannot be told. */
export function construction(model: ModelClass, call: Call, holes: Holes): Readonly<Record<string, Json>> | undefined {
  const json: Record<string, Json> = { ...model.adds };
  let position = 0;
  for (const argument of call.args) {
    if (argument.form !== "positional" && argument.form !== "named") return undefined;
    const given = argument.form === "named" ? argument.name : model.positional?.[position++];
    if (given === undefined) return undefined;
    const field = model.fields?.[given] ?? (model.members ? given : wireName(given, holes.dialect));
    json[field] = holes.read(argument.value, field);
  }
  return json;
}

/** A template with its holes filled; undefined where an argument is absent or nothing is left. */
function fill(template: Template, args: Readonly<Record<string, Json>>): Json | undefined {
  if (typeof template === "string" && template.startsWith("$")) return args[template.slice(1)] ?? undefined;
  if (template === null || typeof template !== "object") return template;
  if (isList(template)) {
    const items = template.flatMap((item) => fill(item, args) ?? []);
    return items.length === 0 ? undefined : items;
  }
  const object: Record<string, Json> = {};
  for (const [key, value] of Object.entries(template)) {
    const filled = fill(value, args);
    if (filled === undefined) continue;
    if (key === "...") Object.assign(object, filled);
    else object[key] = filled;
  }
  return Object.keys(object).length === 0 ? undefined : object;
}

function isList(template: Template): template is readonly Template[] {
  return Array.isArray(template);
}

/** Marks tool definitions with where they were built, so that they can stay there. */
function tagged(json: Json, origin: string): Json {
  if (!Array.isArray(json)) return isDefinition(json) ? { ...json, $origin: origin } : json;
  return json.length === 1 && isDefinition(json[0]!) ? [{ ...(json[0] as object), $origin: origin }] : json;
}

function isDefinition(json: Json): json is { readonly type: Json } {
  return typeof json === "object" && json !== null && "type" in json;
}
