import path from "node:path";
import type { ProjectNames } from "../languages/language.js";

/** What may be an import, whatever the language: from the keyword to the end of its line, which is where the module is named. */
const IMPORT = /\b(?:import|from|require)\b.*/g;

/** The parts of a text (bytes taken as Latin-1) in which other files may be imported. */
export function importLines(text: string): string {
  const lines = text.match(IMPORT);
  // Joined with something, so that it is a copy: a part of a string keeps the whole of it, and notes are kept of every file.
  return lines ? [...lines, ""].join("\n") : "";
}

/** Finds out, before anything is parsed, which files may import some others. */
export class Mentions {
  private isFirst = true;
  private index: WordIndex | undefined;

  /** @param linesOf the import lines of a file @param names what else files are imported as */
  constructor(
    private readonly files: readonly string[],
    private readonly linesOf: (file: string) => string,
    private readonly names: ProjectNames,
  ) {}

  /** Files whose import lines may name one of `sources`, in their order. */
  of(sources: readonly string[]): readonly string[] {
    const names = sources.flatMap((file) => [...namesOf(file), ...this.names.namesOf(file).map(latin1)]);
    const mention = mentionOf(names);
    const holds = (file: string): boolean => mention.test(this.linesOf(file));
    // Most runs ask once. Where handles travel on from importer to importer, going through all files each time would cost their square.
    if (this.isFirst) {
      this.isFirst = false;
      return this.files.filter(holds);
    }
    this.index ??= new WordIndex(this.files, this.linesOf);
    return this.index.of(names).filter(holds);
  }
}

/** Which files hold a word in their import lines. */
class WordIndex {
  private readonly byWord = new Map<string, number[]>();
  /** Files that import a folder's own file by dots alone. */
  private readonly dotted: number[] = [];

  constructor(
    private readonly files: readonly string[],
    linesOf: (file: string) => string,
  ) {
    const isDotted = new RegExp(DOTS);
    for (const [at, file] of files.entries()) {
      const lines = linesOf(file);
      for (const word of new Set(lines.match(/\w+/g))) {
        const places = this.byWord.get(word);
        if (places) places.push(at);
        else this.byWord.set(word, [at]);
      }
      if (isDotted.test(lines)) this.dotted.push(at);
    }
  }

  /** Files that may name one of some names, in their order. */
  of(names: readonly string[]): string[] {
    const found = new Set<number>();
    for (const name of names) {
      const word = /\w+/.exec(name)?.[0];
      // A name without a letter of ASCII is not looked up, so that any file may hold it.
      const places =
        name === DOTS ? this.dotted : word === undefined ? this.files.keys() : (this.byWord.get(word) ?? []);
      for (const at of places) found.add(at);
    }
    return [...found].sort((a, b) => a - b).map((at) => this.files[at]!);
  }
}

/** How a folder's own file is imported by dots alone. */
const DOTS = `["'.]\\.{0,2}/?["']|from \\.+ import`;

/** What import lines call a file: its name, and where it is a folder's own file the folder's name, or dots. */
function namesOf(file: string): string[] {
  const name = path.posix.basename(file).replace(/\.\w+$/, "");
  if (name !== "index" && name !== "__init__") return [latin1(name)];
  return [name, latin1(path.posix.basename(path.posix.dirname(file))), DOTS];
}

function mentionOf(names: readonly string[]): RegExp {
  const alternatives = new Set(names.map((name) => (name === DOTS ? DOTS : escaped(name))));
  return new RegExp(`(?<!\\w)(?:${[...alternatives].join("|")})(?!\\w)`);
}

const latin1 = (name: string): string => Buffer.from(name).toString("latin1");

function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
