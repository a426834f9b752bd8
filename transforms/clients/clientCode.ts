import type { Held } from "../../src/dialects/target.js";
import type { Field, SourceTree } from "../../src/languages/tree.js";
import type { HolderPlan } from "./faces.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** Client edits serve several flows; they belong to none of them alone. */
export const CLIENTS = -1;

/** TypeScript: fields that are assigned in the constructor are declared too. */
export function declareFields(
  cx: Rewrite,
  plan: HolderPlan,
  added: readonly { readonly name: string; readonly face: Held }[],
): void {
  const { cls, name } = plan.holder.field!;
  const declared = cls.members.find((m): m is Field => m.kind === "Field" && m.name === name);
  if (!declared || !cls.tree.typed || cls.tree.language !== "javascript") return;
  const indentation = indentationOf(cls.tree, declared.start);
  for (const companion of added) {
    cx.replaceSpan(
      cls.tree,
      { start: declared.start, end: declared.start },
      [
        declaredField(cx, declared, companion.name, companion.face),
        cx.style(cls.tree).semicolons ? ";" : "",
        "\n" + indentation,
      ],
      { rule, flow: CLIENTS, reason: "The field that holds the other client." },
    );
  }
}

/** A field's declaration with another name and type: modifiers as they are. */
export function declaredField(cx: Rewrite, field: Field, name: string, face: Held): string {
  const { tree } = field;
  const modifiers = tree.text.slice(field.start, field.nameSpan.start);
  return field.annotation ? `${modifiers}${name}: ${faceType(cx, tree, face)}` : `${modifiers}${name}`;
}

export function faceType(cx: Rewrite, tree: SourceTree, face: Held, isAsync = false): string {
  const spelling = cx.target(tree).faces[face]!;
  const module = isAsync ? (spelling.asyncModule ?? spelling.module) : spelling.module;
  const local = isAsync ? (spelling.asyncLocal ?? spelling.local) : spelling.local;
  return cx.want(tree, module, local === spelling.local ? spelling.name : local, local, tree.language === "javascript");
}

export function indentationOf(tree: SourceTree, offset: number): string {
  const lineStart = tree.text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(tree.text.slice(lineStart, offset))![0];
}

/** The end of the line a statement ends on, a comment behind it included. */
export function lineEndAfter(tree: SourceTree, offset: number): number {
  const newline = tree.text.indexOf("\n", offset);
  const end = newline < 0 ? tree.text.length : newline;
  return tree.text[end - 1] === "\r" ? end - 1 : end;
}
