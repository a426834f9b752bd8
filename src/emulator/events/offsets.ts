/** What offsets of citations count in a text. */
export type TextOffsets = "code points" | "utf-16";

/** The offset that the wire gives for a place in a string. */
export function offsetOf(text: string, index: number, counting: TextOffsets): number {
  return counting === "utf-16" ? index : Array.from(text.slice(0, index)).length;
}

/** The place in a string that an offset of the wire means; the end for offsets beyond it. */
export function indexOf(text: string, offset: number, counting: TextOffsets): number {
  const index = counting === "utf-16" ? offset : Array.from(text).slice(0, offset).join("").length;
  return Math.min(index, text.length);
}
