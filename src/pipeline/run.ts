import type { PlanOptions } from "../../transforms/plan.js";
import type { Place } from "../../transforms/code/options.js";
import { dependencies } from "../../transforms/registry.js";
import { isOff } from "../../transforms/switches.js";
import { discover, type Discovered, type DiscoverOptions } from "../discover/discover.js";
import { localDisk, type Disk } from "../discover/disk.js";
import { isSurveyed } from "../survey/probes.js";
import { nothingPlanned, type Migration } from "./migration.js";
import { anyOf } from "../discover/prefilter.js";
import type { Transform } from "./transformed.js";
import { acceptedPart, changedPart, keepTo, speakOf, type Part } from "./part.js";
import { Notes } from "./notes.js";
import type { Planner } from "./planner.js";
import type { SearchTerms } from "./origins.js";
import type { Shard, shardPart } from "./shard.js";
import { survey } from "./survey.js";
import { changedSince } from "./since.js";
import { loadProgram, type LanguageSource, type LoadedProgram } from "./program.js";

/** What a run needs besides its options: injected, so that the pipeline can be tested without the rules. */
export interface Tools {
  /** Loads the rules; not called when there is nothing to ask them about. */
  readonly loadRules: () => Promise<Planner>;
  readonly languages: LanguageSource;
  readonly search: SearchTerms;
  readonly onProgress?: (stage: "scan" | "read" | "plan" | "check", count: number) => void;
}

export type RunOptions = Pick<DiscoverOptions, "paths" | "cwd" | "include" | "exclude" | "gitignore"> & {
  readonly plan: PlanOptions;
  /** Git ref: only files that changed since are rewritten and reported. */
  readonly since?: string;
  /** Only what this shard owns is rewritten and reported. */
  readonly shard?: Shard;
  /** New code is laid out by the project's own formatter, where it has one. That loads code of the project. */
  readonly format?: boolean;
  /** What runs on files before the rules. */
  readonly transform?: Transform;
};

/** What the steps after discovery are told. */
type FoundOptions = Pick<RunOptions, "cwd" | "exclude" | "plan" | "shard" | "format">;

/**
 * discover → prefilter → read → plan → check. Writes nothing.
 * @throws BadPath for a given path that cannot be used, SinceFailed where git cannot tell what changed.
 */
export async function migrate(options: RunOptions, tools: Tools): Promise<Migration> {
  return (await prepare(options, tools)).plan();
}

/** What somebody who reviewed a plan does not want. */
export interface Declined {
  /** Calls that stay, each with its flow. */
  readonly calls: readonly Place[];
  /** Files that stay, and what can only be changed with them. */
  readonly files: ReadonlySet<string>;
}

const nothingDeclined: Declined = { calls: [], files: new Set() };

/** Files that were found and read. */
export interface Prepared {
  readonly program: LoadedProgram;
  /** plan → check, as often as wanted. `target`: another one than was asked for. */
  readonly plan: (declined?: Declined, target?: PlanOptions["target"]) => Promise<Migration>;
}

/**
 * discover → prefilter → read. Writes nothing.
 * @throws as `migrate`
 */
export async function prepare(options: RunOptions, tools: Tools): Promise<Prepared> {
  const disk = localDisk();
  const notes = new Notes(disk);
  const found = discover({
    ...options,
    note: (file, text) => notes.take(file, text),
    accepts: (name) => tools.languages.languageOfPath(name) !== undefined,
    lists: isSurveyed,
    needles: tools.search.needles,
    onProgress: (scanned) => tools.onProgress?.("scan", scanned),
  });
  const seen = options.transform
    ? await transformed({ found, disk, notes }, options.transform, tools)
    : { found, disk, notes };
  if (options.since === undefined) return prepareFound(seen, options, tools);
  const changed = changedSince(options.since, found.roots);
  // Everything is still read when anything changed: callers and the files that a handle comes from decide what a file becomes.
  const isAnyChanged = [...found.files, ...found.texts].some((file) => changed.has(file));
  const wanted = isAnyChanged ? seen.found : { ...seen.found, candidates: new Map<string, Buffer>() };
  return prepareFound({ ...seen, found: wanted }, options, tools, changed);
}

/** Files as a transform leaves them. */
async function transformed({ found, disk, notes }: Seen, transform: Transform, tools: Tools): Promise<Seen> {
  const { fromOriginals, transformFiles } = await import("./transformed.js");
  const needles = anyOf(tools.search.needles);
  const done = await transformFiles(found, disk, transform, (text) => needles.test(text));
  for (const [file, { bytes }] of done.files) notes.take(file, bytes.toString("latin1"));
  const settle: Seen["settle"] = (migration, holds) => fromOriginals(migration, done, holds);
  return { found: done.found, disk: done.disk, notes, settle };
}

/** read → plan → check for files that are found already. */
export async function migrateFound(
  found: Discovered,
  options: FoundOptions,
  tools: Tools,
  disk: Disk,
): Promise<Migration> {
  return (await prepareFound({ found, disk, notes: new Notes(disk) }, options, tools)).plan();
}

/** Files of a run, what is known of all of them, and where they are. */
export interface Seen {
  readonly found: Discovered;
  readonly notes: Notes;
  readonly disk: Disk;
  /** What has to be done to a plan in the end. */
  readonly settle?: (migration: Migration, holds: (file: string) => boolean) => Migration;
}

/** @param changed what changed since the ref that is asked for, where one is */
async function prepareFound(
  seen: Seen,
  asked: FoundOptions,
  tools: Tools,
  changed?: ReadonlySet<string>,
): Promise<Prepared> {
  const { found, disk, notes } = seen;
  tools.onProgress?.("read", found.candidates.size);
  const program = await loadProgram(found, tools.languages, tools.search, disk, notes);
  // Most of the package is loaded only where something was read.
  const planning = program.files.size === 0 ? undefined : await loadPlanning(tools);
  const { shard, cwd } = asked;
  const keepsPackages = !isOff(dependencies, asked.plan);
  // Who owns what is decided once, before anything is declined.
  let own: Part | undefined;
  const plan = async ({ calls, files } = nothingDeclined, target = asked.plan.target): Promise<Migration> => {
    const options = { ...asked, plan: { ...asked.plan, target } };
    const planOptions = calls.length === 0 ? options.plan : { ...options.plan, declined: calls };
    const accepted = acceptedPart(files);
    const planned = planning?.planChecked(program, planOptions) ?? nothingPlanned(program);
    own ??= shard && (await ownPart(shard, planned, program, { cwd, keepsPackages }, disk));
    const parts = [...(changed ? [changedPart(changed)] : []), ...(own ? [own] : [])];
    const kept = [...parts, accepted].reduce(keepTo, planned);
    const settled = await laidOut(planning?.settle(kept, program, options.plan) ?? kept, program, options, disk);
    const migration = withSurvey(
      keepTo(await withDependencies(settled, program, options, tools, seen), accepted),
      seen,
      planning?.isHalfMigrated(program) ?? false,
      options.plan,
    );
    const isOwn = (file: string): boolean => own?.holds(file) ?? true;
    const whole = {
      ...(seen.settle?.(migration, (file) => parts.every((part) => part.holds(file))) ?? migration),
      scanned: found.files.filter(isOwn).length,
      candidates: [...found.candidates.keys()].filter(isOwn).length,
      skips: [...found.skips, ...migration.skips],
    };
    return parts.reduce(speakOf, whole);
  };
  return { program, plan };
}

async function laidOut(
  migration: Migration,
  program: LoadedProgram,
  { format, cwd }: FoundOptions,
  disk: Disk,
): Promise<Migration> {
  if (!format || migration.changes.length === 0) return migration;
  const { formatChanges } = await import("./format.js");
  return formatChanges(migration, program.files, cwd, disk);
}

/** What plans, with the rules that it asks. */
async function loadPlanning(tools: Tools) {
  const [{ planChecked, settle }, { isHalfMigrated }, rules] = await Promise.all([
    import("./planning.js"),
    import("./halfMigrated.js"),
    tools.loadRules(),
  ]);
  const planning = { ...tools, plan: rules };
  return {
    planChecked: (program: LoadedProgram, options: PlanOptions) => planChecked(program, options, planning),
    settle,
    isHalfMigrated,
  };
}

async function ownPart(...args: Parameters<typeof shardPart>): Promise<Part> {
  return (await import("./shard.js")).shardPart(...args);
}

/** Manifests follow the sources that changed, unless that is switched off. */
async function withDependencies(
  migration: Migration,
  program: LoadedProgram,
  options: FoundOptions,
  { languages }: Tools,
  seen: Seen,
): Promise<Migration> {
  if (migration.changes.length === 0 || isOff(dependencies, options.plan)) return migration;
  const { followDependencies } = await import("./dependencies.js");
  return followDependencies(migration, program, languages, options, seen);
}

/** What files hold that are not rewritten, and what is no call: ids that are written down, calls in other languages. */
function withSurvey(
  migration: Migration,
  { found, notes, disk }: Seen,
  isHalfMigrated: boolean,
  options: PlanOptions,
): Migration {
  const isClassic = migration.operations.length > 0 || isHalfMigrated;
  // Without classic calls nothing is looked for in source files.
  const files = isClassic ? found.files.filter((file) => notes.of(file).isSurveyed) : found.files;
  const { findings, sources } = survey([...files, ...found.texts], disk, {
    isClassic,
    isOff: (rule) => isOff(rule, options),
  });
  return {
    ...migration,
    findings: [...migration.findings, ...findings],
    sources: new Map([...sources, ...migration.sources]),
  };
}
