import { listAt } from "../languages/listAt.js";
import type { Language, ProjectNames } from "../languages/language.js";
import type {
  ClassNode,
  Expression,
  FunctionNode,
  LanguageId,
  Member,
  Name,
  Node,
  SourceTree,
} from "../languages/tree.js";
import { ancestors, nodesOf } from "../languages/walk.js";
import { isOfApplication } from "./application.js";
import { directCallers, type Callers, type Reaching } from "./directCallers.js";
import { Exports } from "./exports.js";
import { handedModules } from "./handedModules.js";
import { withFreeClients } from "./freeClients.js";
import { bindFile, type Binding, type FileBindings } from "./scopes.js";

/** A file of the run with what binding knows of it. */
export interface ProgramFile {
  readonly tree: SourceTree;
  readonly language: Language;
  readonly bindings: FileBindings;
}

/** A package manifest beside the sources: evidence for SDK versions. */
export interface Manifest {
  readonly path: string;
  readonly text: string;
}

export interface ProgramInput {
  readonly trees: readonly SourceTree[];
  readonly languages: ReadonlyMap<LanguageId, Language>;
  /** The paths given on the command line, absolute: imports are looked up below them. */
  readonly roots: readonly string[];
  readonly manifests?: readonly Manifest[];
  /** What names mean in the project, beside relative paths. */
  readonly names?: ProjectNames;
}

/** What an importer gets for a name: a file's own expression or binding, a whole file, or a name of a package outside the run. */
export type Resolved =
  | { readonly kind: "expression"; readonly value: Expression }
  | { readonly kind: "file"; readonly file: ProgramFile }
  | { readonly kind: "external"; readonly module: string; readonly path: readonly string[] };

/** The files of a run as one program: names across files, classes, callers. Built once, read by every rule. */
export class Program {
  readonly files: readonly ProgramFile[];
  readonly manifests: readonly Manifest[];
  private readonly byPath = new Map<string, ProgramFile>();
  private readonly byTree = new Map<SourceTree, ProgramFile>();
  private readonly membersByName = new Map<string, Member[]>();
  private readonly importers = new Map<Binding, Name[]>();
  private readonly exportReaders = new Map<Node, Name[]>();
  private readonly roots: readonly string[];
  private readonly names: ProjectNames | undefined;
  private readonly callersOf = new Map<FunctionNode, Callers>();
  private readonly origins = new Map<Binding, Binding | undefined>();
  private readonly modules = new Map<ProgramFile, Map<string, ProgramFile | undefined>>();
  private readonly exports: Exports;
  private readonly allReferences = new Map<Binding, readonly Name[]>();
  private readonly ofApplication = new Map<ProgramFile, boolean>();
  private handed: ReadonlySet<ProgramFile> | undefined;
  private importsLinked = false;

  constructor(input: ProgramInput) {
    this.roots = input.roots;
    this.names = input.names;
    this.manifests = input.manifests ?? [];
    this.files = input.trees.map((tree) => {
      const language = input.languages.get(tree.language);
      if (!language) throw new Error(`language ${tree.language} is not loaded`);
      return { tree, language, bindings: withFreeClients(tree, bindFile(tree, language.scoping)) };
    });
    this.exports = new Exports(this.files, (from, specifier) => this.moduleFile(from, specifier));
    for (const file of this.files) {
      this.byPath.set(file.tree.path, file);
      this.byTree.set(file.tree, file);
      for (const node of nodesOf(file.tree, "Member")) listAt(this.membersByName, node.property).push(node);
    }
  }

  fileOf(node: Node): ProgramFile {
    return this.byTree.get(node.tree)!;
  }

  bindingOf(name: Name): Binding | undefined {
    return this.fileOf(name).bindings.bindingOf.get(name);
  }

  /** All `x.property` of the program. */
  members(property: string): readonly Member[] {
    return this.membersByName.get(property) ?? [];
  }

  /** The file of the run that a specifier means, or undefined for packages. */
  moduleFile(from: ProgramFile, specifier: string): ProgramFile | undefined {
    const known = this.modules.get(from) ?? new Map<string, ProgramFile | undefined>();
    this.modules.set(from, known);
    if (!known.has(specifier)) known.set(specifier, this.findModule(from, specifier));
    return known.get(specifier);
  }

  private findModule(from: ProgramFile, specifier: string): ProgramFile | undefined {
    for (const path of from.language.modules.candidates(from.tree.path, specifier, this.roots, this.names)) {
      const found = this.byPath.get(path);
      if (found) return found;
    }
    return undefined;
  }

  /** What `import { name } from specifier` gives in `from`. */
  resolveImport(from: ProgramFile, specifier: string, name: string): Resolved {
    const file = this.moduleFile(from, specifier);
    if (!file) {
      if (name !== "*" && name !== "default") {
        const joint = specifier.endsWith(".") ? specifier + name : `${specifier}.${name}`;
        const submodule = from.language.modules.exportsEverything ? this.moduleFile(from, joint) : undefined;
        if (submodule) return { kind: "file", file: submodule };
      }
      return { kind: "external", module: specifier, path: name === "*" ? [] : [name] };
    }
    if (name === "*") return { kind: "file", file };
    return (
      this.exported(file, name) ??
      this.submodule(from, specifier, name) ?? { kind: "external", module: specifier, path: [name] }
    );
  }

  /** What a module gives as a whole: the value it exports as such (`module.exports = x`), else its names. */
  resolveRequired(from: ProgramFile, specifier: string): Resolved {
    const resolved = this.resolveImport(from, specifier, "*");
    if (resolved.kind !== "file") return resolved;
    const whole = resolved.file.language.modules.exportsOf(resolved.file.tree).find((e) => e.name === "*" && e.value);
    return whole?.value ? { kind: "expression", value: whole.value } : resolved;
  }

  private submodule(from: ProgramFile, specifier: string, name: string): Resolved | undefined {
    const file = this.moduleFile(from, specifier.endsWith(".") ? specifier + name : `${specifier}.${name}`);
    return file && { kind: "file", file };
  }

  /** What a file exports under a name, re-exports followed. */
  exported(file: ProgramFile, name: string): Resolved | undefined {
    return this.exports.get(file, name);
  }

  /** Whether a file gives this binding to importers. */
  isExported(binding: Binding): boolean {
    const file = this.byTree.get(binding.tree)!;
    if (binding.scope !== file.bindings.root) return false;
    return this.exports.ownNames(file).has(binding);
  }

  /** Whether a binding is exported on purpose, from a file that others than those of its own program may import. */
  isGivenAway(binding: Binding): boolean {
    const file = this.byTree.get(binding.tree)!;
    return !file.language.modules.exportsEverything && this.isExported(binding) && this.isOpen(file);
  }

  /** Whether others than files of its own program may import a file. */
  isOpen(file: ProgramFile): boolean {
    const known = this.ofApplication.get(file);
    if (known !== undefined) return !known;
    const isOwn = isOfApplication(this.manifests, file.tree.path, (path) => {
      const entrance = this.byPath.get(path);
      return entrance && entrance.language.modules.exportsOf(entrance.tree).length > 0;
    });
    this.ofApplication.set(file, isOwn);
    return !isOwn;
  }

  /**
   * Whether an expression only stands where its file exports it: `export { ask }`, `module.exports = { ask }`. An object of exports that
   * an importer hands on is another matter: whoever gets it may call what is in it.
   */
  isExporting(e: Node): boolean {
    if (e.parent?.kind === "Export" || e.parent?.kind === "ExportSpecifier") return true;
    const file = this.fileOf(e);
    if (!this.exports.isValue(file, e)) return false;
    const whole = this.exported(file, "*");
    if (whole?.kind === "expression" && whole.value === e) return true;
    this.handed ??= handedModules(this);
    return !this.handed.has(file);
  }

  /** Whether other files may name a binding: exported on purpose, or, where every name is importable, imported by a file of the run. */
  isPublic(binding: Binding): boolean {
    if (!this.byTree.get(binding.tree)!.language.modules.exportsEverything) return this.isExported(binding);
    this.linkImports();
    return (this.importers.get(binding)?.length ?? 0) > 0;
  }

  /** References to a binding in its own file and, through imports, in the others. */
  references(binding: Binding): readonly Name[] {
    this.linkImports();
    const imported = this.importers.get(binding);
    if (!imported) return binding.reads;
    const all = this.allReferences.get(binding) ?? [...binding.reads, ...imported];
    this.allReferences.set(binding, all);
    return all;
  }

  /** Where other files read, by a name of their own, an expression that a file exports. */
  readersOf(value: Node): readonly Name[] {
    this.linkImports();
    return this.exportReaders.get(value) ?? [];
  }

  /** Import bindings of other files that stand for this binding. */
  private linkImports(): void {
    if (this.importsLinked) return;
    this.importsLinked = true;
    for (const file of this.files) {
      for (const binding of file.bindings.bindings) {
        const origin = this.importOrigin(binding);
        if (origin) for (const read of binding.reads) listAt(this.importers, origin).push(read);
        const value = origin ? undefined : (this.importedValue(binding) ?? this.requiredValue(file, binding));
        if (value) for (const read of binding.reads) listAt(this.exportReaders, value).push(read);
      }
    }
  }

  /** The module an import binding comes from, when that is a file of the run. `const { a } = require("./m")` is an import too. */
  importedModule(binding: Binding): string | undefined {
    const imported = this.importedName(binding);
    return imported && this.moduleFile(this.byTree.get(binding.tree)!, imported.module) ? imported.module : undefined;
  }

  private importedName(binding: Binding): { readonly module: string; readonly name: string } | undefined {
    if (binding.imported) return binding.imported;
    const write = binding.writes.length === 1 ? binding.writes[0]! : undefined;
    const step = write?.path.length === 1 ? write.path[0]! : undefined;
    if (write?.value?.kind !== "Call" || step?.kind !== "member") return undefined;
    const module = this.byTree.get(binding.tree)!.language.modules.requiredModule(write.value);
    return module === undefined ? undefined : { module, name: step.name };
  }

  /** The expression of another file that an import binding stands for. */
  private importedValue(binding: Binding): Expression | undefined {
    const imported = this.importedName(binding);
    if (!imported) return undefined;
    const resolved = this.resolveImport(this.byTree.get(binding.tree)!, imported.module, imported.name);
    return resolved.kind === "expression" ? resolved.value : undefined;
  }

  /** What the whole of another file is, where a binding holds it: `const ask = require("./ask")`. */
  private requiredValue(file: ProgramFile, { writes }: Binding): Expression | undefined {
    const [write, ...more] = writes;
    if (write?.value?.kind !== "Call" || write.path.length > 0 || more.length > 0) return undefined;
    const module = file.language.modules.requiredModule(write.value);
    const resolved = module === undefined ? undefined : this.resolveRequired(file, module);
    return resolved?.kind === "expression" ? resolved.value : undefined;
  }

  /** The binding of another file that an import binding stands for. */
  importOrigin(binding: Binding): Binding | undefined {
    const way: Binding[] = [];
    let end: Binding = binding;
    while (!this.origins.has(end)) {
      // A name that is imported in a circle comes from nowhere.
      this.origins.set(end, undefined);
      way.push(end);
      const next = this.importedBinding(end);
      if (!next) break;
      end = next;
      if (!end.imported) break;
    }
    if (end.imported) end = this.origins.get(end) ?? end;
    for (const passed of way) if (passed !== end) this.origins.set(passed, end);
    return this.origins.get(binding);
  }

  /** The binding that the file exports from which a binding is imported. */
  private importedBinding(binding: Binding): Binding | undefined {
    const value = this.importedValue(binding);
    const origin = value?.kind === "Name" ? this.bindingOf(value) : undefined;
    return origin === binding ? undefined : origin;
  }

  /** The class whose instance `this` (or `self`) is at a node. */
  classOfThis(node: Node): ClassNode | undefined {
    for (const up of ancestors(node)) {
      if (up.kind === "Class") return up;
      const own = up.kind === "Function" && (up.flavor === "expression" || up.flavor === "declaration");
      if (own && this.fileOf(up).language.receiver === "this") return undefined;
    }
    return undefined;
  }

  /** Whether a name is the receiver inside a method: `this`, or the first parameter of a Python method. */
  isThis(name: Name): boolean {
    const { receiver } = this.fileOf(name).language;
    if (receiver === "this") return name.name === "this";
    const parameter = this.bindingOf(name)?.parameter;
    if (!parameter || parameter.index !== 0) return false;
    return parameter.fn.flavor === "method" && !parameter.fn.isStatic;
  }

  /** Whether a name is the class that a Python class method gets as its first parameter. */
  isOwnClass(name: Name): boolean {
    const parameter = this.bindingOf(name)?.parameter;
    if (!parameter || parameter.index !== 0 || parameter.fn.flavor !== "method") return false;
    return parameter.fn.decorators.some((one) => one.kind === "Name" && one.name === "classmethod");
  }

  /** Calls of a function of the program that name it directly; `open` when it also gets away as a value or is exported. */
  callers(fn: FunctionNode, reach: Reaching): Callers {
    const known = this.callersOf.get(fn);
    if (known) return known;
    const result = directCallers(this, fn, reach);
    this.callersOf.set(fn, result);
    return result;
  }

  /** The name under which a function is known: a declaration, or `const f = () => …`. */
  bindingOfFunction(fn: FunctionNode): Binding | undefined {
    if (fn.name && (fn.flavor === "declaration" || fn.flavor === "expression")) {
      const own = this.bindingOf(fn.name);
      if (own && fn.flavor === "declaration") return own;
    }
    let value: Node = fn;
    while (value.parent?.kind === "Wrap") value = value.parent;
    const parent = value.parent;
    if (parent?.kind === "Declarator" && parent.value === value && parent.target.kind === "Name")
      return this.bindingOf(parent.target);
    return undefined;
  }
}
