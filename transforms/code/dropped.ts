import type { Span } from "../../src/languages/tree.js";
import type { Edit } from "../edit.js";
import { SpanIndex } from "./spanIndex.js";

/** Whether code lies in something that an edit of its file replaces, and nothing carries it on from there. */
export function isDropped(code: Span, edits: readonly Edit[]): boolean {
  const { replacements, carried } = indexOf(edits);
  return replacements.some(code, (edit) => {
    if (edit === code) return false;
    // An insertion at the border of a replacement stands beside it.
    if (code.start === code.end && (code.start === edit.start || code.end === edit.end)) return false;
    if (code.start === edit.start && code.end === edit.end && "parts" in code) return false;
    return !carried.some(code, (part) => isInside(part, edit));
  });
}

interface Index {
  readonly length: number;
  readonly replacements: SpanIndex<Edit>;
  readonly carried: SpanIndex<Span>;
}

/** Lists of edits are asked about again and again while they grow. */
const known = new WeakMap<readonly Edit[], Index>();

function indexOf(edits: readonly Edit[]): Index {
  const found = known.get(edits);
  if (found?.length === edits.length) return found;
  const index = {
    length: edits.length,
    replacements: new SpanIndex(edits.filter(({ start, end }) => start < end)),
    carried: new SpanIndex(edits.flatMap(({ parts }) => parts.filter((part) => typeof part !== "string"))),
  };
  known.set(edits, index);
  return index;
}

function isInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
