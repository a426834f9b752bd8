import { isCast } from "../../src/analysis/calls.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Expression, FunctionNode, Node, SourceTree } from "../../src/languages/tree.js";
import { textOf, walk, walkOwn } from "../../src/languages/walk.js";
import { typeOf } from "../../src/analysis/dialectLookup.js";
import type { Value } from "../../src/analysis/value.js";
import { eventOfClass } from "../../src/analysis/streamEvents.js";
import { eventMapping } from "../../src/protocol/mapping/events.js";
import { types as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { typeFor } from "./typeNames.js";
import { partKindOf } from "../runs/words.js";

/**
 * Types that say what is not there any more, in files where every operation migrates and around what operations give that do: the type of
 * the current SDK, or a finding.
 */
export function rewriteTypes(cx: Rewrite): void {
  for (const file of cx.program.files) {
    const { tree } = file;
    const owner = movesTypes(cx, tree);
    for (const node of walk(tree.root)) {
      if (!isWholeName(node) || cx.improvements.isGone(node) || cx.restated.has(node)) continue;
      const operation = owner ?? describedOf(cx, node);
      if (operation) rewriteType(cx, node, cx.flows.flowOf(operation).id);
    }
  }
}

/** The operation whose result a type describes, where all that can stand there are results of operations that migrate. */
function describedOf(cx: Rewrite, node: Expression): Operation | undefined {
  const described = describedBy(node);
  const operations = described.flatMap((e) => cx.values.results(e)).flatMap(({ operation }) => operation ?? []);
  return operations.every((operation) => cx.isActive(operation)) ? operations[0] : undefined;
}

/** What a type is the type of: what is cast, a parameter, what is put into a variable, or what a function returns. */
function describedBy(node: Expression): readonly Expression[] {
  let at: Node = node;
  while (at.parent?.kind === "TypeApply" || at.parent?.kind === "TypeUnion") at = at.parent;
  const { parent } = at;
  switch (parent?.kind) {
    case "Wrap":
      return parent.annotation === at ? [parent.value] : [];
    case "Parameter":
      return parent.annotation === at && parent.target.kind === "Name" ? [parent.target] : [];
    case "Declarator":
    case "Assign":
      if (parent.annotation !== at) return [];
      // What is put into a variable later is described, too: `file: FileInfo | None = None`.
      if (parent.target.kind === "Name") return [parent.target];
      return parent.value ? [parent.value] : [];
    case "Function":
      return parent.returns === at ? returnedBy(parent) : [];
    default:
      return [];
  }
}

function returnedBy({ body }: FunctionNode): readonly Expression[] {
  if (body?.kind !== "Block") return body ? [body] : [];
  return [...walkOwn(body)].flatMap((node) => (node.kind === "Return" && node.value ? [node.value] : []));
}

/**
 * An operation of a file whose types become those of the current SDK, because every operation of it migrates; undefined elsewhere. A file
 * without any has those whose results reach it.
 */
export function movesTypes(cx: Rewrite, tree: SourceTree): Operation | undefined {
  const known = moving.get(cx) ?? new Map<SourceTree, Operation | undefined>();
  moving.set(cx, known);
  if (!known.has(tree)) {
    const own = cx.flows.inFile(tree);
    const all = own.length > 0 ? own : cx.flows.reaching(tree);
    known.set(tree, all.every((operation) => cx.isActive(operation)) ? all[0] : undefined);
  }
  return known.get(tree);
}

/** Asked at every use that only an annotation describes. */
const moving = new WeakMap<Rewrite, Map<SourceTree, Operation | undefined>>();

/** The longest member chain that a name begins: `OpenAI.Beta.Threads.Run`. */
function isWholeName(node: Node): node is Extract<Expression, { kind: "Name" | "Member" }> {
  if (node.kind !== "Name" && node.kind !== "Member") return false;
  const { parent } = node;
  return (
    !(parent?.kind === "Member" && parent.object === node) &&
    parent?.kind !== "ImportSpecifier" &&
    parent?.kind !== "ExportSpecifier"
  );
}

function rewriteType(cx: Rewrite, node: Extract<Expression, { kind: "Name" | "Member" }>, flow: number): void {
  const value = cx.values.of(node).find((v) => v.kind === "external" && !v.instance);
  const found = value?.kind === "external" && value.module !== "<global>" ? typeOf(value) : undefined;
  const shape = found?.type.shape;
  if (found === undefined || shape === undefined || isValuePosition(cx, node)) return;
  if (IN_BOTH.has(shape) && found.dialect.service === "openai" && !/\bbeta\b/i.test(spelledIn(value))) return;
  const { tree } = node;
  const target = cx.target(tree);
  const kind = kindOf(shape, textOf(node).split(".").at(-1)!);
  // What keeps assistants answers as the service did.
  if (shape === "Deleted" && kind === "assistant" && cx.keepsAssistants) return;
  const isKept = shape === "Assistant" && cx.keepsAssistants && target.types.KeptAssistant !== undefined;
  const code = typeFor(cx, tree, isKept ? "KeptAssistant" : kind === undefined ? shape : `${shape}.${kind}`);
  if (code === undefined) {
    if (found.type.modules.every((module) => target.faces.openai.module === module || !module.startsWith("openai"))) {
      cx.find(
        node,
        rule,
        "warning",
        `The type ${textOf(node)} describes a classic object (${shape}).`,
        "Take the type of the current SDK that fits what is read from it.",
      );
    }
    return;
  }
  if (textOf(node) !== code) return cx.replace(node, code, { rule, flow, reason: "The type follows the value." });
  // The current type has the same name: its import takes the place of the classic one.
  const specifier = node.kind === "Name" ? cx.program.bindingOf(node)?.imported?.specifier : undefined;
  if (specifier && !cx.unwanted.includes(specifier)) cx.unwanted.push(specifier);
}

/** What the SDK of OpenAI has under the same types, unless they are those of its beta. */
const IN_BOTH = new Set(["File", "VectorStore", "VectorStoreFile", "VectorStoreFileBatch"]);

function spelledIn(value: Value | undefined): string {
  return value?.kind === "external" ? [value.module, ...value.path].join(".") : "";
}

/**
 * Which of the things that have a shape a class of the SDK is for: the kind of a part, what was deleted, the current event that took the
 * place of one.
 */
function kindOf(shape: string, className: string): string | undefined {
  if (shape === "ContentPart") return partKindOf(className);
  if (shape === "Deleted") return /^(thread|assistant)/.exec(className.toLowerCase())?.[0];
  const event = shape === "StreamEvent" ? eventOfClass(className) : undefined;
  return event && eventMapping(event)!.current[0];
}

/** A class that is called, tested for or read from: other rules look at it. */
function isValuePosition(cx: Rewrite, node: Expression): boolean {
  const { parent } = node;
  if (parent?.kind === "Argument" && parent.parent?.kind === "Call" && parent.parent.args[0] === parent)
    if (cx.values.of(parent.parent.callee).some(isCast)) return false;
  if (parent?.kind === "Call") return parent.callee === node;
  return (
    parent?.kind === "Argument" ||
    parent?.kind === "Member" ||
    parent?.kind === "Handler" ||
    (parent?.kind === "Class" && parent.bases.includes(node))
  );
}
