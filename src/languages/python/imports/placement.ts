import type { SourceTree, Statement } from "../../tree.js";
import type { ImportEditor, TextEdit } from "../../language.js";
import type { Style } from "../../code.js";
import { textOf } from "../../walk.js";
import { lineEnd, lineStart, linesOf } from "./lines.js";
import { sitesOf, type Site } from "./sites.js";

/**
 * The import statements that stand at the top of a file: only calls and other imports are between them. In a notebook those behind the
 * line that installs packages.
 */
export function sitesAtTop(tree: SourceTree, sites: readonly Site[]): Site[] {
  const statements = tree.root.statements;
  const border = statements.find((statement) => !mayPrecedeImports(statement))?.start ?? Infinity;
  const installed = installerAtTop(tree)?.end ?? 0;
  return sites.filter((site) => site.nodes[0]!.parent === tree.root && installed <= site.start && site.start < border);
}

/** The last line among the first statements of a notebook that installs packages: nothing can be imported above it. */
function installerAtTop({ root }: SourceTree): Statement | undefined {
  const border = root.statements.findIndex((statement) => !mayPrecedeImports(statement));
  const first = border < 0 ? root.statements : root.statements.slice(0, border);
  return first.findLast((statement) => isMagic(statement) && /\binstall\b/.test(textOf(statement)));
}

/** Whether a statement is a line of a notebook that is no code. */
function isMagic(statement: Statement): boolean {
  return (
    statement.kind === "ExpressionStatement" &&
    statement.expression.kind === "Opaque" &&
    statement.expression.what === "magic"
  );
}

function mayPrecedeImports(statement: Statement): boolean {
  switch (statement.kind) {
    case "Import":
    case "Jump":
      return true;
    case "ExpressionStatement":
      return (
        statement.expression.kind === "Call" || statement.expression.kind === "StringLiteral" || isMagic(statement)
      );
    case "If":
      return statement.then.statements.every(mayPrecedeImports);
    case "Try":
      return statement.body.statements.every(mayPrecedeImports);
    default:
      return false;
  }
}

/** The import that a new one stands below: one like it, else the last one. */
export function neighbourOf(sites: readonly Site[], module: string, plain: boolean): Site | undefined {
  const root = module.split(".")[0]!;
  const ofRoot = sites.filter((site) => site.from !== plain && root !== "" && moduleOf(site).split(".")[0] === root);
  const isLike = (site: Site): boolean => site.from !== plain && moduleOf(site) !== "__future__";
  const isRelative = (site: Site): boolean => moduleOf(site).startsWith(".");
  return (
    // Below what sorts before it, so that sorted imports stay sorted.
    ofRoot.findLast((site) => moduleOf(site) <= module) ??
    ofRoot.at(-1) ??
    sites.findLast((site) => isLike(site) && isRelative(site) === module.startsWith(".")) ??
    sites.findLast((site) => !isRelative(site) || module.startsWith(".")) ??
    sites.at(-1)
  );
}

export function moduleOf(site: Site): string {
  return site.nodes[0]!.module;
}

/** See `ImportEditor.behindTop`. */
export function behindTop(tree: SourceTree): ReturnType<ImportEditor["behindTop"]> {
  const last = sitesAtTop(tree, sitesOf(tree)).at(-1);
  return last
    ? { offset: lineEnd(tree.text, endOfLine(tree, last)), isBelowImport: true }
    : { offset: header(tree).at, isBelowImport: false };
}

/** New lines below an import statement. */
export function below(site: Site, lines: readonly string[], style: Style): TextEdit {
  const { tree } = site.nodes[0]!;
  const at = lineEnd(tree.text, endOfLine(tree, site));
  // `from __future__` is a group of its own.
  const gap = moduleOf(site) === "__future__" ? style.eol : "";
  return { start: at, end: at, text: gap + lines.map((line) => style.eol + line).join("") };
}

/** The end of the last statement on the line of an import: `import a; import b`. */
function endOfLine(tree: SourceTree, site: Site): number {
  let end = site.end;
  for (const statement of tree.root.statements) {
    if (statement.start >= end && statement.start < lineEnd(tree.text, end)) end = statement.end;
  }
  return end;
}

/** New lines in a file without imports: below its header, which is a shebang, an encoding, a licence comment and a docstring. */
export function belowHeader(tree: SourceTree, lines: readonly string[], style: Style): TextEdit {
  const { text } = tree;
  const installer = installerAtTop(tree);
  if (installer) return belowInstaller(tree, installer, lines, style);
  const { at, docstring } = header(tree);
  const block = lines.join(style.eol) + style.eol;
  const rest = text.slice(at);
  const before = docstring && !text.slice(0, at).endsWith("\n") ? style.eol + style.eol : docstring ? style.eol : "";
  const behind = rest.trim() === "" || /^[ \t]*\r?\n/.test(rest) ? "" : style.eol;
  return { start: at, end: at, text: before + block + behind };
}

/** Where the code of a file begins, behind its docstring or the comments that belong to the file. */
function header(tree: SourceTree): { readonly at: number; readonly docstring: Statement | undefined } {
  const first = tree.root.statements[0];
  const docstring =
    first?.kind === "ExpressionStatement" && first.expression.kind === "StringLiteral" ? first : undefined;
  return { at: docstring ? linesOf(tree.text, docstring).end : endOfHeaderComments(tree), docstring };
}

/** Above the first statement behind the one that installs packages; at the start of its cell where it is the first one there. */
function belowInstaller(tree: SourceTree, installer: Statement, lines: readonly string[], { eol }: Style): TextEdit {
  const next = tree.root.statements.find(({ start }) => start >= installer.end);
  if (!next) return { start: installer.end, end: installer.end, text: lines.map((line) => eol + line).join("") };
  const cell = tree.cells?.find(({ start, end }) => start <= next.start && next.end <= end);
  const at = cell && installer.end <= cell.start ? cell.start : lineStart(tree.text, next.start);
  return { start: at, end: at, text: lines.join(eol) + eol + eol };
}

/** Comments at the start of a file belong to it if an empty line follows, and a shebang and an encoding always do (PEP 263). */
function endOfHeaderComments({ text }: SourceTree): number {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const fixed = /^(?:#!.*\r?\n)?(?:#.*?coding[:=].*\r?\n)?/.exec(text.slice(start))![0];
  const licence = /^(?:#.*\r?\n)+[ \t]*\r?\n/.exec(text.slice(start))?.[0] ?? "";
  return start + Math.max(fixed.length, licence.length);
}
