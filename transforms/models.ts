import { dialectsOf } from "../src/dialects/index.js";
import type { ModelClass, Template } from "../src/dialects/types.js";
import type { Call, Expression, FunctionNode, Member } from "../src/languages/tree.js";
import { walkOwn } from "../src/languages/walk.js";
import type { Json } from "../src/protocol/types.js";
import { intoDefinitions } from "./intoDefinitions.js";
import type { Holes } from "./json.js";
import type { Rewrite } from "./rewrite.js";

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
  const call = constructionOf(cx, e.object);
  const model = call && call.tree === e.tree ? modelOf(cx, call) : undefined;
  const template = model?.members?.[e.property] === undefined ? undefined : model.templates?.[e.property];
  if (!call || !model || template === undefined || (call !== e.object && !intoDefinitions(cx, call))) return undefined;
  const args = construction(model, call, holes);
  if (args === undefined) return undefined;
  const filled = fill(template, { ...model.defaults, ...args }) ?? (Array.isArray(template) ? [] : {});
  return call === e.object ? filled : tagged(filled, holes.origin(call, e.object));
}

/** The construction behind an expression: itself, the only value of a variable, or the only result of a function. */
function constructionOf(cx: Rewrite, e: Expression, depth = 0): Call | undefined {
  if (depth > 6) return undefined;
  if (e.kind === "Call") {
    if (modelOf(cx, e)) return e;
    const [callee, ...others] = cx.values.of(e.callee);
    if (callee?.kind !== "function" || others.length > 0) return undefined;
    const result = onlyResult(callee.fn);
    return result && constructionOf(cx, result, depth + 1);
  }
  if (e.kind !== "Name") return undefined;
  const binding = cx.program.bindingOf(e);
  const write = binding?.writes.length === 1 ? binding.writes[0] : undefined;
  return write?.path.length === 0 && write.value ? constructionOf(cx, write.value, depth + 1) : undefined;
}

/** What a function gives, where that is one expression. */
export function onlyResult({ body, async, generator }: FunctionNode): Expression | undefined {
  if (!body || async || generator) return undefined;
  if (body.kind !== "Block") return body;
  const results = [...walkOwn(body)].flatMap((node) => (node.kind === "Return" && node.value ? [node.value] : []));
  return results.length === 1 ? results[0] : undefined;
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
