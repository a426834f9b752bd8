import type { ResultValue } from "../../src/analysis/value.js";
import type { Node } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";

/** Whether `x["data"]` reads a field of the new object, too: where subscripts are members, and of JSON. Objects of an SDK have attributes only. */
export function keepsSubscripts(cx: Rewrite, at: Node, { operation }: ResultValue): boolean {
  return operation?.request !== undefined || cx.program.fileOf(at).language.subscriptsAreMembers;
}
