import type { Parameter } from "../../tree.js";
import { readAnnotation } from "./annotations.js";
import { build } from "./build.js";
import type { Concrete } from "./concrete.js";
import { readExpression } from "./expressions.js";
import { readPattern } from "./patterns.js";

/** The parameters of a function or lambda. */
export function readParameters(node: Concrete): Parameter[] {
  const params: Parameter[] = [];
  let keywordOnly = false;
  for (const child of node.children) {
    if (child.type === "keyword_separator") keywordOnly = true;
    if (child.type === "keyword_separator" || child.type === "positional_separator") continue;
    const parameter = readParameter(child, keywordOnly);
    if (parameter.rest === "positional") keywordOnly = true;
    params.push(parameter);
  }
  return params;
}

const RESTS: Readonly<Record<string, Parameter["rest"] | undefined>> = {
  list_splat_pattern: "positional",
  dictionary_splat_pattern: "named",
};

/** `a`, `a: T`, `a=v`, `a: T = v`, `*a`, `**a`, `*a: T`. */
function readParameter(node: Concrete, keywordOnly: boolean): Parameter {
  const compound = /^(?:typed_|default_|typed_default_)parameter$/.test(node.type);
  const [target, ...more] = compound ? node.children : [node];
  const type = more.find((child) => child.type === "type");
  const fallback = more.find((child) => child.type !== "type");
  const rest = RESTS[target!.type] ?? "none";
  return build<Parameter>({
    kind: "Parameter",
    start: node.start,
    end: node.end,
    target: readPattern(rest === "none" ? target! : target!.children[0]!),
    annotation: type && readAnnotation(type),
    fallback: fallback && readExpression(fallback),
    rest,
    keywordOnly: keywordOnly && rest === "none",
    declaresField: false,
  });
}
