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

/**
 * A text that stands in an object which other code reads, too, read from there: it is written only once. And a field of an object that is
 * built elsewhere.
 */
export function sharedField(cx: Rewrite, value: Expression): Code | undefined {
  if (value.kind !== "StringLiteral" && value.kind !== "Member") return undefined;
  const argument = sharedArgument(cx, value);
  if (!argument) return undefined;
  const { fieldOf, holder } = argument;
  const key = value.kind === "Member" ? value.property : holder.kind === "Entry" ? holder.key! : undefined;
  if (key === undefined) return undefined;
  return cx.printer(value.tree).field(carry(fieldOf!), key, cx.style(value.tree));
}
