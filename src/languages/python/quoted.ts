import type { Style } from "../code.js";

const ESCAPES: Readonly<Record<string, string | undefined>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Backslashes, control characters, line separators and halves of surrogate pairs: what must not stand in source text as it is. */
const UNPRINTABLE = /[\\\p{Cc}\p{Cs}\u2028\u2029\ufeff]/gu;

/** A string literal in the preferred quotes, or in the other ones where that saves escapes. */
export function quoted(value: string, preferred: Style["quote"]): string {
  const other = preferred === '"' ? "'" : '"';
  const quote = value.includes(preferred) && !value.includes(other) ? other : preferred;
  return quote + escaped(value).replaceAll(quote, `\\${quote}`) + quote;
}

/** The inside of a string literal, but for its quotes. */
export function escaped(value: string): string {
  return value.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0);
    return ESCAPES[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
