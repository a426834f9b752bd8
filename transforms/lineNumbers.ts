/** Finds the lines of many places in one text. */
export class LineNumbers {
  private readonly ends: readonly number[];

  constructor(text: string) {
    this.ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  }

  /** Counted from 1. */
  at(offset: number): number {
    let low = 0;
    for (let high = this.ends.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.ends[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}
