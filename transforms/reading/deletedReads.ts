import type { ResultValue } from "../../src/analysis/value.js";
import type { Member } from "../../src/languages/tree.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";
import { loseRead } from "./reading.js";

const BECAUSE = {
  agent: "The answer names the agent, and says whether it is deleted.",
  item: "A deleted item answers with its conversation; where it cannot be deleted, the call throws.",
};

/**
 * What became of the answer to a call that deletes: agents are named by it, and items answer with their conversation (protocol/mapping).
 * Undefined where the answer is what it was.
 */
export function deletedOtherwise(cx: Rewrite, value: ResultValue): keyof typeof BECAUSE | undefined {
  const { type, operation } = value;
  if (type !== "Deleted" || !operation) return undefined;
  if (operation.id === "messages.delete") return "item";
  // What keeps assistants answers as the service did.
  return operation.id === "assistants.delete" && cx.definitionsOf(value) === "service" ? "agent" : undefined;
}

/** Reads a field of the answer to a call that deletes. Gives false where it is read as before. */
export function rewriteDeletedRead(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): boolean {
  const kind = deletedOtherwise(cx, values[0]!);
  if (!kind || (kind === "agent" && access.property === "deleted")) return false;
  if (kind === "agent" && access.property === "id") {
    const name = access.computed ? cx.printer(access.tree).string("name", cx.style(access.tree)) : "name";
    cx.replaceSpan(access.tree, access.propertySpan, name, how);
  } else loseRead(cx, access, access.property, values, BECAUSE[kind], how);
  return true;
}
