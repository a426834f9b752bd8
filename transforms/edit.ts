import { listAt } from "../src/languages/listAt.js";
import type { Part } from "../src/languages/code.js";
import type { Span } from "../src/languages/tree.js";

/**
 * How sure an edit is.
 * - safe: behaviour is kept;
 * - review: behaviour can differ in a way that `reason` names; applied, and listed first in the report;
 * - manual: not applied.
 */
export type Safety = "safe" | "review" | "manual";

/** A replacement of `[start, end)` in a file. Parts that are carried ranges receive their own edits before they are copied. */
export interface Edit extends Span {
  readonly file: string;
  readonly parts: readonly Part[];
  /** Rule id, "MA101". */
  readonly rule: string;
  readonly safety: Safety;
  /** One sentence for people: what changes, and for `review` how behaviour can differ. */
  readonly reason: string;
  /** Flow the edit belongs to: edits of one flow are applied together or not at all. */
  readonly flow: number;
}

/** Edits of each file, in their order. */
export function byFile<T extends { readonly file: string }>(items: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) listAt(found, item.file).push(item);
  return found;
}
