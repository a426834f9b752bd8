import type { FunctionNode, Parameter } from "../../tree.js";
import { readAnnotation } from "./annotations.js";
import { build, hasToken, nameOf } from "./build.js";
import { sourceOf, type Concrete } from "./concrete.js";
import { readDecorator, readTypeParameters, undecorated } from "./definitions.js";
import { readExpression } from "./expressions.js";
import { readParameters } from "./parameters.js";
import { readBlock } from "./statements.js";

/** `lambda a, *b: c`. */
export function readLambda(node: Concrete): FunctionNode {
  const { start, end, children } = node;
  const body = children.at(-1)!;
  return build<FunctionNode>({
    kind: "Function",
    start,
    end,
    flavor: "lambda",
    name: undefined,
    params: children.length > 1 ? readParameters(children[0]!) : [],
    returns: undefined,
    body: readExpression(body),
    async: false,
    generator: yields(body),
    accessor: undefined,
    isStatic: false,
    decorators: [],
  });
}

/** A `def`, perhaps inside its decorators. */
export function readFunction(node: Concrete, flavor: "declaration" | "method"): FunctionNode {
  const { definition, decorators } = undecorated(node);
  const find = (type: string) => definition.children.find((child) => child.type === type);
  const body = find("block");
  const returns = find("type");
  const isMarked = (name: RegExp) => decorators.some((decorator) => name.test(sourceOf(decorator)));
  const params = readParameters(find("parameters")!);
  return build<FunctionNode>({
    kind: "Function",
    start: node.start,
    end: node.end,
    flavor,
    name: nameOf(definition.children[0]!),
    typeParameters: readTypeParameters(definition),
    params,
    returns: returns && readAnnotation(returns),
    body: body && readBlock(body),
    async: hasToken(definition, "async"),
    generator: body !== undefined && yields(body),
    accessor: isMarked(/property$/) ? "get" : isMarked(/\.setter$/) ? "set" : undefined,
    isStatic: isMarked(/\b(?:static|class)method$/) || (flavor === "method" && !takesReceiver(params)),
    decorators: decorators.map(readDecorator),
  });
}

/** What methods call the object or class that they are called on. */
const RECEIVER = /^_*(?:self|cls|this|klass|me?ta?cls|mcs)?$/;

/**
 * Whether the first parameter of a method is what it is called on. Where it is named otherwise the class is only a place for functions
 * (`Texts.cleaned(message)`), which nobody marked.
 */
function takesReceiver([first]: readonly Parameter[]): boolean {
  return first?.target.kind !== "Name" || first.rest !== "none" || RECEIVER.test(first.target.name);
}

/** Whether running this body yields, nested functions left out. */
function yields(body: Concrete): boolean {
  if (!sourceOf(body).includes("yield")) return false;
  const pending = [body];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === "yield") return true;
    if (node.type !== "lambda" && node.type !== "function_definition") pending.push(...node.children);
  }
  return false;
}
