import type { Style } from "../../code.js";
import type { ImportEditor, TextEdit } from "../../language.js";
import type { SourceTree, Statement } from "../../tree.js";
import { lineEnd, lineStart } from "./lines.js";
import { sitesOf, type Site } from "./sites.js";

/** The import-like statements at the top of a file: before them only directives, other imports and calls (`dotenv.config()`). */
export function sitesAtTop(tree: SourceTree, sites: readonly Site[]): Site[] {
  const loading = new Set<Statement>(sites.map(({ statement }) => statement));
  const mayPrecede = (each: Statement): boolean =>
    loading.has(each) || (each.kind === "ExpressionStatement" && each.expression.kind !== "Assign");
  const border = tree.root.statements.find((each) => !mayPrecede(each))?.start ?? Infinity;
  return sites.filter(({ statement }) => statement.parent === tree.root && statement.start < border);
}

/** See `ImportEditor.behindTop`. */
export function behindTop(tree: SourceTree): ReturnType<ImportEditor["behindTop"]> {
  const last = sitesAtTop(tree, sitesOf(tree)).at(-1);
  return last
    ? { offset: lineEnd(tree.text, last.statement.end), isBelowImport: true }
    : { offset: header(tree).at, isBelowImport: false };
}

/** New statements on lines of their own below a statement. */
export function below(tree: SourceTree, statement: Statement, lines: readonly string[], style: Style): TextEdit {
  const at = lineEnd(tree.text, statement.end);
  return { start: at, end: at, text: lines.map((line) => style.eol + line).join("") };
}

/** New statements in a file without imports: below its shebang, directives and licence comment. */
export function belowHeader(tree: SourceTree, lines: readonly string[], style: Style): TextEdit {
  const { text } = tree;
  const { at, directive } = header(tree);
  const isBlankAt = (offset: number): boolean => text.slice(offset, lineEnd(text, offset)).trim() === "";
  const before = directive ? (text[at - 1] === "\n" ? style.eol : style.eol + style.eol) : "";
  const behind = isBlankAt(at) ? "" : style.eol;
  return { start: at, end: at, text: before + lines.map((line) => line + style.eol).join("") + behind };
}

/** Where the code of a file begins, behind its directives or the comments that belong to the file. */
function header(tree: SourceTree): { readonly at: number; readonly directive: Statement | undefined } {
  const firstOther = tree.root.statements.findIndex((each) => !isDirective(each));
  const directive = tree.root.statements.slice(0, firstOther < 0 ? undefined : firstOther).at(-1);
  return { at: directive ? nextLine(tree.text, directive.end) : endOfHeader(tree), directive };
}

/** `"use strict"` */
function isDirective(statement: Statement): boolean {
  return statement.kind === "ExpressionStatement" && statement.expression.kind === "StringLiteral";
}

/** Behind the shebang and the comments that an empty line sets apart from the code. */
function endOfHeader(tree: SourceTree): number {
  const { text } = tree;
  const start = text.startsWith("#!") ? nextLine(text, 0) : lineStart(text, 0);
  const first = tree.root.statements[0]?.start ?? text.length;
  const licence = tree.comments
    .filter((comment) => comment.start >= start && comment.end <= first)
    .findLast((comment) => /^[ \t]*\r?\n[ \t]*\r?\n/.test(text.slice(comment.end)));
  return licence ? nextLine(text, nextLine(text, licence.end)) : start;
}

function nextLine(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  return newline < 0 ? text.length : newline + 1;
}
