import type { Part } from "../../src/languages/code.js";

/** Words that stand before an expression; brackets may follow them at once: `return(x)`, `await(x)`, `not(x)`. */
const KEYWORD =
  /(?:^|[^\w$.])(?:return|await|yield|in|is|of|not|and|or|if|elif|while|else|case|assert|raise|throw|del|delete|typeof|void|lambda)$/;

/** Parts of an edit, with a space where they would run into the keyword before them: brackets that set them apart are not theirs. */
export function apart(text: string, start: number, parts: readonly Part[]): readonly Part[] {
  const first = parts.find((part) => part !== "");
  const begins = first === undefined ? "" : typeof first === "string" ? first : text.slice(first.start, first.end);
  if (!/^[\w$]/.test(begins) || /^[\w$]/.test(text.slice(start, start + 1))) return parts;
  return KEYWORD.test(text.slice(Math.max(0, start - 10), start)) ? [" ", ...parts] : parts;
}
