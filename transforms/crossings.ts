import type { Operation } from "../src/analysis/operation.js";
import { walk } from "../src/languages/walk.js";
import { clients as rule } from "./registry.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Identifiers may go from a flow that migrates to one that stays, because with the shim both understand the new ones. Without it they
 * do not: every such place is said.
 */
export function warnOfCrossings(cx: Rewrite): void {
  for (const operation of cx.flows.operations) {
    const active = cx.isActive(operation);
    for (const argument of operation.args.values()) {
      const from = originOf(cx, operation, argument.name);
      if (!from || cx.isActive(from) === active) continue;
      const [noun, other] = active ? ["a classic id", "the new API"] : ["an id of the current API", "the classic API"];
      cx.find(
        operation.call,
        rule,
        "error",
        `\`${argument.name}\` is ${noun} (of ${from.id}), and this ${operation.id} goes to ${other}: they do not work together yet.`,
        "Migrate the flow that stays by hand before you run this, or leave both as they are (undo, or --exclude this file).",
      );
    }
  }
}

/** The operation whose result an identifier argument visibly is. */
function originOf(cx: Rewrite, operation: Operation, name: string): Operation | undefined {
  for (const node of walk(operation.args.get(name)!.value)) {
    if (node.kind !== "Member" && node.kind !== "Name") continue;
    const value = cx.values.results(node).find((v) => v.operation !== undefined && v.type.startsWith("id("));
    if (value) return value.operation;
  }
  return undefined;
}
