import type { Argument, Call } from "../../tree.js";
import { build } from "./build.js";
import { sourceOf, type Concrete } from "./concrete.js";
import { readExpression } from "./expressions.js";

/** `f(a, *b, c=d, **e)`. The parentheses of `f(x for x in xs)` belong to the generator. */
export function readCall({ start, end, children }: Concrete): Call {
  const [callee, list] = children;
  return build<Call>({
    kind: "Call",
    start,
    end,
    callee: readExpression(callee!),
    args: list!.type === "argument_list" ? list!.children.map(readArgument) : [readArgument(list!)],
    argumentsSpan: { start: list!.start, end: list!.end },
    typeArguments: [],
    optional: false,
    construct: false,
  });
}

const SPREADS: Readonly<Record<string, "spread" | "namedSpread" | undefined>> = {
  list_splat: "spread",
  dictionary_splat: "namedSpread",
};

/** One argument of a call. */
export function readArgument(node: Concrete): Argument {
  const { start, end, children } = node;
  const spread = SPREADS[node.type];
  if (spread) return argument(spread, undefined, children[0]!);
  if (node.type === "keyword_argument") return argument("named", sourceOf(children[0]!), children[1]!);
  return argument("positional", undefined, node);

  function argument(form: Argument["form"], name: string | undefined, value: Concrete): Argument {
    return build<Argument>({ kind: "Argument", start, end, form, name, value: readExpression(value) });
  }
}
