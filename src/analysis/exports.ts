import { listAt } from "../languages/listAt.js";
import type { ExportedName } from "../languages/language.js";
import type { Node } from "../languages/tree.js";
import type { Binding } from "./scopes.js";
import type { ProgramFile, Resolved } from "./program.js";

/** What one file exports: under its own names, and which files it passes everything on from. */
interface Exported {
  readonly names: ReadonlyMap<string, ExportedName>;
  readonly stars: readonly ProgramFile[];
}

interface Answer {
  readonly found: Resolved | undefined;
  /** Nothing was left out because it was being looked for already. */
  readonly isWhole: boolean;
}

/** What the files of a program export, re-exports followed. Each question is answered once, however long the way is. */
export class Exports {
  private readonly known = new Map<ProgramFile, Map<string, Resolved | undefined>>();
  private readonly own = new Map<ProgramFile, Exported>();
  private readonly ways = new Map<string, ReadonlyMap<ProgramFile, readonly ProgramFile[]>>();
  private readonly bindings = new Map<ProgramFile, ReadonlySet<Binding>>();
  private readonly values = new Map<ProgramFile, ReadonlySet<Node>>();
  private index: Index | undefined;

  constructor(
    private readonly files: readonly ProgramFile[],
    private readonly moduleFile: (from: ProgramFile, specifier: string) => ProgramFile | undefined,
  ) {}

  /** What a file exports under a name; undefined where it does not. */
  get(file: ProgramFile, name: string): Resolved | undefined {
    return this.find(file, name, new Set()).found;
  }

  /** The bindings of a file that it exports itself, under whatever name. */
  ownNames(file: ProgramFile): ReadonlySet<Binding> {
    const known = this.bindings.get(file);
    if (known) return known;
    const found = new Set<Binding>();
    for (const { value } of file.language.modules.exportsOf(file.tree)) {
      const binding = value?.kind === "Name" ? file.bindings.bindingOf.get(value) : undefined;
      if (binding) found.add(binding);
    }
    this.bindings.set(file, found);
    return found;
  }

  /** Whether an expression is what its file exports under some name: `exports.ask = ask`, the `ask` of `module.exports = { ask }`. */
  isValue(file: ProgramFile, e: Node): boolean {
    let values = this.values.get(file);
    if (!values) {
      values = new Set(file.language.modules.exportsOf(file.tree).flatMap(({ value }) => value ?? []));
      this.values.set(file, values);
    }
    return values.has(e);
  }

  /** Goes on from file to file, however many there are; looks on several ways only where a name may come on several. */
  private find(file: ProgramFile, name: string, running: Set<string>): Answer {
    const way: { readonly file: ProgramFile; readonly name: string }[] = [];
    let at = { file, name };
    let answer: Answer | undefined;
    while (!answer) {
      const known = this.known.get(at.file);
      const key = `${at.name} ${at.file.tree.path}`;
      if (known?.has(at.name)) answer = { found: known.get(at.name), isWhole: true };
      else if (running.has(key)) answer = { found: undefined, isWhole: false };
      else {
        running.add(key);
        way.push(at);
        const next = this.step(at.file, at.name, running);
        if ("file" in next) at = next;
        else answer = next;
      }
    }
    if (answer.isWhole) for (const passed of way) this.remember(passed.file, passed.name, answer.found);
    return answer;
  }

  private remember(file: ProgramFile, name: string, found: Resolved | undefined): void {
    const known = this.known.get(file) ?? new Map<string, Resolved | undefined>();
    this.known.set(file, known.set(name, found));
  }

  /** What a file exports under a name, or where to look for it. */
  private step(
    file: ProgramFile,
    name: string,
    running: Set<string>,
  ): Answer | { readonly file: ProgramFile; readonly name: string } {
    const hit = this.exportedBy(file).names.get(name);
    if (!hit) return this.throughStars(file, name, running);
    if (!hit.from) return { found: hit.value && { kind: "expression", value: hit.value }, isWhole: true };
    const { module, name: there } = hit.from;
    const target = this.moduleFile(file, module);
    if (!target) return { found: { kind: "external", module, path: there === "*" ? [] : [there] }, isWhole: true };
    return there === "*" ? { found: { kind: "file", file: target }, isWhole: true } : { file: target, name: there };
  }

  private throughStars(file: ProgramFile, name: string, running: Set<string>): ReturnType<Exports["step"]> {
    const [first, ...more] = this.waysTo(name).get(file) ?? [];
    if (first && more.length === 0) return { file: first, name };
    let isWhole = true;
    for (const target of first ? [first, ...more] : []) {
      const answer = this.find(target, name, running);
      isWhole &&= answer.isWhole;
      if (answer.found) return { found: answer.found, isWhole };
    }
    return { found: undefined, isWhole };
  }

  /** From each file that passes on a name with everything else: the files it has it from, in order. Files that do not are never looked into. */
  private waysTo(name: string): ReadonlyMap<ProgramFile, readonly ProgramFile[]> {
    const known = this.ways.get(name);
    if (known) return known;
    const { exporters, passedOnBy } = (this.index ??= indexOf(this.files, (file) => this.exportedBy(file)));
    const ways = new Map<ProgramFile, { readonly target: ProgramFile; readonly place: number }[]>();
    const pending = [...(exporters.get(name) ?? [])];
    const seen = new Set(pending);
    for (let target = pending.pop(); target; target = pending.pop()) {
      for (const { by, place } of passedOnBy.get(target) ?? []) {
        listAt(ways, by).push({ target, place });
        if (seen.has(by)) continue;
        seen.add(by);
        pending.push(by);
      }
    }
    const ordered = new Map(
      [...ways].map(
        ([by, found]) => [by, found.sort((a, b) => a.place - b.place).map(({ target }) => target)] as const,
      ),
    );
    this.ways.set(name, ordered);
    return ordered;
  }

  private exportedBy(file: ProgramFile): Exported {
    const known = this.own.get(file);
    if (known) return known;
    const names = new Map<string, ExportedName>();
    const stars: ProgramFile[] = [];
    for (const one of file.language.modules.exportsOf(file.tree)) {
      if (!names.has(one.name)) names.set(one.name, one);
      const target = one.name === "*" && one.from ? this.moduleFile(file, one.from.module) : undefined;
      if (target) stars.push(target);
    }
    const exported = { names, stars };
    this.own.set(file, exported);
    return exported;
  }
}

/** Which files export a name themselves, and which pass on everything of a file. */
interface Index {
  readonly exporters: ReadonlyMap<string, readonly ProgramFile[]>;
  readonly passedOnBy: ReadonlyMap<ProgramFile, readonly { readonly by: ProgramFile; readonly place: number }[]>;
}

function indexOf(files: readonly ProgramFile[], exportedBy: (file: ProgramFile) => Exported): Index {
  const exporters = new Map<string, ProgramFile[]>();
  const passedOnBy = new Map<ProgramFile, { by: ProgramFile; place: number }[]>();
  for (const by of files) {
    const { names, stars } = exportedBy(by);
    for (const name of names.keys()) listAt(exporters, name).push(by);
    for (const [place, target] of stars.entries()) listAt(passedOnBy, target).push({ by, place });
  }
  return { exporters, passedOnBy };
}
