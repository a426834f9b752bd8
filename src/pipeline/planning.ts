import type { PlanOptions } from "../../transforms/plan.js";
import { byFile } from "../../transforms/edit.js";
import { dependencies } from "../../transforms/registry.js";
import { isOff } from "../../transforms/switches.js";
import type { ProgramInput } from "../analysis/program.js";
import type { Skip } from "../discover/skip.js";
import { check } from "./check.js";
import { changedTogether } from "./components.js";
import { isHalfMigrated, reportHalfMigrated } from "./halfMigrated.js";
import { importLinks } from "./imports.js";
import { followInstalls } from "./installs.js";
import { withdraw, type Change, type Migration } from "./migration.js";
import { askAll, planAll, type Planned, type Planner } from "./planner.js";
import { planInput, programOfText, type LoadedProgram } from "./program.js";
import { movedPlaces } from "./movedPlaces.js";
import type { Tools } from "./run.js";
import type { SourceFile } from "./source.js";

/** Plans and checks one text, read as the given file: nothing is read from the disk but manifests above it. */
export async function migrateText(file: string, bytes: Buffer, options: PlanOptions, tools: Tools): Promise<Migration> {
  const plan = await tools.loadRules();
  return planProgram(await programOfText(file, bytes, tools.languages), options, { ...tools, plan });
}

/** What planning needs besides a program and options. */
type Planning = Pick<Tools, "onProgress"> & { readonly plan: Planner };

/** Plans and checks files that are already read. */
export function planProgram(program: LoadedProgram, options: PlanOptions, tools: Planning): Migration {
  return settle(planChecked(program, options, tools), program, options);
}

/** Plans and checks files that are already read; what follows from changes comes with `settle`. */
export function planChecked(program: LoadedProgram, options: PlanOptions, tools: Planning): Migration {
  const ask = (input: ProgramInput, given = options): Planned =>
    planAll(input, hanging, (part) => tools.plan(part, given));
  const askAgain = (input: ProgramInput, results: ReadonlyMap<string, SourceFile>): Planned =>
    ask(input, { ...options, declined: movedPlaces(options.declined ?? [], program, byFile(plan.edits), results) });
  let links: [string, string][] | undefined;
  const importsOf = (): [string, string][] => (links ??= importLinks(program));
  const hanging = changedTogether([], importsOf);

  tools.onProgress?.("plan", program.files.size);
  const { plan, crashes } = ask(planInput(program));
  const together = changedTogether(plan.edits, importsOf);
  tools.onProgress?.("check", program.files.size);
  const checked = check(program, plan, together, askAgain);

  const sources = new Map(program.manifests.map((source) => [source.path, source]));
  for (const [path, { source }] of program.files) sources.set(path, source);
  const changes: Change[] = [];
  for (const [path, edits] of byFile(plan.edits)) {
    const source = sources.get(path)!;
    const { text, bytes, notebook } = checked.results.get(path) ?? source;
    changes.push({ source, text, bytes, edits, ...(notebook && { notebook }) });
  }
  const migration: Migration = {
    roots: program.roots,
    scanned: program.files.size,
    candidates: program.files.size,
    sources,
    changes,
    together,
    skips: program.skips,
    refusals: [],
    operations: plan.operations,
    findings: plan.findings,
    importsCut: program.importsCut,
  };
  const kept = withdraw(migration, [...crashes, ...checked.refusals]);
  if (!isHalfMigrated(program)) return kept;
  const tell = (input: ProgramInput) => reportHalfMigrated(input, kept.operations, (rule) => isOff(rule, options));
  // What is too deep for the rules is too deep for this, and named already.
  const { found: told } = askAll(planInput(program), hanging, tell);
  return { ...kept, findings: [...kept.findings, ...told.flat()] };
}

/** Adds what follows from the changes that stay. */
export function settle(migration: Migration, program: LoadedProgram, options: PlanOptions): Migration {
  const settled = isOff(dependencies, options) ? migration : followInstalls(migration, program.files, options);
  return {
    ...settled,
    // Edits that leave the text as it was are no change.
    changes: settled.changes.filter((change) => !change.bytes.equals(change.source.bytes)),
    skips: [...settled.skips, ...unparsed(program, settled)],
  };
}

/** Files with syntax errors in which nothing was changed: calls may hide in what could not be read. */
function unparsed(program: LoadedProgram, { changes, skips }: Migration): Skip[] {
  const told = new Set([...changes.map((change) => change.source.path), ...skips.map((skip) => skip.path)]);
  const found: Skip[] = [];
  for (const [path, { tree }] of program.files) {
    const error = tree.errors[0];
    if (!error || told.has(path)) continue;
    found.push({ path, reason: "parse-error", detail: `line ${tree.text.slice(0, error.start).split("\n").length}` });
  }
  return found;
}
