import { diffArrays } from "diff";
import type { TextEdit } from "../languages/language.js";

/** The difference of two texts as edits of whole lines. */
export function lineEdits(before: string, after: string): TextEdit[] {
  const edits: { start: number; end: number; text: string }[] = [];
  let at = 0;
  let open = false;
  for (const { added, removed, value } of diffArrays(linesOf(before), linesOf(after))) {
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

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
