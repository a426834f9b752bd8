import type { Edit } from "../../transforms/edit.js";

/** Tells which files can only be changed together with a file, itself among them. */
export type Together = (file: string) => ReadonlySet<string>;

/** Two files that belong to one group. */
export type Link = readonly [string, string];

/**
 * Files can only be changed together when a flow has edits in both, or when one imports the other, directly or not: a client that a
 * file passes on has its type changed on both sides, by edits that belong to no flow (their flow is negative). A file is changed by all
 * its edits or by none, because edits of different flows may rely on one another there.
 * @param links files and what they import; asked for only when it matters, which is when something was refused
 */
export function changedTogether(edits: readonly Edit[], links: () => Iterable<Link>): Together {
  let groups: Together | undefined;
  return (file) => (groups ??= groupsOf([...flowLinks(edits), ...links()]))(file);
}

/** The groups that links make, directly or not. All files of a group get the same set. */
export function groupsOf(links: Iterable<Link>): Together {
  const groups = new Map<string, Set<string>>();
  const groupOf = (file: string): Set<string> => {
    let found = groups.get(file);
    if (!found) groups.set(file, (found = new Set([file])));
    return found;
  };
  for (const [a, b] of links) {
    const [one, other] = [groupOf(a), groupOf(b)];
    if (one === other) continue;
    const [small, large] = one.size < other.size ? [one, other] : [other, one];
    for (const file of small) {
      large.add(file);
      groups.set(file, large);
    }
  }
  return (file) => groups.get(file) ?? new Set([file]);
}

function flowLinks(edits: readonly Edit[]): Link[] {
  const firstOfFlow = new Map<number, string>();
  return edits.flatMap(({ file, flow }): Link[] => {
    if (flow < 0) return [];
    if (!firstOfFlow.has(flow)) firstOfFlow.set(flow, file);
    return [[file, firstOfFlow.get(flow)!]];
  });
}
