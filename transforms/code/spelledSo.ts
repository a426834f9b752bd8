import type { Operation } from "../../src/analysis/operation.js";
import type { TargetOperation } from "../../src/dialects/target.js";
import type { Argument } from "../../src/languages/tree.js";
import { isInCode } from "../agents/configuration.js";
import type { Rewrite } from "../rewrite.js";

/** Whether a call on a client that stays is one of the current SDK already. */
export function isSpelledSo(cx: Rewrite, operation: Operation, { path, positional }: TargetOperation): boolean {
  const { spec, call, args } = operation;
  const byPosition = call.args.filter(({ form }) => form === "positional");
  const named = (argument: Argument) => [...args.values()].find(({ holder }) => holder === argument)?.name;
  return (
    isInCode(cx, operation) &&
    spec.path === path &&
    positional.every((name, i) => byPosition[i] !== undefined && named(byPosition[i]) === name) &&
    byPosition.slice(positional.length).every((argument) => named(argument) === undefined)
  );
}
