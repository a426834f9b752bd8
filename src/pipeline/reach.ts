import type { Language, ProjectNames } from "../languages/language.js";
import type { SourceTree } from "../languages/tree.js";
import { resolver, specifiersOf, submodule, type Resolve } from "./imports.js";
import { skeletonOf, type SkeletonExport } from "./skeleton.js";

/** A file as far as following handles needs it. */
export interface ReachFile {
  readonly tree: SourceTree;
  readonly language: Language;
}

/** What tells that handles begin in a file. */
export interface Origins {
  readonly isSdkModule: (module: string) => boolean;
  /** Finds a classic call path in source text. */
  readonly callPath: RegExp;
}

/**
 * Follows handles between files by name: a top-level name may hold one when its statement mentions an SDK, a call path, or another such
 * name; an export may when its value does. It errs on the side of too many.
 */
export class Reach {
  private readonly exported = new Map<string, Set<string>>();
  private readonly resolvers = new Map<string, Resolve>();
  private readonly carriers = new Set<string>();
  /** Files that import from a file, which need not be known itself. */
  private readonly importers = new Map<string, ReachFile[]>();
  private readonly grown = new Set<string>();

  constructor(
    private readonly origins: Origins,
    private readonly roots: readonly string[],
    private readonly known: ReadonlySet<string>,
    private readonly names?: ProjectNames,
  ) {}

  /**
   * Takes in more files and follows handles through them, and through those known before that import from them. A file is looked at again
   * only when one that it imports gives more than before, so that chains of imports cost no more than other code.
   */
  follow(files: Iterable<ReachFile>): void {
    const pending = new Set(files);
    for (const file of pending) {
      for (const target of this.importedBy(file)) {
        const importers = this.importers.get(target);
        if (importers) importers.push(file);
        else this.importers.set(target, [file]);
      }
    }
    // A set gives what is added while it is gone through, too.
    for (const file of pending) {
      pending.delete(file);
      if (!this.followIn(file)) continue;
      this.grown.add(file.tree.path);
      for (const importer of this.importers.get(file.tree.path) ?? []) pending.add(importer);
    }
  }

  /** Files by which more handles may leave than when this was asked last. */
  takeGrown(): readonly string[] {
    const grown = [...this.grown];
    this.grown.clear();
    return grown;
  }

  /** Names by which handles may leave a file. */
  exportsOf(path: string): ReadonlySet<string> {
    return this.exported.get(path) ?? new Set();
  }

  /** Whether handles may occur in a file at all. */
  isCarrier(path: string): boolean {
    return this.carriers.has(path);
  }

  /** Whether a file imports something that may hold a handle from another file of the run. */
  importsHandle(file: ReachFile): boolean {
    const { imports, statements, exports } = skeletonOf(file.tree, file.language);
    const modules = [...statements.flatMap(({ loads }) => loads).map((module) => ({ module, name: "*" })), ...imports];
    for (const { from } of exports) if (from) modules.push({ ...from, local: undefined });
    return modules.some(({ module, name }) => !this.origins.isSdkModule(module) && this.carries(file, module, name));
  }

  /** Files of the run that a file imports. */
  importedBy(file: ReachFile): string[] {
    const resolve = this.resolverOf(file);
    const found = [...specifiersOf(skeletonOf(file.tree, file.language), file.language)].map((module) =>
      resolve(module),
    );
    return found.filter((path) => path !== undefined);
  }

  private followIn(file: ReachFile): boolean {
    const { imports, statements, exports } = skeletonOf(file.tree, file.language);
    const names = new Set<string>();
    for (const { module, name, local } of imports) {
      if (local !== undefined && this.carries(file, module, name)) names.add(local);
    }
    let pending = statements;
    for (let before = -1; before !== pending.length;) {
      before = pending.length;
      pending = pending.filter(({ declares, mentions, loads, text }) => {
        const touched =
          this.origins.callPath.test(text) ||
          meets(mentions, names) ||
          loads.some((module) => this.carries(file, module, "*"));
        if (touched) for (const name of declares) names.add(name);
        return !touched;
      });
    }
    if (names.size > 0 || pending.length < statements.length) this.carriers.add(file.tree.path);

    const found = new Set(exports.flatMap((each) => this.handlesIn(each, file, names)));
    const grown = found.size > this.exportsOf(file.tree.path).size;
    this.exported.set(file.tree.path, found);
    return grown;
  }

  private handlesIn({ name, from, mentions }: SkeletonExport, file: ReachFile, names: ReadonlySet<string>): string[] {
    if (!from) return meets(mentions, names) ? [name] : [];
    if (!this.carries(file, from.module, from.name)) return [];
    const target = name === "*" ? this.resolverOf(file)(from.module) : undefined;
    return target === undefined ? [name] : [...this.exportsOf(target)];
  }

  private carries(file: ReachFile, module: string, name: string): boolean {
    if (this.origins.isSdkModule(module)) return true;
    const resolve = this.resolverOf(file);
    const target = resolve(module);
    const exports = target === undefined ? undefined : this.exported.get(target);
    if (exports && (name === "*" ? exports.size > 0 : exports.has(name) || exports.has("*"))) return true;
    if (file.language.id !== "python" || name === "*") return false;
    const inner = submodule(module, name);
    const innerTarget = resolve(inner);
    return this.origins.isSdkModule(inner) || (innerTarget !== undefined && this.exportsOf(innerTarget).size > 0);
  }

  private resolverOf({ tree: { path }, language }: ReachFile): Resolve {
    let found = this.resolvers.get(path);
    if (!found) this.resolvers.set(path, (found = resolver(path, language, this.roots, this.known, this.names)));
    return found;
  }
}

function meets(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const one of some) if (others.has(one)) return true;
  return false;
}
