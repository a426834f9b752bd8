import type { SourceFile } from "../pipeline/source.js";
import { Positions, type Range } from "./position.js";

/** A place where code holds an id of the classic API, or reads one from outside. */
export interface StoredId {
  readonly range: Range;
  /** literal: the id stands in the code; setting: it comes from an environment variable. */
  readonly kind: "literal" | "setting";
  /** The id, or the name of the variable. */
  readonly text: string;
}

/** Ids as the classic services made them. */
const LITERAL = /(?<![\w-])(?:asst|thread|run|msg|step)_[A-Za-z0-9]{16,}(?![\w-])/g;
const SETTING =
  /(?:process\.env(?:\.|\[\s*["'`])|import\.meta\.env\.|environ(?:\.get\(\s*|\[\s*)["']|getenv\(\s*["'])(\w*(?:ASSISTANT|AGENT|THREAD)_?IDS?)\b/gi;

/** Where a file holds or reads such ids: they mean nothing to the current API, and nothing in the code can change what is stored. */
export function storedIdsIn({ text }: Pick<SourceFile, "text">): StoredId[] {
  const positions = new Positions(text);
  const found = [
    ...[...text.matchAll(LITERAL)].map((match) => ({ match, kind: "literal" as const, name: match[0] })),
    ...[...text.matchAll(SETTING)].map((match) => ({ match, kind: "setting" as const, name: match[1]! })),
  ];
  return found
    .map(({ match, kind, name }) => {
      const start = match.index + match[0].lastIndexOf(name);
      return { range: positions.range({ start, end: start + name.length }), kind, text: name };
    })
    .sort((a, b) => a.range.start.offset - b.range.start.offset);
}
