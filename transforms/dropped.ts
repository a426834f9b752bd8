import type { Span } from "../src/languages/tree.js";
import type { Edit } from "./edit.js";

/** Whether code lies in something that an edit of its file replaces, and nothing carries it on from there. */
export function isDropped(code: Span, edits: readonly Edit[]): boolean {
  return edits.some((edit) => {
    if (edit === code || edit.start === edit.end || !isInside(code, edit)) return false;
    // An insertion at the border of a replacement stands beside it.
    if (code.start === code.end && (code.start === edit.start || code.end === edit.end)) return false;
    if (code.start === edit.start && code.end === edit.end && "parts" in code) return false;
    return !edits.some((other) =>
      other.parts.some((part) => typeof part !== "string" && isInside(code, part) && isInside(part, edit)),
    );
  });
}

function isInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
