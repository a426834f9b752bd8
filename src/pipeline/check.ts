import { byFile, type Edit } from "../../transforms/edit.js";
import type { ProgramInput } from "../analysis/program.js";
import type { Plan } from "../../transforms/finding.js";
import type { Planned } from "./planner.js";
import { brokenStatementAt } from "./broken.js";
import type { Together } from "./components.js";
import { planInput, type ReadFile, type LoadedProgram } from "./program.js";
import type { Refusal } from "./refusal.js";
import { rewrite } from "./rewrite.js";
import type { SourceFile } from "./source.js";
import { Overlap } from "./splice.js";
import { treeWith } from "./treeWith.js";

export interface Checked {
  /** What every file that may be written becomes. */
  readonly results: ReadonlyMap<string, SourceFile>;
  readonly refusals: readonly Refusal[];
}

/**
 * Tries a plan before anything is written: edits fit together, none lies in a statement that does not parse, the result parses, and
 * planning again on the result finds nothing to do. Files that fail are withdrawn together with those they can only be changed with,
 * and the rest is tried again.
 */
export function check(
  program: LoadedProgram,
  plan: Plan,
  together: Together,
  replan: (input: ProgramInput, results: ReadonlyMap<string, SourceFile>) => Planned,
): Checked {
  const editsOf = byFile(plan.edits);
  const results = new Map<string, SourceFile>();
  const refusals: Refusal[] = [];
  const withdrawn = new Set<string>();

  const refuse = (refusal: Refusal): void => {
    refusals.push(refusal);
    for (const file of together(refusal.file)) {
      withdrawn.add(file);
      results.delete(file);
    }
  };

  for (const [file, edits] of editsOf) {
    if (withdrawn.has(file)) continue;
    const result = tryFile(program, file, edits);
    if ("reason" in result) refuse(result);
    else results.set(file, result);
  }
  while (results.size > 0) {
    const again = replan(planInput(program, results), results);
    const crashes = again.crashes.filter(({ file }) => [...together(file)].some((other) => results.has(other)));
    crashes.forEach(refuse);
    const edits = again.plan.edits.filter((edit) => !withdrawn.has(edit.file));
    if (edits.length === 0 && crashes.length === 0) break;
    const inResult = edits.filter((edit) => results.has(edit.file));
    // An edit in a file that was not changed shows that some change elsewhere was half a job, but not which one.
    if (edits.length > 0 && inResult.length === 0) {
      for (const file of [...results.keys()]) refuse(notIdempotent(file, edits[0]!));
    }
    for (const edit of inResult) if (results.has(edit.file)) refuse(notIdempotent(edit.file, edit));
  }
  return { results, refusals };
}

function notIdempotent(file: string, edit: Edit): Refusal {
  return { file, reason: "not-idempotent", rule: edit.rule, detail: edit.reason };
}

/** What a file becomes, or why that cannot be used. */
function tryFile(program: LoadedProgram, file: string, edits: readonly Edit[]): SourceFile | Refusal {
  const read = program.files.get(file);
  const source = read?.source ?? program.manifests.find(({ path }) => path === file);
  if (!source)
    return { file, reason: "crashed", rule: edits[0]!.rule, detail: "an edit of a file that is not part of the run" };
  for (const edit of edits) {
    const broken = read && brokenStatementAt(read.tree, edit);
    if (broken) return { file, reason: "broken-statement", rule: edit.rule, range: broken };
  }
  let result: SourceFile;
  try {
    result = rewrite(source, edits);
  } catch (error) {
    if (!(error instanceof Overlap)) throw error;
    const { edit } = error;
    const rule = edits.find((other) => other === edit)?.rule;
    return { file, reason: "overlap", rule, range: edit, detail: error.message };
  }
  const bad = read ? newError(read, result) : badManifest(file, result.text);
  return bad === undefined ? result : { file, reason: "new-syntax-error", rule: edits[0]!.rule, detail: bad };
}

/** The line of the first syntax error when a text has more of them than the file had. */
function newError(file: ReadFile, result: SourceFile): string | undefined {
  const { errors } = treeWith(file, result);
  return errors.length > file.tree.errors.length ? lineAt(result.text, errors[0]!.start) : undefined;
}

function badManifest(file: string, text: string): string | undefined {
  if (!file.endsWith(".json")) return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The line of a text at a position, for a message. */
function lineAt(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  return text
    .slice(start, end < 0 ? text.length : end)
    .trim()
    .slice(0, 80);
}
