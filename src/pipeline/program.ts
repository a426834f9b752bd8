import type { ProgramInput } from "../analysis/program.js";
import { localDisk, type Disk } from "../discover/disk.js";
import { foldersUpFrom } from "../discover/paths.js";
import type { Discovered } from "../discover/discover.js";
import type { Skip } from "../discover/skip.js";
import type { Language, ProjectNames } from "../languages/language.js";
import { javascriptNames } from "../languages/javascript/projectNames.js";
import { UnknownNotebook } from "../languages/notebook/notebook.js";
import type { LanguageId } from "../languages/tree.js";
import { manifestsAbove } from "./manifests.js";
import { Mentions } from "./mentions.js";
import { Notes } from "./notes.js";
import type { SearchTerms } from "./origins.js";
import { Reach, type Origins, type ReachFile } from "./reach.js";
import { openSource } from "./open.js";
import { cellsOf, type SourceFile } from "./source.js";
import { treeWith } from "./treeWith.js";

/** Where languages come from; loading one loads its parser, so that a run without candidates loads none. */
export interface LanguageSource {
  /** The language of a file by its name, or undefined. */
  languageOfPath(file: string): LanguageId | undefined;
  loadLanguage(id: LanguageId): Promise<Language>;
}

/** A file that takes part in the run. */
export interface ReadFile extends ReachFile {
  readonly source: SourceFile;
}

/** The files that are analysed together. */
export interface LoadedProgram {
  readonly files: ReadonlyMap<string, ReadFile>;
  readonly languages: ReadonlyMap<LanguageId, Language>;
  readonly roots: readonly string[];
  readonly manifests: readonly SourceFile[];
  readonly skips: readonly Skip[];
  /** More files are connected by imports than `IMPORT_LIMIT`. */
  readonly importsCut: boolean;
  readonly names?: ProjectNames;
}

/** How many files may be read only because of imports: a stop for the largest repositories, reached with a message. */
export const IMPORT_LIMIT = 2000;

/** How far imports are followed from a file in which handles occur, into files that hold no needle. */
const HOPS = 2;

/**
 * Reads the candidates and the files that handles may travel through: those that import something from a file in which they occur,
 * however far up, and those that such files import, a few steps down.
 */
export async function loadProgram(
  found: Discovered,
  languages: LanguageSource,
  search: Pick<SearchTerms, "loadOrigins">,
  disk: Disk = localDisk(),
  notes = new Notes(disk),
): Promise<LoadedProgram> {
  if (found.candidates.size === 0) return nothingLoaded(found);
  const origins = await search.loadOrigins();
  const loader = new Loader(found, languages, origins, disk, notes);
  await loader.readCandidates();
  for (let more = true; more;) more = (await loader.readImporters()) || (await loader.readImported());
  const { files, loaded, skips, importsCut, names } = loader;
  return {
    files,
    languages: loaded,
    roots: found.roots,
    manifests: manifestsAbove(files.keys(), disk),
    skips,
    importsCut,
    names,
  };
}

function nothingLoaded({ roots }: Discovered): LoadedProgram {
  return { files: new Map(), languages: new Map(), roots, manifests: [], skips: [], importsCut: false };
}

/** A program of one text, read as the given file. */
export async function programOfText(path: string, bytes: Buffer, languages: LanguageSource): Promise<LoadedProgram> {
  const language = await languages.loadLanguage(languages.languageOfPath(path)!);
  const files = new Map<string, ReadFile>();
  const skips: Skip[] = [];
  const read = await openFile(path, bytes, language);
  if ("reason" in read) skips.push(read);
  else files.set(path, read);
  const loaded = new Map([[language.id, language]]);
  return {
    files,
    languages: loaded,
    roots: [path],
    manifests: manifestsAbove([path], localDisk()),
    skips,
    importsCut: false,
  };
}

class Loader {
  readonly files = new Map<string, ReadFile>();
  readonly loaded = new Map<LanguageId, Language>();
  readonly skips: Skip[] = [];
  importsCut = false;
  readonly names: ProjectNames;
  private readonly reach: Reach;
  private readonly mentions: Mentions;
  /** Files that were added and not followed yet. */
  private readonly added: ReadFile[] = [];
  /** Steps that may still be taken from a file to those it imports, where there are any. */
  private readonly hops = new Map<string, number>();
  /** Files that were read and turned out to be unrelated, so far. */
  private readonly aside = new Map<string, ReadFile | undefined>();
  private imported = 0;

  constructor(
    private readonly found: Discovered,
    private readonly languages: LanguageSource,
    origins: Origins,
    private readonly disk: Disk,
    notes: Notes,
  ) {
    this.names = javascriptNames(
      (file) => disk.read(file)?.toString("utf8").replace("\uFEFF", ""),
      () => foldersOf(found.files),
      origins.isSdkModule,
    );
    const others = found.files.filter((file) => !found.candidates.has(file));
    this.mentions = new Mentions(others, (file) => notes.of(file).imports, this.names);
    this.reach = new Reach(origins, found.roots, new Set(found.files), this.names);
  }

  async readCandidates(): Promise<void> {
    for (const [path, bytes] of this.found.candidates) {
      const file = await this.read(path, bytes);
      if (file) this.add(file, HOPS);
    }
    this.settle();
  }

  /** Adds files that import a handle from the files at hand. Gives whether there were any. */
  async readImporters(): Promise<boolean> {
    const sources = this.reach.takeGrown();
    if (sources.length === 0) return false;
    for (const path of this.mentions.of(sources)) {
      if (this.files.has(path)) continue;
      const file = await this.readAside(path);
      if (file && this.reach.importsHandle(file)) this.addImported(file, HOPS - 1);
    }
    return this.settle();
  }

  /** Adds files that are imported by files in which handles occur. Gives whether there were any. */
  async readImported(): Promise<boolean> {
    for (const [path, hops] of [...this.hops]) {
      if (!this.reach.isCarrier(path)) continue;
      this.hops.delete(path);
      for (const target of this.reach.importedBy(this.files.get(path)!)) {
        if (this.files.has(target)) continue;
        const read = await this.readAside(target);
        if (read) this.addImported(read, hops - 1);
      }
    }
    return this.settle();
  }

  /** Follows handles through the files that were added. Gives whether there were any. */
  private settle(): boolean {
    const added = this.added.splice(0);
    this.reach.follow(added);
    return added.length > 0;
  }

  private add(file: ReadFile, hops: number): void {
    this.files.set(file.tree.path, file);
    this.added.push(file);
    if (hops > 0) this.hops.set(file.tree.path, hops);
  }

  private addImported(file: ReadFile, hops: number): void {
    if (this.imported >= IMPORT_LIMIT) {
      this.importsCut = true;
      return;
    }
    this.imported++;
    this.add(file, hops);
  }

  private async readAside(path: string): Promise<ReadFile | undefined> {
    if (!this.aside.has(path)) {
      const bytes = this.disk.scan(path);
      this.aside.set(path, Buffer.isBuffer(bytes) ? await this.read(path, bytes) : undefined);
    }
    return this.aside.get(path);
  }

  private async read(path: string, bytes: Buffer): Promise<ReadFile | undefined> {
    const id = this.languages.languageOfPath(path)!;
    let language = this.loaded.get(id);
    if (!language) this.loaded.set(id, (language = await this.languages.loadLanguage(id)));
    const file = await openFile(path, bytes, language);
    if (!("reason" in file)) return file;
    this.skips.push(file);
    return undefined;
  }
}

/** A file as the run needs it, or why it cannot be read. */
async function openFile(path: string, bytes: Buffer, language: Language): Promise<ReadFile | Skip> {
  try {
    const source = await openSource(path, bytes);
    const tree = language.read(path, source.text, cellsOf(source));
    return tree.tooDeep ? { path, reason: "too-deep" } : { language, source, tree };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { path, reason: error instanceof UnknownNotebook ? "notebook" : "parse-error", detail };
  }
}

/** What the planner gets; `results` replaces some files. */
export function planInput(program: LoadedProgram, results: ReadonlyMap<string, SourceFile> = new Map()): ProgramInput {
  const trees = [...program.files.values()].map((file) => {
    const result = results.get(file.tree.path);
    return result ? treeWith(file, result) : file.tree;
  });
  const { names } = program;
  const manifests = program.manifests.map(({ path, text }) => ({ path, text: results.get(path)?.text ?? text }));
  return { trees, languages: program.languages, roots: program.roots, manifests, ...(names && { names }) };
}

/** The folders of files, and those above them. */
function foldersOf(files: Iterable<string>): Iterable<string> {
  const holding = new Set<string>();
  for (const file of files) holding.add(file.slice(0, file.lastIndexOf("/")) || "/");
  const folders = new Set<string>();
  for (const folder of holding)
    for (const above of foldersUpFrom(folder)) {
      if (folders.has(above)) break;
      folders.add(above);
    }
  return folders;
}
