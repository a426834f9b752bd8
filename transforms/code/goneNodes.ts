import { listAt } from "../../src/languages/listAt.js";
import type { Node, SourceTree, Span } from "../../src/languages/tree.js";
import { covers } from "./spans.js";

/** Nodes that go, each with the parts of it that stay. */
export class GoneNodes {
  private readonly byFile = new Map<SourceTree, Map<number, (readonly Span[])[]>>();

  add(node: Node, keeps: readonly Span[]): void {
    const inFile = this.byFile.get(node.tree) ?? new Map<number, (readonly Span[])[]>();
    this.byFile.set(node.tree, inFile);
    listAt(inFile, placeKey(node)).push(keeps);
  }

  /** Whether a node lies in one that goes, or is it, and is in no part that stays. */
  has(node: Node): boolean {
    const gone = this.byFile.get(node.tree);
    if (!gone) return false;
    for (let up: Node | undefined = node; up; up = up.parent)
      if (gone.get(placeKey(up))?.some((keeps) => !keeps.some((kept) => covers(kept, node)))) return true;
    return false;
  }
}

/** A number for a span of a file: offsets are far smaller than what it has room for. */
function placeKey({ start, end }: Span): number {
  return start * 2 ** 26 + end;
}
