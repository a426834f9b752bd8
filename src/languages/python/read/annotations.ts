import type { ArrayLiteral, Expression, Member, Name, TypeApply, TypeUnion } from "../../tree.js";
import { build, nameAt, spanning } from "./build.js";
import { sourceOf, type Concrete } from "./concrete.js";
import { readExpression } from "./expressions.js";

/** Reads a type: what stands behind `:` or `->`, and everything inside it. Elsewhere the same syntax means subscripts and operators. */
export function readAnnotation(node: Concrete): Expression {
  if (node.broken) return readExpression(node);
  switch (node.type) {
    case "type":
    case "parenthesized_expression":
      return readAnnotation(node.children[0]!);
    case "generic_type":
      return readApply(node, node.children[0]!, node.children[1]!.children);
    case "subscript":
      return readApply(node, node.children[0]!, node.children.slice(1));
    case "union_type":
      return readUnion(node);
    case "binary_operator":
      return node.tokens[0]!.type === "|" ? readUnion(node) : readExpression(node);
    case "string":
      return readReference(node);
    case "list":
      return readList(node);
    default:
      return readExpression(node);
  }
}

/** The arguments of `Literal` are values; so is everything behind the first argument of `Annotated`. */
function readApply(node: Concrete, base: Concrete, args: readonly Concrete[]): TypeApply {
  const name = /\w*$/.exec(sourceOf(base))![0];
  const isType = (i: number): boolean => name !== "Literal" && (name !== "Annotated" || i === 0);
  return build<TypeApply>({
    kind: "TypeApply",
    start: node.start,
    end: node.end,
    base: readAnnotation(base),
    args: args.map((arg, i) => (isType(i) ? readAnnotation(arg) : readExpression(inner(arg)))),
  });
}

function inner(node: Concrete): Concrete {
  return node.type === "type" && !node.broken ? node.children[0]! : node;
}

/** `A | B | C` as one union. */
function readUnion(node: Concrete): TypeUnion {
  const members = node.children
    .map(readAnnotation)
    .flatMap((member) => (member.kind === "TypeUnion" ? member.members : [member]));
  return build<TypeUnion>({ kind: "TypeUnion", start: node.start, end: node.end, members });
}

/** `"Run"`, `"models.Run"`: a forward reference is the name it holds. Other strings stay strings. */
function readReference(node: Concrete): Expression {
  const [whole, quote, path] = /^("|')([^\W\d]\w*(?:\.[^\W\d]\w*)*)\1$/u.exec(sourceOf(node)) ?? [];
  if (whole === undefined || quote === undefined || path === undefined) return readExpression(node);
  let start = node.start + quote.length;
  let read: Name | Member | undefined;
  for (const property of path.split(".")) {
    const span = { start, end: start + property.length };
    read = read
      ? build<Member>({
          kind: "Member",
          ...spanning(read, span),
          object: read,
          property,
          propertySpan: span,
          optional: false,
          computed: false,
        })
      : nameAt(span, property);
    start = span.end + 1;
  }
  return read!;
}

function readList({ start, end, children }: Concrete): ArrayLiteral {
  return build<ArrayLiteral>({
    kind: "ArrayLiteral",
    start,
    end,
    flavor: "array",
    items: children.map(readAnnotation),
  });
}
