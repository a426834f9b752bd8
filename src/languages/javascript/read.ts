import type ts from "typescript";
import { compiler } from "./compiler.js";
import type { Span, SourceTree } from "../tree.js";
import { link, type UnlinkedTree } from "../walk.js";
import { CLASSES } from "./read/classes.js";
import { commentsOf } from "./read/comments.js";
import type { Context, Reader } from "./read/context.js";
import { between, statements } from "./read/context.js";
import { EXPRESSIONS } from "./read/expressions.js";
import { FUNCTIONS } from "./read/functions.js";
import { exportable, IMPORTS } from "./read/imports.js";
import { JSX } from "./read/jsx.js";
import { LITERALS } from "./read/literals.js";
import { OPERATORS } from "./read/operators.js";
import { STATEMENTS } from "./read/statements.js";
import { TYPES } from "./read/types.js";

const K = compiler.SyntaxKind;

/** Declarations that may carry `export`. */
const EXPORTABLE = [
  K.VariableStatement,
  K.FunctionDeclaration,
  K.ClassDeclaration,
  K.InterfaceDeclaration,
  K.TypeAliasDeclaration,
  K.EnumDeclaration,
  K.ModuleDeclaration,
  K.ImportEqualsDeclaration,
];

const READERS = readers();

/** One list, so that finding a node's reader is one look-up. */
function readers(): readonly (Reader | undefined)[] {
  const list: (Reader | undefined)[] = new Array<undefined>(K.Count).fill(undefined);
  for (const table of [EXPRESSIONS, OPERATORS, LITERALS, FUNCTIONS, CLASSES, STATEMENTS, TYPES, JSX, IMPORTS]) {
    for (const [kind, reader] of Object.entries(table)) list[Number(kind)] = reader;
  }
  for (const kind of EXPORTABLE) list[kind] = exportable(list[kind]!);
  return list;
}

/** JSDoc is not parsed: comments are read as comments. */
const OPTIONS: ts.CreateSourceFileOptions = {
  languageVersion: compiler.ScriptTarget.Latest,
  jsDocParsingMode: compiler.JSDocParsingMode.ParseNone,
};

type Draft = { -readonly [K in keyof UnlinkedTree]: UnlinkedTree[K] };

/**
 * Reads JavaScript or TypeScript. The extension decides the dialect: `.js` files may hold JSX. Needs no configuration, types or other
 * files. Text that the parser cannot get through (nested deeper than the stack) gives an empty tree with one error over all of it.
 */
export function read(path: string, text: string): SourceTree {
  try {
    return readWhole(path, text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unreadable(path, text);
  }
}

function readWhole(path: string, text: string): SourceTree {
  const source = compiler.createSourceFile(path, text, OPTIONS, false, scriptKindOf(path));
  const tree = emptyTree(path, text);
  // Nodes know the tree that they will be part of.
  const cx: Context = { source, tree: tree as SourceTree, readers: READERS };
  tree.root = between(cx, 0, text.length, { kind: "Block", statements: statements(cx, source.statements) });
  tree.comments = commentsOf(source, text);
  tree.errors = errorsOf(source);
  return link(tree);
}

function emptyTree(path: string, text: string): Draft {
  const root = {
    kind: "Block",
    parent: undefined,
    tree: undefined as never,
    at: 0,
    behind: 0,
    start: 0,
    end: text.length,
    statements: [],
  } as const;
  return { path, language: "javascript", typed: TYPED.test(path), text, root, comments: [], errors: [] };
}

function unreadable(path: string, text: string): SourceTree {
  return link({ ...emptyTree(path, text), errors: [{ start: 0, end: text.length }], tooDeep: true });
}

const TYPED = /\.[cm]?tsx?$/i;

function scriptKindOf(path: string): ts.ScriptKind {
  if (/\.tsx$/i.test(path)) return compiler.ScriptKind.TSX;
  return TYPED.test(path) ? compiler.ScriptKind.TS : compiler.ScriptKind.JSX;
}

function errorsOf(source: ts.SourceFile): Span[] {
  // The compiler keeps syntax errors on the file but hides them from its declarations.
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] };
  return parseDiagnostics.map(({ start, length }) => ({ start, end: start + length }));
}
