import type { Edit } from "../../transforms/edit.js";

/** Tells which files can only be changed together with a file, itself among them. */
export type Together = (file: string) => ReadonlySet<string>;

/**
 * Files can only be changed together when a flow has edits in both, or when one imports the other, directly or not: a client that a
 * file passes on has its type changed on both sides, by edits that belong to no flow (their flow is negative). A file is changed by all
 * its edits or by none, because edits of different flows may rely on one another there.
 * @param links files and what they import; asked for only when it matters, which is when something was refused
 */
export function changedTogether(edits: readonly Edit[], links: () => Iterable<readonly [string, string]>): Together {
  let groups: Map<string, Set<string>> | undefined;
  return (file) => (groups ??= group(edits, links())).get(file) ?? new Set([file]);
}

function group(edits: readonly Edit[], links: Iterable<readonly [string, string]>): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  const groupOf = (file: string): Set<string> => {
    let found = groups.get(file);
    if (!found) groups.set(file, (found = new Set([file])));
    return found;
  };
  const join = (a: string, b: string): void => {
    const [one, other] = [groupOf(a), groupOf(b)];
    if (one === other) return;
    const [small, large] = one.size < other.size ? [one, other] : [other, one];
    for (const file of small) {
      large.add(file);
      groups.set(file, large);
    }
  };
  const firstOfFlow = new Map<number, string>();
  for (const { file, flow } of edits) {
    if (flow < 0) continue;
    if (!firstOfFlow.has(flow)) firstOfFlow.set(flow, file);
    join(file, firstOfFlow.get(flow)!);
  }
  for (const [file, imported] of links) join(file, imported);
  return groups;
}
