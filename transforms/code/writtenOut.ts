import type { Expression } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Whether an id stands in the code as a text. It names one thing of the classic service, and whoever runs the code next writes another one
 * there: it can never be an id that the program itself was given.
 */
export function isWrittenOut(cx: Rewrite, id: Expression | undefined): boolean {
  const values = id ? cx.values.of(id) : [];
  return values.length > 0 && values.every((v) => v.kind === "text" && v.value !== undefined);
}
