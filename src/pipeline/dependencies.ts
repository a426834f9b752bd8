import path from "node:path";
import {
  dependencyChanges,
  editManifest,
  type EditedManifest,
  type ImportChanges,
} from "../../transforms/modules/dependencies.js";
import type { Edit } from "../../transforms/edit.js";
import { needsOldPackage, type Finding } from "../../transforms/finding.js";
import type { PlanOptions } from "../../transforms/plan.js";
import { dependencies as rule } from "../../transforms/registry.js";
import type { Disk } from "../discover/disk.js";
import { selection } from "../discover/globs.js";
import { isInside } from "../discover/paths.js";
import { provides, sdkPackages, type SdkPackage } from "../dialects/packages.js";
import { classicDialects } from "../dialects/index.js";
import type { Language } from "../languages/language.js";
import { formatOf } from "../manifests/formats.js";
import { importedModules } from "./imports.js";
import { installsSdk } from "./installs.js";
import { installCommand } from "./install.js";
import { lineEdits } from "./lineEdits.js";
import { sdkNeedles } from "./notes.js";
import type { Change, Migration } from "./migration.js";
import type { LanguageSource, LoadedProgram } from "./program.js";
import { isOnOwnClients } from "./ownClients.js";
import { Projects, type Project, type ProjectManifest } from "./projects.js";
import type { Seen } from "./run.js";
import { openSource } from "./open.js";
import { encode, type SourceFile } from "./source.js";
import { treeWith } from "./treeWith.js";

export interface FollowOptions {
  readonly cwd: string;
  readonly exclude: readonly string[];
  readonly plan: PlanOptions;
}

/**
 * Lets the manifests follow a migration: for each package of the project the ones nearest to its changed files. What the package's
 * other files import decides what may go.
 */
export async function followDependencies(
  migration: Migration,
  program: LoadedProgram,
  languages: LanguageSource,
  { cwd, exclude, plan }: FollowOptions,
  seen: Seen,
): Promise<Migration> {
  const { disk } = seen;
  const projects = new Projects(cwd, migration.roots, disk);
  const groups = new Map<Project, Change[]>();
  const findings: Finding[] = [];
  for (const change of migration.changes) {
    const file = program.files.get(change.source.path);
    if (file && installsSdk(file.tree)) continue;
    const project = file && (await projects.of(change.source.path, file.language.id));
    const group = project && groups.get(project);
    if (group) group.push(change);
    else if (project) groups.set(project, [change]);
    else if (file) findings.push(...undeclared(change, file.language, migration, program, plan));
  }
  const selected = selection([], exclude, cwd);
  const changes: Change[] = [];
  const sources = new Map(migration.sources);
  for (const [project, changed] of groups) {
    const imports = await importChanges(project, changed, migration, program, languages, projects, seen);
    const follows = changed.map((change) => change.source.path);
    const onOwnClients = isOnOwnClients(migration.operations, new Set(follows), plan);
    const wanted = dependencyChanges({ ...imports, onOwnClients });
    for (const manifest of project.manifests.filter(({ source }) => selected(source.path))) {
      const edited = editManifest(manifest.source.text, manifest.read, wanted);
      sources.set(manifest.source.path, manifest.source);
      if (!edited) findings.push(noPlace(manifest.source, wanted.needed.map(({ name }) => name).join(", ")));
      else {
        const change = changeOf(manifest, edited, follows, disk);
        if (change) changes.push(change);
        findings.push(...findingsOf(manifest.source, edited, change));
      }
    }
  }
  return {
    ...migration,
    sources,
    changes: [...migration.changes, ...changes],
    findings: [...migration.findings, ...findings],
  };
}

/** A program in a file, before or after. */
type Program = Pick<SourceFile, "path" | "text" | "notebook">;

function resultOf(change: Change | undefined): Program | undefined {
  return (
    change && { path: change.source.path, text: change.text, ...(change.notebook && { notebook: change.notebook }) }
  );
}

function modulesOf(file: Program, language: Language, { files }: Pick<LoadedProgram, "files">): Set<string> {
  const { path: at, text, notebook } = file;
  const known = files.get(at);
  return importedModules(known ? treeWith(known, file) : language.read(at, text, notebook?.cells), language);
}

async function importChanges(
  project: Project,
  changed: readonly Change[],
  migration: Migration,
  program: LoadedProgram,
  languages: LanguageSource,
  projects: Projects,
  seen: Seen,
): Promise<Omit<ImportChanges, "onOwnClients">> {
  const language = await languages.loadLanguage(project.language);
  const modules = (file: Program): Set<string> => modulesOf(file, language, program);
  const changes = new Map(migration.changes.map((change) => [change.source.path, change]));
  const leftovers = migration.operations.filter(needsOldPackage);
  const left = new Set(leftovers.map(({ file }) => file));
  const used = new Set<string>();
  const classic = new Set<string>();
  const add = (file: Program): void => {
    for (const module of modules(file)) {
      used.add(module);
      if (left.has(file.path)) classic.add(module);
    }
  };
  for (const [file, { source, language: own }] of program.files) {
    if (own.id === project.language && (await projects.of(file, own.id)) === project)
      add(resultOf(changes.get(file)) ?? source);
  }
  // A package that is kept for them is kept wherever their client is made: it may be imported elsewhere than in the files that call it.
  for (const { file, dialect } of leftovers) {
    const modules = classicDialects.find(({ id }) => id === dialect)?.packages ?? [];
    const packages = modules.filter((module) => sdkPackages.some((one) => isKept(one) && provides(one, module)));
    if (packages.length > 0 && (await projects.of(file, project.language)) === project)
      for (const one of packages) classic.add(one);
  }
  for (const file of await otherFiles(project, program, languages, projects, language, seen)) add(file);
  return {
    language: project.language,
    before: union(changed.map(({ source }) => modules(source))),
    after: union(changed.map((change) => modules(resultOf(change)!))),
    used,
    classic,
  };
}

function isKept({ needed }: SdkPackage): boolean {
  return needed?.classic === "keep";
}

/** Files of the package that are not part of the run, as far as they may import one of the packages. */
async function otherFiles(
  project: Project,
  program: LoadedProgram,
  languages: LanguageSource,
  projects: Projects,
  { id }: Language,
  seen: Seen,
): Promise<Program[]> {
  const { found, disk } = seen;
  const { folder } = project;
  const accepts = (name: string): boolean => languages.languageOfPath(name) === id;
  const candidates = found.wholeFolders.has(folder)
    ? filesNaming(seen).filter((file) => isInside(folder, file) && accepts(file))
    : disk.candidatesBelow(folder, { accepts, needles: sdkNeedles }).keys();
  const others: Program[] = [];
  for (const file of candidates) {
    if (program.files.has(file) || (await projects.of(file, id)) !== project) continue;
    const bytes = disk.scan(file);
    if (!Buffer.isBuffer(bytes)) continue;
    const source = await openSource(file, bytes).catch(() => undefined);
    // What cannot be opened is a notebook of another language.
    if (source) others.push(source);
  }
  return others;
}

/** Files of a run that may import one of the SDKs: a few of many, so that each package looks through those alone. */
function filesNaming({ found, notes }: Seen): readonly string[] {
  let files = naming.get(found);
  if (!files) naming.set(found, (files = found.files.filter((file) => notes.of(file).namesSdk)));
  return files;
}

const naming = new WeakMap<Seen["found"], readonly string[]>();

function changeOf(
  { source, read }: ProjectManifest,
  { text, done }: EditedManifest,
  follows: readonly string[],
  disk: Disk,
): Change | undefined {
  if (text === source.text) return undefined;
  if (!read(text)) throw new Error(`${source.path} would not be readable any more`);
  const reason = `Dependencies follow the imports: ${done.join(", ")}.`;
  const edits = lineEdits(source.text, text).map(({ start, end, text: part }): Edit => ({
    file: source.path,
    start,
    end,
    parts: [part],
    rule: rule.id,
    safety: rule.safety,
    reason,
    flow: -1,
  }));
  const install = installCommand(source.path, formatOf(source.path)!, disk);
  return { source, text, bytes: encode(source, text), edits, follows, install };
}

function findingsOf(source: SourceFile, { done, problems }: EditedManifest, change: Change | undefined): Finding[] {
  const { start, end } = change?.edits[0] ?? { start: 0, end: 0 };
  const at = { file: source.path, range: { start, end }, rule: rule.id };
  const told = problems.map((message): Finding => ({
    ...at,
    severity: "warning",
    message,
    help: `Settle the versions in ${path.posix.basename(source.path)} before you install.`,
  }));
  if (!change) return told;
  const help = `Nothing was installed: ${change.install!.command}`;
  return [...told, { ...at, severity: "note", message: `Dependencies follow the imports: ${done.join(", ")}.`, help }];
}

function noPlace(source: SourceFile, names: string): Finding {
  return {
    file: source.path,
    range: { start: 0, end: 0 },
    rule: rule.id,
    severity: "warning",
    message: `Its dependencies were left as they are, and the new code needs ${names}.`,
    help: "Add them where this file gets its dependencies from, and install.",
  };
}

/** What a file needs that belongs to no package. */
function undeclared(
  change: Change,
  language: Language,
  { operations }: Migration,
  program: LoadedProgram,
  plan: PlanOptions,
): Finding[] {
  const after = modulesOf(resultOf(change)!, language, program);
  const before = modulesOf(change.source, language, program);
  const onOwnClients = isOnOwnClients(operations, new Set([change.source.path]), plan);
  const imports = { language: language.id, before, after, used: after, classic: new Set<string>(), onOwnClients };
  const { needed } = dependencyChanges(imports);
  if (needed.length === 0) return [];
  const names = needed
    .map(({ name, needed: { range } = { range: "" } }) => `${name}${range && ` ${range}`}`)
    .join(", ");
  return [
    {
      file: change.source.path,
      range: { start: 0, end: 0 },
      rule: rule.id,
      severity: "note",
      message: `No file declares its dependencies. New code needs ${names}.`,
      help: "Install them where this file runs.",
    },
  ];
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
