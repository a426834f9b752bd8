import type { TextEdit } from "../languages/language.js";
import { lineDiff } from "./lineDiff.js";

/** The difference of two texts as edits of whole lines. */
export function lineEdits(before: string, after: string): TextEdit[] {
  const edits: { start: number; end: number; text: string }[] = [];
  let at = 0;
  let open = false;
  for (const { added, removed, lines } of lineDiff(before, after)) {
    const text = lines.join("");
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
