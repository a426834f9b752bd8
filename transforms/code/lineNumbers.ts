import { firstIndex } from "../../src/languages/firstIndex.js";
import type { Node } from "../../src/languages/tree.js";

/** The line a node begins in, counted from 1. */
export function lineOf({ tree, start }: Node): number {
  return tree.text.slice(0, start).split("\n").length;
}

/** The name of the file a node stands in, without its folders. */
export function fileNameOf({ tree }: Node): string {
  return tree.path.split("/").at(-1)!;
}

/** Finds the lines of many places in one text. */
export class LineNumbers {
  private readonly ends: readonly number[];

  constructor(text: string) {
    this.ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  }

  /** Counted from 1. */
  at(offset: number): number {
    return firstIndex(this.ends.length, (i) => this.ends[i]! >= offset) + 1;
  }
}
