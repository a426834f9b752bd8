import { typeOf } from "../../src/analysis/dialectLookup.js";
import { dialectsOf } from "../../src/dialects/index.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Call, Expression, Name, Node, SourceTree } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import type { Destination } from "../agents/intoDefinitions.js";
import { agents as rule } from "../registry.js";
import { isToolSet } from "../tools/toolSets.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Writes a part of a definition in its new form where it is built, and the types of the variables that it goes through with it.
 * `type` is the class or type of the current SDK that it has now.
 * @throws Untranslatable when calls that share it need it in different forms.
 */
export function changeBuilt(
  cx: Rewrite,
  built: Node,
  code: Code,
  how: {
    readonly flow: number;
    readonly destination: Destination | undefined;
    readonly type: string | undefined;
    /** What is built as a whole, where it is more than a part of that. */
    readonly built?: "tools" | "content" | undefined;
    /** Whether a list of tools is built, where one tool of the classic SDK stood for several. */
    readonly isList?: boolean;
  },
): void {
  const { flow, destination, type } = how;
  cx.replaceOnce(built, code, { rule, flow, reason: "The tool is written in its new form where it was made." });
  for (const [look, part] of destination?.looks ?? []) {
    const name = carry(look.object);
    const list =
      how.isList || part === "tool_resources" ? name : cx.printer(look.tree).array([name], cx.style(look.tree));
    cx.replaceOnce(look, list, { rule, flow, reason: "A tool is its own definition now." });
  }
  if (type === undefined) return;
  if (how.built !== undefined) declare(cx, built, type, how.built === "content", flow);
  for (const annotation of destination?.annotations ?? [])
    for (const node of walk(annotation)) {
      const classic = classicTool(cx, node);
      if (classic === "class") retype(cx, node as Expression, type, flow);
      else if (classic === "any") retype(cx, node as Expression, anyTool(node.tree), flow);
      else if (classic === "set") retypeList(cx, node as Expression, flow);
    }
  for (const list of destination?.lists ?? []) annotate(cx, list, flow);
}

/** A variable that holds what is built says its type, where a type checker would take words for any text. */
function declare(cx: Rewrite, built: Node, type: string, isContent: boolean, flow: number): void {
  const { tree, parent } = built;
  if (tree.language === "python" && !isContent) return declareModel(cx, built, type, flow);
  if (!tree.typed || tree.language !== "javascript" || parent?.kind !== "Declarator" || parent.value !== built) return;
  if (parent.annotation || parent.target.kind !== "Name") return;
  if (cx.editAt(tree, { start: parent.target.end, end: parent.target.end })) return;
  const { module, name, local } = cx.target(tree).faces.openai;
  const list = built.kind === "ArrayLiteral" ? "[]" : "";
  const said = isContent
    ? `${cx.want(tree, module, name, local, true)}.Responses.ResponseInputMessageContentList`
    : `${cx.want(tree, cx.target(tree).modelModule, type, type, true)}${list}`;
  cx.insert(tree, parent.target.end, `: ${said}`, { rule, flow, reason: "The type says which words these are." });
}

/** A variable that said to be a dictionary, or a list of such, says which class it has now; one of any type may hold that, too. */
function declareModel(cx: Rewrite, built: Node, type: string, flow: number): void {
  const { parent } = built;
  if ((parent?.kind !== "Declarator" && parent?.kind !== "Assign") || parent.value !== built || !parent.annotation)
    return;
  const says = [...walk(parent.annotation)].filter(({ kind }) => kind === "Name" || kind === "Member");
  const isAny = says.length === 1 && isOfTyping(cx, says[0]!, "Any");
  if (isAny || says.some((node) => classicTool(cx, node) !== undefined)) return;
  if (built.kind === "ArrayLiteral") retypeList(cx, parent.annotation, flow);
  else retype(cx, parent.annotation, type, flow);
}

function isOfTyping(cx: Rewrite, node: Node, name: string): boolean {
  return cx.values
    .of(node as Expression)
    .some((v) => v.kind === "external" && v.module === "typing" && v.path.at(-1) === name);
}

/**
 * Makes a list of a `ToolSet`, where it is made.
 * @throws Untranslatable when another call needs it in another form.
 */
export function makeList(cx: Rewrite, made: Call, destination: Destination, flow: number): void {
  const { tree, parent } = made;
  const how = { rule, flow, reason: "The tools are in a list." };
  cx.replaceOnce(made, cx.printer(tree).array([], cx.style(tree)), how);
  for (const annotation of destination.annotations)
    for (const node of walk(annotation)) if (classicTool(cx, node) === "set") retypeList(cx, node as Expression, flow);
  if (parent?.kind !== "Declarator" && parent?.kind !== "Assign") return;
  if (parent.annotation || parent.target.kind !== "Name") return;
  if (tree.language === "python") return annotate(cx, parent.target, flow);
  const { end } = parent.target;
  if (tree.typed && !cx.editAt(tree, { start: end, end })) cx.insert(tree, end, `: ${listType(cx, tree)}`, how);
}

/** The type of a list of tools of any class. */
function listType(cx: Rewrite, tree: SourceTree): string {
  const type = anyTool(tree);
  const local = cx.want(tree, cx.target(tree).modelModule, type, type, tree.language === "javascript");
  return tree.language === "python" ? `list[${local}]` : `${local}[]`;
}

function retypeList(cx: Rewrite, node: Expression, flow: number): void {
  cx.replaceOnce(node, listType(cx, node.tree), { rule, flow, reason: "The type follows the value." });
}

/** A list of tools of several classes is one of tools, also for a type checker that takes its first items for its type. */
function annotate(cx: Rewrite, list: Name, flow: number): void {
  const { tree, end } = list;
  const { listOfTools } = cx.target(tree);
  if (listOfTools === undefined || cx.editAt(tree, { start: end, end })) return;
  const local = cx.want(tree, cx.target(tree).modelModule, "Tool", "Tool", true);
  cx.insert(tree, end, listOfTools.replace("Tool", local), { rule, flow, reason: "The list has tools of any class." });
}

function retype(cx: Rewrite, node: Expression, type: string, flow: number): void {
  const { tree } = node;
  const local = cx.want(tree, cx.target(tree).modelModule, type, type, tree.language === "javascript");
  cx.replaceOnce(node, local, { rule, flow, reason: "The type follows the value." });
}

function anyTool({ language }: SourceTree): string {
  return language === "javascript" ? "ToolUnion" : "Tool";
}

/**
 * Whether a type is that of a tool in a classic SDK: of any, one of the classes that build a tool, or the `ToolSet` of several. Taken is
 * the whole of its name.
 */
function classicTool(cx: Rewrite, node: Node): "any" | "class" | "set" | undefined {
  if (node.kind !== "Name" && node.kind !== "Member") return undefined;
  if (node.parent?.kind === "Member" && node.parent.object === node) return undefined;
  for (const value of cx.values.of(node)) {
    if (value.kind !== "external" || value.instance) continue;
    const name = value.path.at(-1) ?? "";
    const model = dialectsOf(value.language).find(({ modelModules }) => modelModules.includes(value.module))?.models[
      name
    ];
    if (model?.shape === "Tool") return isToolSet(model) ? "set" : model.members ? "class" : "any";
    if (typeOf(value)?.type.shape === "Tool") return "any";
  }
  return undefined;
}
