import { classicDialects } from "../../src/dialects/index.js";
import { provides, sdkPackages, type SdkPackage } from "../../src/dialects/packages.js";
import type { TextEdit } from "../../src/languages/language.js";
import type { LanguageId } from "../../src/languages/tree.js";
import { normalised, type Entry, type Manifest, type ReadManifest } from "../../src/manifests/manifest.js";
import { compareVersions, lowestOf, staysBelow } from "../../src/manifests/versions.js";

/** What a migration did to the imports of one package of the project. Modules are as they are spelled: "openai/resources". */
export interface ImportChanges {
  readonly language: LanguageId;
  /** Modules that the changed files imported before, and import now. */
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
  /** Modules that any file of the package imports now, changed or not. */
  readonly used: ReadonlySet<string>;
  /** Of those, the ones of files in which classic calls are left. */
  readonly classic: ReadonlySet<string>;
  /** Whether code calls the current API on the clients that it had, not on those that a project client gives. */
  readonly onOwnClients: boolean;
}

/** How the manifests of a package have to follow. */
export interface DependencyChanges {
  readonly needed: readonly SdkPackage[];
  readonly dropped: readonly SdkPackage[];
  /** Packages that classic calls need as well. */
  readonly classic: readonly SdkPackage[];
}

/** What became of a manifest. */
export interface EditedManifest {
  readonly text: string;
  /** One phrase for each thing that was done: "azure-ai-agents removed". */
  readonly done: readonly string[];
  /** Sentences about what stands in the way of an installation. */
  readonly problems: readonly string[];
}

/** Which packages the new imports need, and which nothing needs any more. */
export function dependencyChanges(changes: ImportChanges): DependencyChanges {
  const { before, after, used, classic } = changes;
  const own = packagesFor(changes);
  return {
    needed: own.filter(
      (one) => one.needed && importedBy(one, after) && !(one.needed.brought && importedBy(one, before)),
    ),
    // What only classic code uses may have been declared for a package that used it.
    dropped: own.filter((one) => !importedBy(one, used) && (importedBy(one, before) || !one.needed || one.needed.left)),
    classic: own.filter((one) => importedBy(one, classic)),
  };
}

/** The packages of a language, with what is needed of each. */
function packagesFor({ language, used, onOwnClients }: ImportChanges): SdkPackage[] {
  const all = sdkPackages.filter((one) => one.language === language);
  const isUsed = (name: string): boolean => all.some((one) => one.name === name && importedBy(one, used));
  return all.map((one) =>
    onOwnClients && one.own && !isUsed(one.own.without) ? { ...one, needed: one.own.needed } : one,
  );
}

function importedBy(one: SdkPackage, modules: ReadonlySet<string>): boolean {
  return [...modules].some((module) => provides(one, module));
}

/** Packages that classic code begins with: where one is declared, its successors are. */
const classicSdks = sdkPackages.filter((one) =>
  classicDialects.some(
    ({ language, clients }) =>
      language === one.language && clients.some(({ modules }) => modules.some((module) => provides(one, module))),
  ),
);

/** Whether a manifest is where the SDKs of a language are declared. */
export function declaresSdk(manifest: Manifest, language: LanguageId): boolean {
  return manifest.entries.some((entry) => classicSdks.some((one) => one.language === language && isOf(entry, one)));
}

/**
 * Edits a text that declares dependencies: adds and raises what is needed, removes what is dropped. Everything else stays as it is.
 * @returns undefined when the text cannot be read as that kind of manifest, or has no place for what is needed
 */
export function editManifest(text: string, read: ReadManifest, changes: DependencyChanges): EditedManifest | undefined {
  if (!read(text)) return undefined;
  const draft = new Draft(text, read);
  for (const one of changes.needed) if (!need(draft, one, changes)) return undefined;
  for (const one of changes.dropped) {
    for (const entry of draft.entriesOf(one))
      draft.change(entry, (now, found) => now.remove(found), `${one.name} removed`);
  }
  return { text: draft.text, done: [...draft.done], problems: [...draft.problems] };
}

/** Declares what new code needs, and what that needs in turn. Gives false when there is no place for it. */
function need(draft: Draft, one: SdkPackage, { needed, dropped, classic }: DependencyChanges): boolean {
  const { name, language } = one;
  const { least, runtime, floors = {}, classic: withClassic } = one.needed!;
  const range = rangeFor(one, draft.manifest.runtime);
  const declared = draft.entriesOf(one);
  // Declared nowhere, it comes with something else, in the version that the calls that are left were written for.
  if (declared.length === 0 && withClassic === "keep" && classic.includes(one)) return true;
  if (declared.length === 0 && !draft.add(one, range, [dropped, needed, sdkPackages])) return false;
  for (const entry of declared) {
    if (entry.range === undefined) {
      if (least)
        draft.problems.add(`${name} is not taken from the registry by its version here; new code needs ${range}.`);
    } else if (!isFine(entry.range, one)) {
      const isLeft = classic.includes(one);
      if (isLeft && withClassic === "keep") {
        draft.problems.add(
          `${name} stays at ${entry.range}, because classic calls are left that were written for it; new code needs ${range}.`,
        );
        continue;
      }
      if (isLeft && withClassic && withClassic !== "keep")
        draft.problems.add(`Classic calls are left that ${name} ${range} ${withClassic.told}.`);
      draft.change(entry, (now, found) => now.constrain(found, range), `${name} ${range}`);
    }
  }
  const lowest = lowestOf(draft.manifest.runtime ?? "");
  if (runtime && lowest !== "0" && compareVersions(lowest, runtime) < 0) {
    const platform = language === "python" ? "Python" : "Node";
    draft.problems.add(`${name} needs ${platform} ${runtime} or newer; the project says "${draft.manifest.runtime}".`);
  }
  for (const [other, floor] of Object.entries(floors)) {
    if (dropped.some((gone) => gone.name === other)) continue;
    for (const entry of draft.manifest.entries) {
      if (entry.name === other && entry.range && staysBelow(entry.range, floor))
        draft.change(entry, (now, found) => now.constrain(found, `>=${floor}`), `${other} >=${floor}`);
    }
  }
  return true;
}

/** The range that new code needs, in a project that wants to run on `runtime`. */
function rangeFor({ needed }: SdkPackage, runtime = ""): string {
  const { range, older } = needed!;
  const lowest = lowestOf(runtime);
  return older && lowest !== "0" && compareVersions(lowest, older.runtimeBelow) < 0 ? older.range : range;
}

function isFine(range: string, { needed }: SdkPackage): boolean {
  const { least, below } = needed!;
  const lowest = lowestOf(range);
  if (least && compareVersions(lowest, least) < 0) return false;
  return !below || compareVersions(lowest, below) < 0;
}

function isOf(entry: Entry, { name, language }: SdkPackage): boolean {
  return entry.name === (language === "python" ? normalised(name) : name);
}

/** A manifest that is edited step by step: positions are those of the text as it is now, so it is read anew after each step. */
class Draft {
  readonly done = new Set<string>();
  readonly problems = new Set<string>();
  manifest: Manifest;
  private added: readonly SdkPackage[] = [];

  constructor(
    public text: string,
    private readonly read: ReadManifest,
  ) {
    this.manifest = read(text)!;
  }

  entriesOf(one: SdkPackage): readonly Entry[] {
    return this.manifest.entries.filter((entry) => isOf(entry, one));
  }

  /** Edits an entry, which is looked up in the text as it is now. */
  change({ name, group }: Entry, edit: (now: Manifest, entry: Entry) => readonly TextEdit[], what: string): void {
    const entry = this.manifest.entries.find((each) => each.name === name && each.group === group);
    if (entry) this.apply(edit(this.manifest, entry), what);
  }

  /**
   * Adds an entry behind the one that was added before, else behind the first that belongs to one of the packages, which are looked for
   * in their order.
   */
  add(one: SdkPackage, range: string, beside: readonly (readonly SdkPackage[])[]): boolean {
    const near = [this.added, ...beside]
      .map((packages) => this.manifest.entries.find((entry) => packages.some((other) => isOf(entry, other))))
      .find((entry) => entry !== undefined);
    const edits = this.manifest.add(one.name, range, near);
    if (!edits) return false;
    this.added = [one];
    this.apply(edits, `${one.name}${range && ` ${range}`} added`);
    return true;
  }

  private apply(edits: readonly TextEdit[], what: string): void {
    for (const { start, end, text } of [...edits].sort((a, b) => b.start - a.start))
      this.text = this.text.slice(0, start) + text + this.text.slice(end);
    this.manifest = this.read(this.text) ?? this.manifest;
    this.done.add(what);
  }
}
