import type { Manifest, ProgramInput } from "../analysis/program.js";
import { scan } from "../discover/prefilter.js";
import type { Discovered } from "../discover/discover.js";
import type { Skip } from "../discover/skip.js";
import type { Language } from "../languages/language.js";
import type { LanguageId, SourceTree } from "../languages/tree.js";
import { importedFiles } from "./imports.js";
import { decode, type SourceFile } from "./source.js";

/** Where languages come from; loading one loads its parser, so that a run without candidates loads none. */
export interface LanguageSource {
  /** The language of a file by its name, or undefined. */
  languageOfPath(file: string): LanguageId | undefined;
  loadLanguage(id: LanguageId): Promise<Language>;
}

/** A file that takes part in the run. */
export interface ReadFile {
  readonly source: SourceFile;
  readonly tree: SourceTree;
  readonly language: Language;
}

/** The files that are analysed together. */
export interface SourceProgram {
  readonly files: ReadonlyMap<string, ReadFile>;
  readonly languages: ReadonlyMap<LanguageId, Language>;
  readonly roots: readonly string[];
  readonly manifests: readonly Manifest[];
}

/** How many files may be read only because of imports: a stop for the largest repositories, reached with a message. */
export const IMPORT_LIMIT = 2000;

export interface LoadedProgram extends SourceProgram {
  readonly skips: readonly Skip[];
  /** More files are connected by imports than `IMPORT_LIMIT`. */
  readonly importsCut: boolean;
}

/**
 * Reads the candidates and the files of the run that they import, directly or not: handles travel through files that hold no needle.
 */
export async function loadProgram(found: Discovered, languages: LanguageSource): Promise<LoadedProgram> {
  const files = new Map<string, ReadFile>();
  const loaded = new Map<LanguageId, Language>();
  const skips: Skip[] = [];
  const known = new Set(found.files);
  const seen = new Set(found.candidates.keys());
  const pending: { path: string; bytes: Buffer }[] = [...found.candidates].map(([path, bytes]) => ({ path, bytes }));
  let imported = 0;

  for (let next = pending.shift(); next; next = pending.shift()) {
    const read = await readFile(decode(next.path, next.bytes), languages, loaded);
    if ("reason" in read) {
      skips.push(read);
      continue;
    }
    files.set(next.path, read);
    for (const path of importedFiles(read.tree, read.language, found.roots, known)) {
      if (seen.has(path)) continue;
      seen.add(path);
      if (imported >= IMPORT_LIMIT) continue;
      imported++;
      const bytes = scan(path, undefined);
      if (Buffer.isBuffer(bytes)) pending.push({ path, bytes });
    }
  }
  return { files, languages: loaded, roots: found.roots, manifests: [], skips, importsCut: imported >= IMPORT_LIMIT };
}

async function readFile(
  source: SourceFile,
  languages: LanguageSource,
  loaded: Map<LanguageId, Language>,
): Promise<ReadFile | Skip> {
  const id = languages.languageOfPath(source.path)!;
  let language = loaded.get(id);
  if (!language) {
    language = await languages.loadLanguage(id);
    loaded.set(id, language);
  }
  try {
    return { source, language, tree: language.read(source.path, source.text) };
  } catch (error) {
    return { path: source.path, reason: "parse-error", detail: error instanceof Error ? error.message : String(error) };
  }
}

/** What the planner gets; `texts` replaces the text of some files. */
export function planInput(program: SourceProgram, texts: ReadonlyMap<string, string> = new Map()): ProgramInput {
  const trees = [...program.files.values()].map(({ tree, language }) => {
    const text = texts.get(tree.path);
    return text === undefined ? tree : language.read(tree.path, text);
  });
  return { trees, languages: program.languages, roots: program.roots, manifests: program.manifests };
}
