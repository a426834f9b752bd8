import type {
  Block,
  ClassStatement,
  ExpressionStatement,
  FunctionStatement,
  Jump,
  Opaque,
  Return,
  ScopeDirective,
  Statement,
  Throw,
} from "../../tree.js";
import { build, hasToken, spanning } from "./build.js";
import { readClass } from "./classes.js";
import { readFor, readIf, readTry, readWhile, readWith } from "./compound.js";
import { sourceOf, type Concrete } from "./concrete.js";
import { isWhole, undecorated } from "./definitions.js";
import { readExpression, readOpaque, readTuple } from "./expressions.js";
import { readFunction } from "./functions.js";
import { readFrom, readImports } from "./import-statements.js";
import { readMatch } from "./match.js";

type ReadStatement = (node: Concrete) => Statement;

export function isStatement(node: Concrete): boolean {
  return node.type === "import_statement" || node.type in READERS;
}

/** Reads statements in order. */
export function readBlock(node: Concrete): Block {
  const { start, end } = node;
  return build<Block>({ kind: "Block", start, end, statements: node.children.flatMap(readStatements) });
}

/** Like `readStatement`, but `import a, b` gives one statement for each module. */
export function readStatements(node: Concrete): Statement[] {
  return node.type === "import_statement" && !node.broken ? readImports(node) : [readStatement(node)];
}

/** Reads one statement; what has no node of its own, or was not parsed whole, becomes `Opaque`. */
export function readStatement(node: Concrete): Statement {
  const read = READERS[node.type];
  return read && !node.broken ? read(node) : readOpaque(node);
}

const READERS: Readonly<Record<string, ReadStatement | undefined>> = {
  expression_statement: readExpressionStatement,
  function_definition: readDefinition,
  class_definition: readDefinition,
  decorated_definition: readDefinition,
  if_statement: readIf,
  for_statement: readFor,
  while_statement: readWhile,
  try_statement: readTry,
  with_statement: readWith,
  match_statement: readMatch,
  return_statement: ({ start, end, children: [value] }) =>
    build<Return>({ kind: "Return", start, end, value: value && readExpression(value) }),
  raise_statement: readRaise,
  break_statement: (node) => jump(node, "break"),
  continue_statement: (node) => jump(node, "continue"),
  pass_statement: (node) => jump(node, "pass"),
  global_statement: (node) => readScope(node, "global"),
  nonlocal_statement: (node) => readScope(node, "nonlocal"),
  delete_statement: readDelete,
  assert_statement: (node) => readOpaque(node, "assert"),
  import_from_statement: readFrom,
  future_import_statement: readFrom,
  print_statement: (node) => readOpaque(node),
  exec_statement: (node) => readOpaque(node),
  type_alias_statement: (node) => readOpaque(node),
};

function readExpressionStatement({ start, end, children }: Concrete): ExpressionStatement {
  return build<ExpressionStatement>({ kind: "ExpressionStatement", start, end, expression: readTuple(children) });
}

function readDefinition(node: Concrete): Statement {
  const { start, end } = node;
  if (!isWhole(node)) return readOpaque(node);
  if (undecorated(node).definition.type === "class_definition") {
    return build<ClassStatement>({ kind: "ClassStatement", start, end, class: readClass(node) });
  }
  return build<FunctionStatement>({ kind: "FunctionStatement", start, end, fn: readFunction(node, "declaration") });
}

/** `raise a from b` keeps both in one opaque value. */
function readRaise(node: Concrete): Throw {
  const { start, end, children } = node;
  const value = children[0];
  if (!value || !hasToken(node, "from")) {
    return build<Throw>({ kind: "Throw", start, end, value: value && readExpression(value) });
  }
  const both = build<Opaque>({
    kind: "Opaque",
    ...spanning(value, children.at(-1)!),
    what: "raise_from",
    children: children.map(readExpression),
  });
  return build<Throw>({ kind: "Throw", start, end, value: both });
}

/** `del a, b` has both as children. */
function readDelete(node: Concrete): Opaque {
  const { start, end, children } = node;
  const targets = children[0]?.type === "expression_list" ? children[0].children : children;
  return build<Opaque>({ kind: "Opaque", start, end, what: "delete", children: targets.map(readExpression) });
}

function readScope({ start, end, children }: Concrete, flavor: ScopeDirective["flavor"]): ScopeDirective {
  return build<ScopeDirective>({ kind: "ScopeDirective", start, end, flavor, names: children.map(sourceOf) });
}

function jump({ start, end }: Concrete, flavor: Jump["flavor"]): Jump {
  return build<Jump>({ kind: "Jump", start, end, flavor });
}
