import type { Edit } from "../../transforms/edit.js";

/** Edits of each file, in their order. */
export function byFile(edits: readonly Edit[]): Map<string, Edit[]> {
  const found = new Map<string, Edit[]>();
  for (const edit of edits) {
    const list = found.get(edit.file);
    if (list) list.push(edit);
    else found.set(edit.file, [edit]);
  }
  return found;
}

/**
 * Groups of files that can only be changed together: two files belong together when a flow has edits in both. A file is changed by all
 * its flows or by none, because edits of different flows may rely on one another there (a shared import, a shared client).
 */
export function filesChangedTogether(edits: readonly Edit[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groupOf = new Map<string, Set<string>>();
  const fileOfFlow = new Map<number, string>();
  for (const { file, flow } of edits) {
    if (!groupOf.has(file)) groupOf.set(file, new Set([file]));
    const other = fileOfFlow.get(flow);
    if (other === undefined) fileOfFlow.set(flow, file);
    else join(groupOf, file, other);
  }
  return groupOf;
}

function join(groupOf: Map<string, Set<string>>, a: string, b: string): void {
  const [small, large] = [groupOf.get(a)!, groupOf.get(b)!].sort((x, y) => x.size - y.size) as [
    Set<string>,
    Set<string>,
  ];
  if (small === large) return;
  for (const file of small) {
    large.add(file);
    groupOf.set(file, large);
  }
}
