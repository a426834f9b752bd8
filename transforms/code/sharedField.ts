import type { OperationArgument } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";

const known = new WeakMap<Rewrite, ReadonlyMap<Expression, OperationArgument>>();

/** The argument that a text is, where it is a field of an object that other code reads, too. */
function sharedArgument(cx: Rewrite, value: Expression): OperationArgument | undefined {
  const found =
    known.get(cx) ??
    new Map(
      cx.flows.operations
        .flatMap(({ args }) => [...args.values()])
        .flatMap((argument) => (argument.fieldOf ? [[argument.value, argument] as const] : [])),
    );
  known.set(cx, found);
  return found.get(value);
}

/** A text that stands in an object which other code reads, too, read from there: it is written only once. */
export function sharedField(cx: Rewrite, value: Expression): Code | undefined {
  const argument = value.kind === "StringLiteral" ? sharedArgument(cx, value) : undefined;
  if (!argument || argument.holder.kind !== "Entry") return undefined;
  const { tree } = value;
  return cx.printer(tree).field(carry(argument.fieldOf!), argument.holder.key!, cx.style(tree));
}
