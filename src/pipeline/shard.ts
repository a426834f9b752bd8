import type { Disk } from "../discover/disk.js";
import { relativeTo } from "../discover/paths.js";
import { groupsOf, type Link } from "./components.js";
import type { Migration } from "./migration.js";
import type { Part } from "./part.js";
import type { LoadedProgram } from "./program.js";
import { Projects } from "./projects.js";

/** One of several runs that divide a program among them. */
export interface Shard {
  /** Counted from 1. */
  readonly index: number;
  readonly count: number;
}

/**
 * What a shard owns: whole groups of files that can only be changed together, so that no flow is cut, each group in one shard, by number
 * of calls. The same files give the same division on every machine. Files that take no part in the program are divided by their names.
 * @param planned all that the run would do
 * @param keepsPackages whether the files of one package stay together, because its manifest follows them all
 */
export async function shardPart(
  { index, count }: Shard,
  planned: Migration,
  program: LoadedProgram,
  { cwd, keepsPackages }: { readonly cwd: string; readonly keepsPackages: boolean },
  disk: Disk,
): Promise<Part> {
  const links: Link[] = [];
  const projects = new Projects(cwd, planned.roots, disk);
  for (const [file, { language }] of program.files) {
    for (const other of planned.together(file)) links.push([file, other]);
    const project = keepsPackages ? await projects.of(file, language.id) : undefined;
    for (const { source } of project?.manifests ?? []) links.push([file, source.path]);
  }
  const owners = ownersOf(links, planned, count);
  const base = disk.repositoryRoot(cwd) ?? cwd;
  const holds = (file: string): boolean => (owners.get(file) ?? hashOf(relativeTo(base, file)) % count) === index - 1;
  return { holds, reason: "other-shard" };
}

/** The shard of each file that is linked, counted from 0: the largest groups first, each to the shard that has the least. */
function ownersOf(links: readonly Link[], { operations }: Migration, count: number): Map<string, number> {
  const groupOf = groupsOf(links);
  const calls = new Map<string, number>();
  for (const { file } of operations) calls.set(file, (calls.get(file) ?? 0) + 1);
  const groups = [...new Set(links.map(([file]) => groupOf(file)))].map((files) => {
    const sorted = [...files].sort();
    return { files: sorted, calls: sorted.reduce((sum, file) => sum + (calls.get(file) ?? 0), 0) };
  });
  groups.sort((a, b) => b.calls - a.calls || (a.files[0]! < b.files[0]! ? -1 : 1));
  const shards = Array.from({ length: count }, (_, at) => ({ at, calls: 0, files: 0 }));
  const owners = new Map<string, number>();
  for (const group of groups) {
    const least = shards.reduce((a, b) => ((b.calls - a.calls || b.files - a.files) < 0 ? b : a));
    least.calls += group.calls;
    least.files += group.files.length;
    for (const file of group.files) owners.set(file, least.at);
  }
  return owners;
}

/** FNV-1a of 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
