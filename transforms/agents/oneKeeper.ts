import type { Operation } from "../../src/analysis/operation.js";
import { hangTogether } from "../../src/analysis/importGroups.js";
import { isInCode, provenance } from "./configuration.js";
import { fileNameOf, lineOf } from "../code/lineNumbers.js";
import { agents as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Assistants whose ids go through storage or other programs are kept in one place: by the program, or, where a call on them stays, by the
 * shim. Neither knows what the other keeps, so all operations that may be about them stay together.
 */
export function refuseTwoKeepers(cx: Rewrite): void {
  const touching = cx.flows.operations.filter((operation) => isInCode(cx, operation) && isAboutKept(cx, operation));
  for (const operation of touching) {
    if (!cx.isActive(operation)) continue;
    const group = touching.filter(({ call }) => hangTogether(cx.program, call.tree, operation.call.tree));
    const stays = group.find((other) => !cx.isActive(other));
    // Ids that nothing in the program makes are of assistants that do not change: each place may have its own copy.
    if (!stays || !group.some(makes)) continue;
    cx.refuse(
      operation,
      rule,
      `it may be about an assistant that ${stays.id} in line ${lineOf(stays.call)} of ${fileNameOf(stays.call)} is about, and that call stays`,
      "Migrate that call by hand, then run again.",
    );
  }
}

/** Whether it brings assistants about, or changes them. */
function makes({ id }: Operation): boolean {
  return id === "assistants.create" || id === "assistants.update";
}

/** Whether it is about assistants that are not configuration in the code. */
function isAboutKept(cx: Rewrite, operation: Operation): boolean {
  if (operation.id === "assistants.create")
    return cx.definitionsOf({ operation, dialect: operation.dialect }) === "kept" || !cx.isActive(operation);
  if (operation.id === "assistants.list") return true;
  const id = operation.args.get("assistant_id")?.value;
  return id !== undefined && provenance(cx, id) !== "code";
}
