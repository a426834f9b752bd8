import type { Finding } from "../../transforms/finding.js";
import type { RuleMeta } from "../../transforms/meta.js";

/** A file that is looked through as text: what it means to the migration is told, nothing in it is rewritten. */
export interface SurveyedFile {
  /** Absolute, `/`-separated. */
  readonly path: string;
  readonly text: string;
}

/** Looks for one thing in files that are not rewritten, or for what is no call. */
export interface Probe {
  readonly rule: RuleMeta;
  /** Whether a file's name (without its folder) says that it can hold it. Of source files the extension says it. */
  readonly accepts: (fileName: string) => boolean;
  /** Holds for the text of every file that has it: tried on bytes taken as Latin-1. */
  readonly needle: RegExp;
  /** Whether it matters by itself; otherwise it does only where the run found classic calls. */
  readonly always: boolean;
  readonly look: (file: SurveyedFile) => readonly Finding[];
}
