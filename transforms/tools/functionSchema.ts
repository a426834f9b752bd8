import type { Expression, FunctionNode, Parameter, SourceTree } from "../../src/languages/tree.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import type { Rewrite } from "../rewrite.js";

/** What is known of the program. */
type Known = Pick<Rewrite, "program" | "values">;

/**
 * The definition of a Python function as a tool, as `FunctionTool(functions={fn})` of azure-ai-agents 1.x makes it from the signature
 * and the docstring when the program runs (`_build_function_definitions` and `_map_type` in azure/ai/agents/models/_patch.py).
 * Undefined where it cannot be told from the source.
 */
export function functionDefinition(cx: Known, fn: FunctionNode): JsonObject | undefined {
  if (!fn.name || fn.decorators.length > 0 || fn.flavor === "method") return undefined;
  const lines = docLines(fn);
  const properties: Record<string, Json> = {};
  const required: string[] = [];
  for (const parameter of fn.params) {
    const { target, annotation, fallback } = parameter;
    if (target.kind !== "Name") return undefined;
    const type = typeOf(cx, parameter);
    if (type === undefined) return undefined;
    properties[target.name] = { ...type, description: described(lines, target.name) ?? NOTHING };
    if (!fallback && !(annotation && isOptional(cx, annotation))) required.push(target.name);
  }
  return {
    name: fn.name.name,
    description: lines[0] || NOTHING,
    parameters: { type: "object", properties, required },
  };
}

const NOTHING = "No description";

/** The docstring as `inspect.getdoc` cleans it: without the indentation that its lines share, and blank lines at its ends. */
function docLines({ body }: FunctionNode): readonly string[] {
  const first = body?.kind === "Block" ? body.statements[0] : undefined;
  if (first?.kind !== "ExpressionStatement" || first.expression.kind !== "StringLiteral") return [];
  const [head = "", ...rest] = first.expression.value.replaceAll("\t", "        ").split("\n");
  const indents = rest.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const margin = indents.length > 0 ? Math.min(...indents) : 0;
  const lines = [head.trimStart(), ...rest.map((line) => line.slice(margin))];
  while (lines.length > 0 && lines.at(-1)!.trim() === "") lines.pop();
  while (lines.length > 0 && lines[0]!.trim() === "") lines.shift();
  return lines;
}

/** `:param city (str): The city.`; the last line for a name counts. */
function described(lines: readonly string[], name: string): string | undefined {
  return lines
    .flatMap((line) => {
      const found = /^:param\s+([^:\s()]+)(?:\s*\(\s*[^)]+?\s*\))?\s*:\s*(.+)/.exec(line.trim());
      return found?.[1] === name ? [found[2]!.trim()] : [];
    })
    .at(-1);
}

type Schema = Readonly<Record<string, Json>>;

const TEXT: Schema = { type: "string" };
const SIMPLE: Readonly<Record<string, string>> = {
  str: "string",
  int: "integer",
  float: "number",
  bool: "boolean",
  NoneType: "null",
  list: "array",
  dict: "object",
};

function typeOf(cx: Known, { annotation }: Parameter): Schema | undefined {
  return annotation ? mapped(cx, annotation) : TEXT;
}

/** What an annotation is at run time; undefined where it leads out of sight. */
function mapped(cx: Known, e: Expression, depth = 0): Schema | undefined {
  if (isText(e)) return TEXT;
  const generic = e.kind === "TypeApply" ? nameOf(cx, e.base) : nameOf(cx, e);
  const args = e.kind === "TypeApply" ? e.args : [];
  if (generic === "Optional" || generic === "Union") {
    const members = membersOf(cx, e)!;
    const others = members.filter((member) => member !== "None");
    const schemas = members.map((member) => (member === "None" ? { type: "null" } : mapped(cx, member, depth)));
    if (schemas.includes(undefined)) return undefined;
    const [only] = others;
    if (members.length === 1 && only) return mapped(cx, only, depth);
    if (others.length === 1 && only) {
      const schema = mapped(cx, only, depth)!;
      const { type } = schema;
      if (typeof type === "string") return { ...schema, type: [type, "null"] };
      return { ...schema, type: ["null"] };
    }
    return { oneOf: schemas as Schema[] };
  }
  if (generic === "List" || (generic === "list" && e.kind === "TypeApply")) {
    const items = args[0] ? mapped(cx, args[0], depth) : TEXT;
    return items && { type: "array", items };
  }
  if (generic === "Dict" || (generic === "dict" && e.kind === "TypeApply")) return { type: "object" };
  if (e.kind !== "Name" && e.kind !== "Member") return TEXT;
  if (generic !== undefined && SIMPLE[generic] !== undefined) return { type: SIMPLE[generic] };
  const alias = depth < 4 ? aliased(cx, e) : undefined;
  return alias === "unknown" ? undefined : alias ? mapped(cx, alias, depth + 1) : TEXT;
}

/** Annotations are texts at run time where the file says so, and where they are written as such. */
function isText(e: Expression): boolean {
  return isPostponed(e.tree) || /^["']/.test(e.tree.text.slice(e.start - 1, e.start)) || e.kind === "StringLiteral";
}

function isPostponed({ root }: SourceTree): boolean {
  return root.statements.some(
    (statement) =>
      statement.kind === "Import" &&
      statement.module === "__future__" &&
      statement.specifiers.some(({ imported }) => imported === "annotations"),
  );
}

function isOptional(cx: Known, e: Expression): boolean {
  return !isText(e) && (membersOf(cx, e)?.includes("None") ?? false);
}

/** The members of `Union[…]` and `Optional[…]`, nested ones too, as `typing` joins them; undefined for other types. */
function membersOf(cx: Known, e: Expression): readonly (Expression | "None")[] | undefined {
  if (e.kind !== "TypeApply") return undefined;
  const name = nameOf(cx, e.base);
  if (name !== "Optional" && name !== "Union") return undefined;
  const members = e.args.flatMap((arg): readonly (Expression | "None")[] =>
    arg.kind === "NullLiteral" ? ["None"] : (membersOf(cx, arg) ?? [arg]),
  );
  const all = name === "Optional" ? [...members, "None" as const] : members;
  return all.filter((member, i) => all.indexOf(member) === i);
}

/** The name of a type of the language or of `typing`; undefined for names of the program's own. */
function nameOf(cx: Known, e: Expression | undefined): string | undefined {
  if (e?.kind === "Member") return e.object.kind === "Name" && isTyping(cx, e.object) ? e.property : undefined;
  if (e?.kind !== "Name") return undefined;
  const binding = cx.program.bindingOf(e);
  if (!binding) return e.name;
  return binding.imported && /^typing(_extensions)?$/.test(binding.imported.module) ? binding.imported.name : undefined;
}

function isTyping(cx: Known, e: Expression): boolean {
  const binding = e.kind === "Name" ? cx.program.bindingOf(e) : undefined;
  return binding?.imported !== undefined && /^typing(_extensions)?$/.test(binding.imported.module);
}

/** What a name of the program's own stands for, where that is another type; undefined for classes, "unknown" out of sight. */
function aliased(cx: Known, e: Expression): Expression | "unknown" | undefined {
  const own = e.kind === "Name" ? cx.program.bindingOf(e) : undefined;
  const binding = own && (cx.program.importOrigin(own) ?? own);
  if (!binding || binding.kind === "class") return undefined;
  if (cx.values.of(e).some((value) => value.kind === "class")) return undefined;
  // Classes are what other packages export to be named in annotations.
  if (binding.imported) return undefined;
  const [write, ...others] = binding.writes;
  return write?.value && write.path.length === 0 && others.length === 0 && isType(write.value)
    ? write.value
    : "unknown";
}

function isType(e: Expression): boolean {
  return e.kind === "Name" || e.kind === "Member";
}
