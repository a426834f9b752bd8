import path from "node:path";
import { languageOfPath, loadLanguage } from "../../src/languages/registry.js";
import type { Language } from "../../src/languages/language.js";
import type { LanguageId } from "../../src/languages/tree.js";
import type { Migration } from "../../src/pipeline/migration.js";
import type { LoadedProgram, ReadFile } from "../../src/pipeline/program.js";
import { planProgram } from "../../src/pipeline/planning.js";
import { openSource } from "../../src/pipeline/open.js";
import { cellsOf, decode } from "../../src/pipeline/source.js";
import { plan } from "../../transforms/plan.js";
import type { CaseOptions, Files } from "./cases.js";

export type PlanOptions = Parameters<typeof plan>[1];

export const DEFAULTS: PlanOptions = {
  target: "foundry",
  keepShape: false,
  keepNames: false,
  only: [],
  skip: [],
  leftovers: "leave",
};

export interface Migrated {
  readonly migration: Migration;
  /** All files afterwards, with their byte order marks. */
  readonly files: Files;
}

/** Plans, checks and splices files in memory, by the pipeline's own code. `root` is where their paths start. */
export async function migrateFiles(files: Files, root: string, options: CaseOptions = {}): Promise<Migrated> {
  const program = await programOf(files, root, options);
  const migration = planProgram(program, { ...DEFAULTS, ...options.plan }, { plan });
  const changed = new Map(migration.changes.map(({ source, bytes }) => [source.path, bytes.toString("utf8")]));
  return {
    migration,
    files: new Map([...files].map(([file, text]) => [file, changed.get(pathOf(root, file)) ?? text])),
  };
}

/** The path that the pipeline knows a file by. */
export function pathOf(root: string, file: string): string {
  return path.posix.join(root.split(path.sep).join("/"), file);
}

/** Syntax errors of a text, by the reader of its language. */
export async function syntaxErrors(file: string, text: string): Promise<number> {
  const language = await loadLanguage(languageOfPath(file)!);
  const source = await openSource(file, Buffer.from(text, "utf8"));
  return language.read(file, source.text, cellsOf(source)).errors.length;
}

async function programOf(
  files: Files,
  root: string,
  { dependencies, manifest: rest }: CaseOptions,
): Promise<LoadedProgram> {
  const read = new Map<string, ReadFile>();
  const languages = new Map<LanguageId, Language>();
  for (const [file, text] of files) {
    const source = await openSource(pathOf(root, file), Buffer.from(text, "utf8"));
    const language = await loadLanguage(languageOfPath(file)!);
    languages.set(language.id, language);
    read.set(source.path, { source, language, tree: language.read(source.path, source.text, cellsOf(source)) });
  }
  const manifest = Buffer.from(JSON.stringify({ dependencies, ...rest }));
  const manifests = dependencies || rest ? [decode(pathOf(root, "package.json"), manifest)] : [];
  return { files: read, languages, roots: [root], manifests, skips: [], importsCut: false };
}
