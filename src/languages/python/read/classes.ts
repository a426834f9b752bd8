import type { ClassNode, Expression, Field, FunctionNode, Opaque, Statement } from "../../tree.js";
import { readAnnotation } from "./annotations.js";
import { build, nameOf } from "./build.js";
import { readArgument } from "./calls.js";
import { sourceOf, type Concrete } from "./concrete.js";
import { isWhole, readDecorator, readTypeParameters, undecorated } from "./definitions.js";
import { readExpression } from "./expressions.js";
import { readFunction } from "./functions.js";
import { readStatements } from "./statements.js";

/** A `class`, perhaps inside its decorators. Keyword bases (`metaclass=M`) are opaque and keep their value. */
export function readClass(node: Concrete): ClassNode {
  const { definition, decorators } = undecorated(node);
  const find = (type: string) => definition.children.find((child) => child.type === type);
  return build<ClassNode>({
    kind: "Class",
    start: node.start,
    end: node.end,
    name: nameOf(definition.children[0]!),
    typeParameters: readTypeParameters(definition),
    bases: find("argument_list")?.children.map(readBase) ?? [],
    decorators: decorators.map(readDecorator),
    members: find("block")?.children.flatMap(readMember) ?? [],
  });
}

function readBase(node: Concrete): Expression {
  const { start, end } = node;
  if (node.type !== "keyword_argument") return readExpression(node);
  return build<Opaque>({ kind: "Opaque", start, end, what: node.type, children: [readArgument(node)] });
}

function readMember(node: Concrete): (FunctionNode | Field | Statement)[] {
  const isMethod = undecorated(node).definition.type === "function_definition" && isWhole(node);
  if (isMethod) return [readFunction(node, "method")];
  const field = readField(node);
  return field ? [field] : readStatements(node);
}

function readField(node: Concrete): Field | undefined {
  const assignment = node.children[0];
  if (node.type !== "expression_statement" || assignment?.type !== "assignment" || assignment.broken) return undefined;
  const [name, ...rest] = assignment.children;
  const type = rest[0]?.type === "type" ? rest.shift() : undefined;
  const value = rest[0];
  if (name!.type !== "identifier" || value?.type === "assignment") return undefined;
  return build<Field>({
    kind: "Field",
    start: node.start,
    end: node.end,
    name: sourceOf(name!),
    nameSpan: { start: name!.start, end: name!.end },
    annotation: type && readAnnotation(type),
    value: value && readExpression(value),
    isStatic: false,
  });
}
