import type { Binding } from "../../src/analysis/scopes.js";
import type { Assign, Call, ExportSpecifier, Name } from "../../src/languages/tree.js";
import { statementOf, textOf } from "../../src/languages/walk.js";
import { indentationOf, lineEndAfter } from "./clientCode.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";
import type { Holder } from "./holder.js";
import { isModuleExport } from "./occurrences.js";

interface How {
  readonly rule: RuleMeta;
  readonly flow: number;
  readonly reason: string;
}

/** What stands before the declaration of a companion: it is exported where its client is, at the declaration or further down. */
export function exportPrefix({ binding }: Holder, source: Call): string {
  const isNamed = ({ parent }: Name) =>
    parent?.kind === "ExportSpecifier" || (parent?.kind === "Export" && parent.flavor === "default");
  const statement = statementOf(source);
  const isExported =
    (statement?.kind === "Export" && statement.flavor === "declaration") || binding?.reads.some(isNamed);
  return isExported ? "export " : "";
}

/**
 * The companions of an exported client are exported where it is: `module.exports = { openai }`, `exports.openai = openai`, and in other
 * files, which pass it on, `export { openai } from "./clients"`.
 */
export function exportBeside(cx: Rewrite, binding: Binding, names: readonly string[], how: How): void {
  if (!cx.program.isExported(binding)) return;
  const more = names.map((name) => `, ${name}`);
  for (const read of binding.reads) {
    const { parent } = read;
    if (parent?.kind === "Entry" && parent.parent?.parent?.kind === "Assign")
      cx.insert(read.tree, parent.end, more, how);
    if (parent?.kind === "Assign" && parent.value === read) addFields(cx, parent, names, how);
  }
  for (const specifier of passedOn(cx, binding)) cx.insert(specifier.tree, specifier.end, more, how);
}

/** `exports.openai = openai`: one such statement for each companion. */
function addFields(cx: Rewrite, { target, tree }: Assign, names: readonly string[], how: How): void {
  const owner = target.kind === "Member" ? textOf(target.object) : "";
  if (target.kind !== "Member" || !/^(module\.)?exports$/.test(owner)) return;
  const { start, end } = statementOf(target)!;
  const at = lineEndAfter(tree, end);
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  for (const name of names)
    cx.replaceSpan(
      tree,
      { start: at, end: at },
      [`\n${indentationOf(tree, start)}`, printer.statement([printer.member(owner, name), " = ", name], style)],
      how,
    );
}

/** Where other files export what a binding holds from its file, by name. */
function passedOn(cx: Rewrite, binding: Binding): readonly ExportSpecifier[] {
  return cx.program.files.flatMap((file) =>
    file.tree.root.statements.flatMap((statement) =>
      statement.kind === "Export" && statement.flavor === "names" && statement.module !== undefined
        ? statement.specifiers.filter(({ exported }) => {
            const found = cx.program.exported(file, exported);
            return found?.kind === "expression" && isOf(cx, found.value, binding);
          })
        : [],
    ),
  );
}

function isOf(cx: Rewrite, value: { readonly kind: string }, binding: Binding): boolean {
  return value.kind === "Name" && cx.program.bindingOf(value as Name) === binding;
}

/** Whether a variable is all that its CommonJS module exports: `module.exports = openai`. Nothing can be exported beside it. */
export function isWholeExport({ reads }: Binding): boolean {
  return reads.some(({ parent }) => parent !== undefined && isModuleExport(parent));
}
