import path from "node:path";
import type { Plan } from "../../transforms/finding.js";
import type { PlanOptions } from "../../transforms/plan.js";
import type { ProgramInput } from "../analysis/program.js";
import { depthOf } from "../languages/depthOf.js";
import type { SourceTree } from "../languages/tree.js";
import type { Together } from "./components.js";
import type { Refusal } from "./refusal.js";

/** The rules, as the pipeline sees them: pure, so that it may be asked again about its own result. */
export type Planner = (input: ProgramInput, options: PlanOptions) => Plan;

export interface Planned {
  readonly plan: Plan;
  /** One for each group of files that the rules failed on. */
  readonly crashes: readonly Refusal[];
}

/**
 * Asks the rules about a program. When they fail, each group of files that hang together by imports is asked about by itself, so that
 * one file nobody thought of does not stop the run.
 */
export function planAll(input: ProgramInput, together: Together, plan: (input: ProgramInput) => Plan): Planned {
  const { found, crashes } = askAll(input, together, plan);
  return { plan: found.length === 1 ? found[0]! : merged(found), crashes };
}

/** What a question about a program gives, asked about each group of files by itself where it fails on the whole. */
export function askAll<T>(
  input: ProgramInput,
  together: Together,
  ask: (input: ProgramInput) => T,
): { readonly found: readonly T[]; readonly crashes: readonly Refusal[] } {
  try {
    return { found: [ask(input)], crashes: [] };
  } catch {
    return askGroups(input, together, ask);
  }
}

function askGroups<T>(input: ProgramInput, together: Together, ask: (input: ProgramInput) => T) {
  const found: T[] = [];
  const crashes: Refusal[] = [];
  for (const trees of groupsOf(input.trees, together)) {
    try {
      found.push(ask({ ...input, trees }));
    } catch (error) {
      if (isOverflow(error)) crashes.push(...tooDeep(trees));
      else {
        const detail = error instanceof Error ? error.message : String(error);
        crashes.push({ file: trees[0]!.path, reason: "crashed", detail });
      }
    }
  }
  return { found, crashes };
}

/** The rules follow code level by level, and the stack has an end. */
function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes("call stack");
}

/** Why the files of a group are left when the stack did not reach: the one that is nested deepest is the cause. */
function tooDeep(trees: readonly SourceTree[]): Refusal[] {
  const depths = trees.map(({ root }) => depthOf(root));
  const deepest = trees[depths.indexOf(Math.max(...depths))]!.path;
  return trees.map(({ path: file }) => ({
    file,
    reason: "too-deep",
    ...(file !== deepest && { detail: `it hangs together with ${path.posix.basename(deepest)}` }),
  }));
}

function groupsOf(trees: readonly SourceTree[], together: Together): SourceTree[][] {
  const groups = new Map<ReadonlySet<string> | string, SourceTree[]>();
  for (const tree of trees) {
    const files = together(tree.path);
    const key = files.size === 1 ? tree.path : files;
    const group = groups.get(key);
    if (group) group.push(tree);
    else groups.set(key, [tree]);
  }
  return [...groups.values()];
}

/** One plan of several: flows are counted on, those that belong to no flow stay negative. */
function merged(plans: readonly Plan[]): Plan {
  let base = 0;
  const parts = plans.map((plan) => {
    const first = base;
    const renumbered = <T extends { readonly flow: number }>(item: T): T => {
      if (item.flow < 0) return item;
      base = Math.max(base, first + item.flow + 1);
      return { ...item, flow: first + item.flow };
    };
    return { ...plan, edits: plan.edits.map(renumbered), operations: plan.operations.map(renumbered) };
  });
  return {
    edits: parts.flatMap(({ edits }) => edits),
    operations: parts.flatMap(({ operations }) => operations),
    findings: parts.flatMap(({ findings }) => findings),
  };
}
