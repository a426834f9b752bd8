import type { TextEdit } from "../languages/language.js";
import type { LanguageId, Span } from "../languages/tree.js";

/** One dependency that a manifest declares. */
export interface Entry {
  /** As the registry compares names: "azure-ai-agents", also where the manifest says "Azure_AI.Agents". */
  readonly name: string;
  /** Version range as written; "" for any version; undefined where it comes from somewhere else than a registry (a folder, git). */
  readonly range: string | undefined;
  /** The list it stands in: "dependencies", "project.optional-dependencies.dev". */
  readonly group: string;
  /** Where it stands in the text. */
  readonly span: Span;
}

/** A text that declares dependencies. Edits are minimal: order, indentation, line ends and comments stay. */
export interface Manifest {
  readonly entries: readonly Entry[];
  /** The oldest versions of Node or Python that the project wants to run on, as a range; undefined when it does not say. */
  readonly runtime?: string | undefined;
  /** Gives an entry another version range. */
  constrain(entry: Entry, range: string): readonly TextEdit[];
  /** Removes an entry with its line. */
  remove(entry: Entry): readonly TextEdit[];
  /**
   * Adds a dependency to the list in which `near` stands, in the order of names where the list has that order, else behind `near`;
   * without `near` at the end of the main list. Undefined where the text has no list for it.
   */
  add(name: string, range: string, near: Entry | undefined): readonly TextEdit[] | undefined;
}

/** Gives undefined for a text that declares nothing of the kind, or that cannot be read. */
export type ReadManifest = (text: string) => Manifest | undefined;

/** A kind of file that declares dependencies. */
export interface ManifestFormat {
  readonly language: LanguageId;
  /** Whether a file has this format, by its name, and that of its folder for those that are told by it ("requirements/dev.txt"). */
  readonly matches: (fileName: string, folderName: string) => boolean;
  /** Loads what reads it. */
  readonly load: () => Promise<ReadManifest>;
  /** The command that installs what it declares, by the lock file beside or above it ("" where there is none). */
  readonly install: Readonly<Record<string, string>>;
}

/** The name by which PyPI compares packages (PEP 503). */
export function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
