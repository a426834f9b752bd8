import type { Span } from "../../src/languages/tree.js";
import type { Edit } from "../edit.js";

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
  readonly replacements: Around<Edit>;
  readonly carried: Around<Span>;
}

/** Lists of edits are asked about again and again while they grow. */
const known = new WeakMap<readonly Edit[], Index>();

function indexOf(edits: readonly Edit[]): Index {
  const found = known.get(edits);
  if (found?.length === edits.length) return found;
  const index = {
    length: edits.length,
    replacements: new Around(edits.filter(({ start, end }) => start < end)),
    carried: new Around(edits.flatMap(({ parts }) => parts.filter((part) => typeof part !== "string"))),
  };
  known.set(edits, index);
  return index;
}

/** Finds the spans around others without looking at all of them. */
class Around<S extends Span> {
  private readonly spans: readonly S[];
  /** How far the spans up to an index reach. */
  private readonly reach: readonly number[];

  constructor(spans: readonly S[]) {
    this.spans = [...spans].sort((a, b) => a.start - b.start);
    let most = -1;
    this.reach = this.spans.map(({ end }) => (most = Math.max(most, end)));
  }

  /** Whether a test holds for some span around the given one. */
  some(inner: Span, holds: (span: S) => boolean): boolean {
    let low = 0;
    for (let high = this.spans.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.spans[middle]!.start <= inner.start) low = middle + 1;
      else high = middle;
    }
    for (let i = low - 1; i >= 0 && this.reach[i]! >= inner.end; i--) {
      const span = this.spans[i]!;
      if (inner.end <= span.end && holds(span)) return true;
    }
    return false;
  }
}

function isInside(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
