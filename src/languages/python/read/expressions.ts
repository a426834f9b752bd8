import type {
  ArrayLiteral,
  Assign,
  Await,
  Binary,
  BooleanLiteral,
  Conditional,
  Expression,
  Index,
  Slice,
  Member,
  NullLiteral,
  NumberLiteral,
  Opaque,
  Spread,
  Unary,
  Wrap,
} from "../../tree.js";
import { readAnnotation } from "./annotations.js";
import { build, nameOf, spanning } from "./build.js";
import { readCall } from "./calls.js";
import { readComprehension, readDictionary } from "./collections.js";
import { sourceOf, type Concrete } from "./concrete.js";
import { readLambda } from "./functions.js";
import { readPart } from "./parts.js";
import { readPattern } from "./patterns.js";
import { readString } from "./strings.js";

type ReadExpression = (node: Concrete) => Expression;

/** Reads an expression; what has no node of its own, or was not parsed whole, becomes `Opaque`. */
export function readExpression(node: Concrete): Expression {
  const read = READERS[node.type];
  return read && !node.broken ? read(node) : readOpaque(node);
}

/** Keeps all children of a node, whatever they are. */
export function readOpaque(node: Concrete, what = node.type): Opaque {
  const { start, end } = node;
  return build<Opaque>({ kind: "Opaque", start, end, what, children: node.children.map(readPart) });
}

/** Comma-separated expressions without brackets of their own: the only one itself, several as a tuple. */
export function readTuple(nodes: readonly Concrete[]): Expression {
  const span = spanning(nodes[0]!, nodes.at(-1)!);
  if (nodes.length === 1) return readExpression(nodes[0]!);
  return build<ArrayLiteral>({ kind: "ArrayLiteral", ...span, flavor: "tuple", items: nodes.map(readExpression) });
}

const READERS: Readonly<Record<string, ReadExpression | undefined>> = {
  identifier: nameOf,
  dotted_name: readDottedName,
  attribute: readAttribute,
  subscript: readSubscript,
  call: readCall,
  await: ({ start, end, children }) => build<Await>({ kind: "Await", start, end, value: readExpression(children[0]!) }),
  string: readString,
  concatenated_string: readString,
  integer: readNumber,
  float: readNumber,
  true: ({ start, end }) => build<BooleanLiteral>({ kind: "BooleanLiteral", start, end, value: true }),
  false: ({ start, end }) => build<BooleanLiteral>({ kind: "BooleanLiteral", start, end, value: false }),
  none: ({ start, end }) => build<NullLiteral>({ kind: "NullLiteral", start, end }),
  list: (node) => readItems(node, "array"),
  tuple: (node) => readItems(node, "tuple"),
  set: (node) => readItems(node, "set"),
  expression_list: (node) => readItems(node, "tuple"),
  pattern_list: (node) => readItems(node, "tuple"),
  list_splat: readSpread,
  list_splat_pattern: readSpread,
  dictionary: readDictionary,
  list_comprehension: (node) => readComprehension(node, "array"),
  set_comprehension: (node) => readComprehension(node, "set"),
  generator_expression: (node) => readComprehension(node, "generator"),
  dictionary_comprehension: (node) => readComprehension(node, "object"),
  lambda: readLambda,
  named_expression: readWalrus,
  assignment: readAssignment,
  augmented_assignment: readAssignment,
  binary_operator: readBinary,
  boolean_operator: readBinary,
  comparison_operator: readComparison,
  not_operator: (node) => readUnary(node, "not"),
  unary_operator: (node) => readUnary(node, node.tokens[0]!.type),
  conditional_expression: readConditional,
  parenthesized_expression: readParentheses,
};

function readDottedName(node: Concrete): Expression {
  const [first, ...rest] = node.children;
  return rest.reduce<Expression>((object, property) => memberOf(object, property), nameOf(first!));
}

function readAttribute(node: Concrete): Member {
  return memberOf(readExpression(node.children[0]!), node.children[1]!);
}

function memberOf(object: Expression, property: Concrete): Member {
  const { start, end } = property;
  return build<Member>({
    kind: "Member",
    ...spanning(object, property),
    object,
    property: sourceOf(property),
    propertySpan: { start, end },
    optional: false,
    computed: false,
  });
}

/** `a["b"]` is a computed member, any other subscript an index or a slice; several subscripts are a tuple. */
function readSubscript(node: Concrete): Member | Index | Slice {
  const { start, end } = node;
  const [base, ...subscripts] = node.children;
  const object = readExpression(base!);
  if (subscripts.length === 1 && subscripts[0]!.type === "slice")
    return build<Slice>({ kind: "Slice", start, end, object, bounds: subscripts[0]!.children.map(readExpression) });
  const index = readTuple(subscripts);
  if (index.kind !== "StringLiteral")
    return build<Index>({ kind: "Index", start, end, object, index, optional: false });
  const propertySpan = { start: index.start, end: index.end };
  const property = index.value;
  return build<Member>({ kind: "Member", start, end, object, property, propertySpan, optional: false, computed: true });
}

function readNumber(node: Concrete): NumberLiteral | Opaque {
  const { start, end } = node;
  const digits = sourceOf(node).toLowerCase().replaceAll("_", "").replace(/l$/, "");
  if (digits.endsWith("j")) return readOpaque(node, "imaginary");
  return build<NumberLiteral>({ kind: "NumberLiteral", start, end, value: Number(digits) });
}

function readItems(node: Concrete, flavor: ArrayLiteral["flavor"]): ArrayLiteral {
  const { start, end } = node;
  const items = node.children.map((item) => wholeSpread(readExpression(item)));
  return build<ArrayLiteral>({ kind: "ArrayLiteral", start, end, flavor, items });
}

/** The grammar may take `*a.b` for the member `b` of `*a`: what is spread is the whole of it. */
function wholeSpread(item: Expression): Expression {
  const value = withoutSpread(item);
  const { start, end } = item;
  return value === item || item.kind === "Spread" ? item : build<Spread>({ kind: "Spread", start, end, value });
}

function withoutSpread(e: Expression): Expression {
  switch (e.kind) {
    case "Spread":
      return e.value;
    case "Member":
    case "Index": {
      const object = withoutSpread(e.object);
      return object === e.object ? e : { ...e, object, start: object.start };
    }
    case "Call": {
      const callee = withoutSpread(e.callee);
      return callee === e.callee ? e : { ...e, callee, start: callee.start };
    }
    default:
      return e;
  }
}

function readSpread({ start, end, children }: Concrete): Spread {
  return build<Spread>({ kind: "Spread", start, end, value: readExpression(children[0]!) });
}

function readWalrus({ start, end, children }: Concrete): Assign {
  const [target, value] = children;
  return build<Assign>({
    kind: "Assign",
    start,
    end,
    target: readPattern(target!),
    operator: ":=",
    annotation: undefined,
    value: readExpression(value!),
  });
}

/** `a = b`, `a: T`, `a: T = b`, `a += b`; the right side may be an assignment again. */
function readAssignment(node: Concrete): Assign {
  const { start, end } = node;
  const [target, ...rest] = node.children;
  const type = rest[0]?.type === "type" ? rest.shift() : undefined;
  const value = rest[0];
  return build<Assign>({
    kind: "Assign",
    start,
    end,
    target: readPattern(target!),
    operator: node.tokens[0]?.type ?? "=",
    annotation: type && readAnnotation(type),
    value: value && readExpression(value),
  });
}

function readBinary(node: Concrete): Binary {
  const [left, right] = node.children;
  return binary(node, left!, right!);
}

/** A chain `a < b < c` means more than its links and stays opaque. */
function readComparison(node: Concrete): Binary | Opaque {
  const [left, right, ...more] = node.children;
  return more.length > 0 ? readOpaque(node, "comparison") : binary(node, left!, right!);
}

const NEUTRAL: Readonly<Record<string, string | undefined>> = { is: "==", "is not": "!=", "<>": "!=" };

function binary(node: Concrete, left: Concrete, right: Concrete): Binary {
  const { start, end } = node;
  const token = node.tokens[0]!;
  return build<Binary>({
    kind: "Binary",
    start,
    end,
    operator: NEUTRAL[token.type] ?? token.type,
    operatorSpan: { start: token.start, end: token.end },
    left: readExpression(left),
    right: readExpression(right),
  });
}

function readUnary({ start, end, children }: Concrete, operator: string): Unary {
  return build<Unary>({ kind: "Unary", start, end, operator, value: readExpression(children[0]!) });
}

function readConditional({ start, end, children }: Concrete): Conditional {
  const [then, test, otherwise] = children.map(readExpression);
  return build<Conditional>({
    kind: "Conditional",
    start,
    end,
    test: test!,
    then: then!,
    otherwise: otherwise!,
  });
}

function readParentheses({ start, end, children }: Concrete): Wrap {
  const value = readExpression(children[0]!);
  return build<Wrap>({ kind: "Wrap", start, end, flavor: "parentheses", value, annotation: undefined });
}
