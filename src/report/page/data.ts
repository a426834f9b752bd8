import type { JsonFile, JsonReport } from "../json.js";

/** What the page is made from. */
export interface PageData {
  readonly report: JsonReport;
  readonly rules: readonly { id: string; name: string; what: string; why: string; byHand: readonly string[] }[];
  readonly effort: { text: string; items: readonly string[] };
  readonly deadlines: readonly string[];
  readonly left: readonly {
    title: string;
    isShimmed: boolean;
    places: readonly { file: string; line: number; operation: string; code: string }[];
    causes: readonly {
      rule: string;
      reason: string;
      help: string;
      places: readonly { file: string; line: number }[];
    }[];
  }[];
}

/** What a file can be filtered by. */
export interface Traits {
  readonly rules: ReadonlySet<string>;
  readonly outcomes: ReadonlySet<string>;
  readonly safeties: ReadonlySet<string>;
}

export function traitsOf(file: JsonFile, { operations }: JsonReport): Traits {
  const own = operations.filter((operation) => operation.file === file.file);
  return {
    rules: new Set([...own, ...file.edits, ...file.findings].map(({ rule }) => rule)),
    outcomes: new Set(own.map(({ outcome }) => outcome)),
    safeties: new Set(file.edits.map(({ safety }) => safety)),
  };
}
