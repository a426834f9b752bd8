import { diffArrays } from "diff";
import type { TextEdit } from "../languages/language.js";

/** Beyond this many changed lines the search for the smallest difference, which grows with their square, takes more than seconds. */
const MAX_EDIT_LENGTH = 4000;

/** The difference of two texts as edits of whole lines: the smallest, or where too much changed everything between the first and the last. */
export function lineEdits(before: string, after: string): TextEdit[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(old, now, { maxEditLength: MAX_EDIT_LENGTH });
  if (!parts) return [outerEdit(old, now)];
  const edits: { start: number; end: number; text: string }[] = [];
  let at = 0;
  let open = false;
  for (const { added, removed, value } of parts) {
    const text = value.join("");
    if (!added && !removed) {
      at += text.length;
      open = false;
      continue;
    }
    if (!open) edits.push({ start: at, end: at, text: "" });
    open = true;
    const edit = edits.at(-1)!;
    if (removed) edit.end = at += text.length;
    else edit.text += text;
  }
  return edits;
}

/** One edit of everything between the lines that two texts begin and end with alike. */
function outerEdit(old: readonly string[], now: readonly string[]): TextEdit {
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const start = lengthOf(old.slice(0, head));
  const end = start + lengthOf(old.slice(head, old.length - tail));
  return { start, end, text: now.slice(head, now.length - tail).join("") };
}

const lengthOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length, 0);

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
