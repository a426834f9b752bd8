import type ts from "typescript";
import { compiler } from "../compiler.js";
import type {
  Block,
  Case,
  Declaration,
  Declarator,
  ExpressionStatement,
  Handler,
  If,
  Jump,
  Loop,
  Opaque,
  Return,
  Statement,
  Switch,
  Throw,
  Try,
} from "../../tree.js";
import type { Context, Reader, Readers } from "./context.js";
import { around, between, cover, expression, optional, startOf, statements } from "./context.js";
import { declarationStart, block } from "./functions.js";
import { binding, target } from "./patterns.js";

const K = compiler.SyntaxKind;

/** A branch or loop body: without braces a block of that one statement, with its span. */
function body(cx: Context, node: ts.Statement): Block {
  if (compiler.isBlock(node)) return block(cx, node);
  return cover(cx, node, { kind: "Block", statements: statements(cx, [node]) });
}

function variables(cx: Context, node: ts.VariableStatement): Declaration {
  const start = declarationStart(cx, node);
  return declaration(cx, node.declarationList, start, node.end);
}

function declaration(cx: Context, list: ts.VariableDeclarationList, start: number, end: number): Declaration {
  return between(cx, start, end, {
    kind: "Declaration",
    keyword: keywordOf(list),
    declarators: list.declarations.map((node) => declarator(cx, node)),
  });
}

function keywordOf(list: ts.VariableDeclarationList): Declaration["keyword"] {
  const flags = list.flags & compiler.NodeFlags.BlockScoped;
  if (flags === compiler.NodeFlags.Const) return "const";
  if (flags === compiler.NodeFlags.Let) return "let";
  return flags === 0 ? "var" : "using";
}

function declarator(cx: Context, node: ts.VariableDeclaration): Declarator {
  return cover(cx, node, {
    kind: "Declarator",
    target: binding(cx, node.name),
    annotation: optional(cx, node.type),
    value: optional(cx, node.initializer),
  });
}

function expressionStatement(cx: Context, node: ts.ExpressionStatement): ExpressionStatement {
  return cover(cx, node, { kind: "ExpressionStatement", expression: expression(cx, node.expression) });
}

function branch(cx: Context, node: ts.IfStatement): If {
  const other = node.elseStatement;
  return cover(cx, node, {
    kind: "If",
    test: expression(cx, node.expression),
    then: body(cx, node.thenStatement),
    otherwise: other && (compiler.isIfStatement(other) ? branch(cx, other) : body(cx, other)),
  });
}

/** The fields that a loop does not use. */
const UNUSED = {
  init: undefined,
  test: undefined,
  update: undefined,
  target: undefined,
  declares: undefined,
  iterable: undefined,
  async: false,
  otherwise: undefined,
} as const;

function whileLoop(flavor: "while" | "doWhile"): Reader {
  return (cx, node: ts.WhileStatement | ts.DoStatement): Loop =>
    cover(cx, node, {
      ...UNUSED,
      kind: "Loop",
      flavor,
      test: expression(cx, node.expression),
      body: body(cx, node.statement),
    });
}

function forLoop(cx: Context, node: ts.ForStatement): Loop {
  return cover(cx, node, {
    ...UNUSED,
    kind: "Loop",
    flavor: "for",
    init: node.initializer && initializer(cx, node.initializer),
    test: optional(cx, node.condition),
    update: optional(cx, node.incrementor),
    body: body(cx, node.statement),
  });
}

function initializer(cx: Context, node: ts.ForInitializer): Statement {
  if (compiler.isVariableDeclarationList(node)) return declaration(cx, node, startOf(cx, node), node.end);
  return cover(cx, node, { kind: "ExpressionStatement", expression: expression(cx, node) });
}

function eachLoop(cx: Context, node: ts.ForOfStatement | ts.ForInStatement): Loop {
  const init = node.initializer;
  const list = compiler.isVariableDeclarationList(init) ? init : undefined;
  const keyword = list && keywordOf(list);
  const iterable = expression(cx, node.expression);
  return cover(cx, node, {
    ...UNUSED,
    kind: "Loop",
    flavor: "each",
    target: list ? binding(cx, list.declarations[0]!.name) : target(cx, init as ts.Expression),
    declares: keyword === "using" ? "const" : keyword,
    iterable: compiler.isForInStatement(node) ? around(cx, node.expression, "keys", [iterable]) : iterable,
    async: (node as ts.ForOfStatement).awaitModifier !== undefined,
    body: body(cx, node.statement),
  });
}

function returned(cx: Context, node: ts.ReturnStatement): Return {
  return cover(cx, node, { kind: "Return", value: optional(cx, node.expression) });
}

function thrown(cx: Context, node: ts.ThrowStatement): Throw {
  return cover(cx, node, { kind: "Throw", value: expression(cx, node.expression) });
}

/** A jump to a label leaves more than the nearest loop, so it is not a Jump. */
function jump(flavor: Jump["flavor"]): Reader {
  return (cx, node: ts.BreakOrContinueStatement): Jump | Opaque =>
    node.label ? around(cx, node, "labelled jump", []) : cover(cx, node, { kind: "Jump", flavor });
}

function labelled(cx: Context, node: ts.LabeledStatement): Opaque {
  return around(cx, node, "LabeledStatement", statements(cx, [node.statement]));
}

function tried(cx: Context, node: ts.TryStatement): Try {
  return cover(cx, node, {
    kind: "Try",
    body: block(cx, node.tryBlock),
    handlers: node.catchClause ? [handler(cx, node.catchClause)] : [],
    otherwise: undefined,
    finalizer: node.finallyBlock && block(cx, node.finallyBlock),
  });
}

/** The annotation of a caught variable can only be `any` or `unknown`: `type` stays empty, nothing is caught by type. */
function handler(cx: Context, node: ts.CatchClause): Handler {
  return cover(cx, node, {
    kind: "Handler",
    type: undefined,
    target: node.variableDeclaration && binding(cx, node.variableDeclaration.name),
    body: block(cx, node.block),
  });
}

function switched(cx: Context, node: ts.SwitchStatement): Switch {
  return cover(cx, node, {
    kind: "Switch",
    subject: expression(cx, node.expression),
    cases: node.caseBlock.clauses.map((clause) => clauseOf(cx, clause)),
  });
}

function clauseOf(cx: Context, node: ts.CaseOrDefaultClause): Case {
  const tests = compiler.isCaseClause(node) ? [expression(cx, node.expression)] : [];
  const list = statements(cx, node.statements);

  return cover(cx, node, {
    kind: "Case",
    tests,
    body: between(cx, list[0]?.start ?? node.end, node.end, { kind: "Block", statements: list }),
  });
}

export const STATEMENTS: Readers = {
  [K.Block]: block,
  [K.VariableStatement]: variables,
  [K.ExpressionStatement]: expressionStatement,
  [K.IfStatement]: branch,
  [K.WhileStatement]: whileLoop("while"),
  [K.DoStatement]: whileLoop("doWhile"),
  [K.ForStatement]: forLoop,
  [K.ForOfStatement]: eachLoop,
  [K.ForInStatement]: eachLoop,
  [K.ReturnStatement]: returned,
  [K.ThrowStatement]: thrown,
  [K.BreakStatement]: jump("break"),
  [K.ContinueStatement]: jump("continue"),
  [K.LabeledStatement]: labelled,
  [K.TryStatement]: tried,
  [K.SwitchStatement]: switched,
};
