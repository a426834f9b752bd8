import type { Edit } from "../../transforms/edit.js";
import type { Finding, OperationOutcome } from "../../transforms/finding.js";
import type { Change, Migration } from "../pipeline/migration.js";
import { rewrite } from "../pipeline/rewrite.js";
import { Overlap } from "../pipeline/splice.js";
import { hunksOf, type Hunk } from "../report/diff.js";
import { positionsOf } from "../report/position.js";
import { openQuestions, type Answers, type Question } from "./answers.js";
import { blocksIn, blocksOf, CONTEXT, editsByBlock, type Block } from "./blocks.js";
import { flowsOf, type FlowKey, type KnownFlow } from "./flowKeys.js";

/** A hunk with what is said of it. */
export interface ShownHunk extends Hunk {
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
}

/** A decision with all that is shown for it. */
export interface ShownQuestion extends Question {
  readonly shown: readonly { readonly change: Change; readonly hunks: readonly ShownHunk[] }[];
  readonly operations: readonly OperationOutcome[];
}

/** A file's change, cut into blocks. */
interface Cut {
  readonly change: Change;
  readonly blocks: readonly Block[];
  readonly editsOf: ReadonlyMap<Block, readonly Edit[]>;
  readonly hunks: readonly Hunk[];
}

/**
 * What has to be decided about a plan, in order. Flows whose changes stand in one hunk are one decision until they are split; what
 * belongs to no flow (imports, clients) is shown with the first flow that needs it.
 * @param importedBy files of the run that a file imports
 */
export function questionsOf(
  migration: Migration,
  importedBy: (file: string) => readonly string[],
  answers: Answers,
): ShownQuestion[] {
  const flows = flowsOf(migration);
  const sources = migration.changes.filter(({ follows }) => !follows);
  const cuts = new Map(sources.map((change) => [change.source.path, cutOf(change, change.text)]));
  const shared = new Set(
    [...cuts.values()].flatMap(({ blocks, editsOf }) =>
      blocks.filter((block) => editsOf.get(block)!.every(({ flow }) => flow < 0)),
    ),
  );
  const reached = reachOf(importedBy);
  const isBare = (file: string): boolean => cuts.get(file)!.blocks.every((block) => shared.has(block));

  const unseen = ({ blocks }: Cut): Block[] => blocks.filter(({ key }) => !answers.shown.has(key));

  const questions: ShownQuestion[] = [];
  for (const ids of groupsOf([...cuts.values()], flows, answers.split)) {
    const known = [...ids].map((id) => flows.get(id)!);
    const own = sources.filter(({ edits }) => edits.some(({ flow }) => ids.has(flow))).map(({ source }) => source.path);
    const isSplit = known.every(({ key }) => answers.split.has(key));
    // The calls first, then the clients that come along.
    const imported = new Set(own.flatMap((file) => [...reached(file)]));
    const comesAlong = (file: string): boolean =>
      imported.has(file) && !own.includes(file) && isBare(file) && unseen(cuts.get(file)!).length > 0;
    const files = [...own, ...[...cuts.keys()].filter(comesAlong)];
    const parts = (): Part[] =>
      files.map((file) => {
        const cut = cuts.get(file)!;
        if (!own.includes(file)) return partOf(cut, unseen(cut), migration);
        const shownCut = isSplit ? cutOfSome(cut, ids, unseen(cut)) : cut;
        const wanted = shownCut.blocks.filter((block) => {
          const edits = shownCut.editsOf.get(block)!;
          return (
            edits.some(({ flow }) => ids.has(flow)) ||
            (edits.every(({ flow }) => flow < 0) && !answers.shown.has(block.key))
          );
        });
        return partOf(shownCut, wanted, migration);
      });
    questions.push(
      questionOf("flows", files, parts, {
        flows: known.map(({ key }) => key),
        isNeeded: false,
        together: [],
        operations: known.flatMap(({ operations }) => operations),
      }),
    );
  }
  // Shown only where no flow of the same files is left to show it with.
  const pending = new Set(
    openQuestions(questions, answers).flatMap(({ files }) => files.flatMap((file) => [...migration.together(file)])),
  );
  return [...questions, ...restOf(migration, cuts, pending, answers), ...manifestsOf(migration)];
}

function cutOf(change: Change, after: string): Cut {
  const { source, edits } = change;
  const blocks = blocksOf(source.path, source.text, after);
  return {
    change,
    blocks,
    editsOf: editsByBlock(source.text, blocks, edits),
    hunks: hunksOf(source.text, after, CONTEXT),
  };
}

/** What some flows of a file alone make of it, with what they share and nobody has seen; all of it where they cannot be told apart. */
function cutOfSome(cut: Cut, ids: ReadonlySet<number>, unseen: readonly Block[]): Cut {
  const { source, edits } = cut.change;
  const others = edits.filter(({ flow, start, end }) => flow >= 0 && !ids.has(flow) && start < end);
  // What belongs to no flow but stands in code of another one changes with that.
  const isTheirs = (edit: Edit): boolean => others.some(({ start, end }) => start <= edit.start && edit.end <= end);
  const fresh = new Set(unseen.flatMap((block) => cut.editsOf.get(block)!));
  const some = edits.filter((edit) => ids.has(edit.flow) || (edit.flow < 0 && fresh.has(edit) && !isTheirs(edit)));
  try {
    return cutOf({ ...cut.change, edits: some }, rewrite(source, some).text);
  } catch (error) {
    if (error instanceof Overlap) return cut;
    throw error;
  }
}

/** Flows by hunk: those with changes in one hunk are asked about together, unless they were split. */
function groupsOf(
  cuts: readonly Cut[],
  flows: ReadonlyMap<number, KnownFlow>,
  split: Answers["split"],
): ReadonlySet<number>[] {
  const groupOf = new Map<number, Set<number>>();
  const join = (ids: readonly number[]): void => {
    const group = new Set<number>();
    for (const id of ids) for (const other of groupOf.get(id) ?? [id]) group.add(other);
    for (const id of group) groupOf.set(id, group);
  };
  for (const { hunks, blocks, editsOf } of cuts)
    for (const hunk of hunks) {
      const here = blocksIn(hunk, blocks).flatMap((block) => editsOf.get(block)!.map(({ flow }) => flow));
      const known = [...new Set(here)].filter((id) => flows.has(id));
      const labels = new Map<FlowKey | undefined, number[]>();
      for (const id of known) {
        const label = split.get(flows.get(id)!.key);
        labels.set(label, [...(labels.get(label) ?? []), id]);
      }
      for (const ids of labels.values()) join(ids);
    }
  const labelled = new Map<FlowKey, number[]>();
  for (const id of groupOf.keys()) {
    const label = split.get(flows.get(id)!.key);
    if (label !== undefined) labelled.set(label, [...(labelled.get(label) ?? []), id]);
  }
  for (const ids of labelled.values()) join(ids);
  return [...new Set(groupOf.values())];
}

/** What is shown of a file. */
type Part = ShownQuestion["shown"][number] & { readonly blocks: readonly Block[] };

function partOf({ change, hunks }: Cut, wanted: readonly Block[], { findings }: Migration): Part {
  const { source, edits } = change;
  const { path: file, text } = source;
  const positions = positionsOf(() => text)(file);
  const shown = hunks
    .filter((hunk) => blocksIn(hunk, wanted).length > 0)
    .map((hunk) => {
      const own = blocksIn(hunk, wanted);
      const last = hunk.oldStart + Math.max(hunk.oldLines, 1) - 1;
      const isHere = ({ start }: { readonly start: number }): boolean => {
        const { line } = positions.at(start);
        return hunk.oldStart <= line && line <= last;
      };
      return {
        ...hunk,
        edits: [...editsByBlock(text, own, edits).values()].flat(),
        findings: findings.filter(
          (finding) => finding.file === file && finding.reason === undefined && isHere(finding.range),
        ),
      };
    });
  return { change, hunks: shown, blocks: wanted };
}

/** A question; what it shows is made when it is asked: of many that are open, most are asked about later, and look different then. */
function questionOf(
  kind: Question["kind"],
  files: readonly string[],
  partsOf: () => readonly Part[],
  rest: Pick<ShownQuestion, "flows" | "isNeeded" | "together" | "operations">,
): ShownQuestion {
  let parts: readonly Part[] | undefined;
  const shown = (): readonly Part[] => (parts ??= partsOf().filter(({ hunks }) => hunks.length > 0));
  return {
    kind,
    files,
    get shown() {
      return shown();
    },
    get blocks() {
      return shown().flatMap(({ blocks }) => blocks.map(({ key }) => key));
    },
    ...rest,
  };
}

function filesShown(parts: readonly Part[]): string[] {
  return parts.filter(({ hunks }) => hunks.length > 0).map(({ change }) => change.source.path);
}

/** What nobody has seen yet: changes that belong to no flow, and what flows that were shown one by one make together. */
function restOf(
  migration: Migration,
  cuts: ReadonlyMap<string, Cut>,
  pending: ReadonlySet<string>,
  answers: Answers,
): ShownQuestion[] {
  const groups = new Map<string, Cut[]>();
  for (const [file, cut] of cuts) {
    if (pending.has(file)) continue;
    const head = [...cuts.keys()].find((other) => migration.together(file).has(other))!;
    groups.set(head, [...(groups.get(head) ?? []), cut]);
  }
  return [...groups.values()].flatMap((group) => {
    const parts = group.map((cut) =>
      partOf(
        cut,
        cut.blocks.filter(({ key }) => !answers.shown.has(key)),
        migration,
      ),
    );
    if (parts.every(({ blocks }) => blocks.length === 0)) return [];
    const together = group.map(({ change }) => change.source.path);
    const accepted = [...flowsOf(migration)].filter(([, { key }]) => answers.accepted.has(key));
    const ids = new Set(
      group.flatMap((cut, i) => parts[i]!.blocks.flatMap((block) => cut.editsOf.get(block)!.map(({ flow }) => flow))),
    );
    const own = accepted.filter(([id]) => ids.has(id)).map(([, flow]) => flow);
    return [
      questionOf("rest", filesShown(parts), () => parts, {
        flows: own.map(({ key }) => key),
        isNeeded: accepted.some(([, { operations }]) => operations.some(({ file }) => together.includes(file))),
        together,
        operations: own.flatMap(({ operations }) => operations),
      }),
    ];
  });
}

function manifestsOf(migration: Migration): ShownQuestion[] {
  return migration.changes
    .filter(({ follows }) => follows)
    .map((change) => {
      const cut = cutOf(change, change.text);
      const together = [change.source.path];
      const parts = [partOf(cut, cut.blocks, migration)];
      return questionOf("manifest", filesShown(parts), () => parts, {
        flows: [],
        isNeeded: false,
        together,
        operations: [],
      });
    });
}

/** All files that a file imports, directly or not. */
function reachOf(importedBy: (file: string) => readonly string[]): (file: string) => ReadonlySet<string> {
  return (file) => {
    const found = new Set<string>();
    const open = [file];
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (const next of importedBy(at)) {
        if (found.has(next)) continue;
        found.add(next);
        open.push(next);
      }
    return found;
  };
}
