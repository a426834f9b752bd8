import type { Operation } from "../src/analysis/operation.js";
import type { ModelClass, Template } from "../src/dialects/types.js";
import type { Call, Expression, Member, Name } from "../src/languages/tree.js";
import type { Json } from "../src/protocol/types.js";
import type { Holes } from "./json.js";
import type { Rewrite } from "./rewrite.js";

/**
 * The JSON that an SDK model stands for: `MessageInputTextBlock(text=t)` is `{type: "text", text: t}`, and
 * `CodeInterpreterTool(file_ids=ids).definitions` is `[{type: "code_interpreter"}]`, also through a variable. Undefined when `e` is none.
 */
export function modelJson(cx: Rewrite, operation: Operation, e: Expression, holes: Holes): Json | undefined {
  if (e.kind === "Name") {
    const call = constructionOf(cx, e);
    const json = call && call.tree === e.tree && isReadOnce(cx, e) ? modelJson(cx, operation, call, holes) : undefined;
    return json === undefined ? undefined : tagged(json, holes.origin(call!, e));
  }
  if (e.kind === "Call") {
    const model = modelOf(cx, operation, e);
    return model && !model.members ? construction(model, e, holes) : undefined;
  }
  return e.kind === "Member" ? memberJson(cx, operation, e, holes) : undefined;
}

function isReadOnce(cx: Rewrite, name: Name): boolean {
  const binding = cx.program.bindingOf(name);
  return binding !== undefined && cx.program.references(binding).length === 1;
}

function modelOf(cx: Rewrite, operation: Operation, call: Call): ModelClass | undefined {
  const { models, modelModules } = operation.dialect;
  for (const value of cx.values.of(call.callee)) {
    if (value.kind !== "external" || !modelModules.includes(moduleOf(value.module, value.path))) continue;
    const model = models[value.path.slice(-2).join(".")] ?? models[value.path.at(-1) ?? ""];
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
function memberJson(cx: Rewrite, operation: Operation, e: Member, holes: Holes): Json | undefined {
  const call = constructionOf(cx, e.object);
  const model = call && call.tree === e.tree ? modelOf(cx, operation, call) : undefined;
  const template = model?.members?.[e.property] === undefined ? undefined : model.templates?.[e.property];
  if (!call || !model || template === undefined || !isOnlyRead(cx, e.object, model)) return undefined;
  const args = construction(model, call, holes);
  if (args === undefined) return undefined;
  const filled = fill(template, { ...model.defaults, ...args }) ?? (Array.isArray(template) ? [] : {});
  return e.object.kind === "Name" ? tagged(filled, holes.origin(call, e.object)) : filled;
}

/** The construction behind an expression: itself, or the only value of a variable. */
function constructionOf(cx: Rewrite, e: Expression): Call | undefined {
  if (e.kind === "Call") return e;
  if (e.kind !== "Name") return undefined;
  const binding = cx.program.bindingOf(e);
  const write = binding?.writes.length === 1 ? binding.writes[0] : undefined;
  return write?.path.length === 0 && write.value?.kind === "Call" ? write.value : undefined;
}

/** Whether a tool in a variable is nowhere changed by its methods or handed on. */
function isOnlyRead(cx: Rewrite, e: Expression, model: ModelClass): boolean {
  if (e.kind !== "Name") return true;
  const binding = cx.program.bindingOf(e)!;
  return cx.program
    .references(binding)
    .every(({ parent }) => parent?.kind === "Member" && model.members?.[parent.property] !== undefined);
}

function construction(model: ModelClass, call: Call, holes: Holes): Readonly<Record<string, Json>> | undefined {
  const json: Record<string, Json> = { ...model.adds };
  let position = 0;
  for (const argument of call.args) {
    if (argument.form !== "positional" && argument.form !== "named") return undefined;
    const given = argument.form === "named" ? argument.name : model.positional?.[position++];
    if (given === undefined) return undefined;
    const field = model.fields?.[given] ?? given;
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
