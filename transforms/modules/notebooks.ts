import type { Edit } from "../edit.js";
import { notebooks as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** Ids of the classic API as their service makes them; names of the user's own with such a beginning are shorter or have words in them. */
const CLASSIC_ID = /\b(asst|thread|run|step)_[A-Za-z0-9]{20,}(?![A-Za-z0-9_])/g;

/** Reports what the last run of migrated notebooks printed and no run will print any more: ids of the classic API. */
export function reportShownIds(cx: Rewrite, edits: readonly Edit[]): void {
  for (const { tree } of cx.program.files) {
    if (!tree.cells || !edits.some((edit) => edit.file === tree.path)) continue;
    for (const cell of tree.cells) {
      const kinds = [...new Set([...cell.output.matchAll(CLASSIC_ID)].map(([, kind]) => `${kind}_…`))];
      if (kinds.length === 0) continue;
      cx.find(
        { ...cell, tree },
        rule,
        "warning",
        `The output of this cell shows ids of the classic API (${kinds.join(", ")}), which the current one does not know.`,
        "Run the notebook again, or clear its outputs, before you share it.",
      );
    }
  }
}
