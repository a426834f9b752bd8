import type { Style } from "../code.js";

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
  "\v": "\\v",
};

/** A string literal in the file's quotes, or in the other ones where that saves escapes. */
export function quoted(value: string, preferred: Style["quote"]): string {
  const other = preferred === '"' ? "'" : '"';
  const quote = count(value, preferred) > count(value, other) ? other : preferred;
  return quote + escaped(value).replaceAll(quote, `\\${quote}`) + quote;
}

/** The text of a template between its holes. Line breaks stay line breaks. */
export function templateText(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${").replaceAll("\r", "\\r");
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replace(/[\p{Cc}\u2028\u2029]/gu, (c) => ESCAPES[c] ?? hex(c));
}

function hex(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
