import { firstIndex } from "../../src/languages/firstIndex.js";
import type { Span } from "../../src/languages/tree.js";

/** Finds the spans around others without looking at all of them. */
export class SpanIndex<S extends Span> {
  private readonly spans: readonly S[];
  /** How far the spans up to an index reach. */
  private readonly reach: readonly number[];

  constructor(spans: readonly S[]) {
    this.spans = [...spans].sort((a, b) => a.start - b.start);
    let most = -1;
    this.reach = this.spans.map(({ end }) => (most = Math.max(most, end)));
  }

  /** Whether a test holds for some span around the given one. */
  some(inner: Span, holds: (span: S) => boolean = () => true): boolean {
    const behind = firstIndex(this.spans.length, (i) => this.spans[i]!.start > inner.start);
    for (let i = behind - 1; i >= 0 && this.reach[i]! >= inner.end; i--) {
      const span = this.spans[i]!;
      if (inner.end <= span.end && holds(span)) return true;
    }
    return false;
  }
}
