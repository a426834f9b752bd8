import type { Operation } from "../../src/analysis/operation.js";
import { wireName } from "../../src/analysis/casing.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { Member } from "../../src/languages/tree.js";
import { isTarget } from "../../src/languages/walk.js";
import { nameOfFile } from "../files/fileNames.js";
import type { RuleMeta } from "../meta.js";
import { isTested } from "../code/positions.js";
import { refuseAll } from "../reading/reading.js";
import type { Rewrite } from "../rewrite.js";

type How = { readonly rule: RuleMeta; readonly flow: number; readonly reason: string };

/**
 * Operations whose texts are searched for the markers of citations: `text.value.replace(annotation.text, "[1]")`. The new text has none, so
 * it goes through a function that puts them in.
 */
export function markedOperations(cx: Rewrite): ReadonlyMap<Operation, Marked> {
  const marked = new Set<Operation>();
  const others = new Set<Operation>();
  const written = new Set<Operation>();
  const parts: Operation[] = [];
  for (const use of cx.flows.uses) {
    if (use.kind !== "Member") continue;
    for (const value of cx.values.results(use.object)) {
      const { operation, type, dialect } = value;
      if (!operation || !LISTS.has(operation.id)) continue;
      const field = wireName(use.property, dialect);
      if (type === "Annotation" && field === "text" && !nameOfFile(cx, use)) marked.add(operation);
      if (type === "ContentPart" && field === "text" && !isTested(use)) parts.push(operation);
      if (type === "ClassicText" && isTarget(use)) written.add(operation);
      // What the SDK picks out of messages comes without their text.
      if (dialect.members?.[type]?.[use.property]?.path.includes("annotations")) others.add(operation);
    }
  }
  return new Map(
    [...marked]
      .filter((operation) => !others.has(operation))
      .map((operation) => [
        operation,
        { isChanged: written.has(operation), parts: parts.filter((other) => other === operation).length },
      ]),
  );
}

/** How the texts of an operation's messages are used. */
export interface Marked {
  /** Whether a text is changed where it stands. */
  readonly isChanged: boolean;
  /** How often texts are taken out of parts. */
  readonly parts: number;
}

const LISTS = new Set(["messages.list", "messages.retrieve"]);

/** Whether the text of a part has to have its markers. */
export function isMarked(cx: Rewrite, values: readonly ResultValue[]): boolean {
  return values.some(({ operation }) => operation !== undefined && cx.marked.has(operation));
}

/** `part.text` → the part with the markers in its text. */
export function markPart(cx: Rewrite, access: Member, values: readonly ResultValue[], how: How): void {
  const { tree, parent } = access;
  const isOnce = values.every(({ operation }) => {
    const marked = operation && cx.marked.get(operation);
    return !marked?.isChanged || (marked.parts === 1 && !cx.given.needs(operation!));
  });
  if (!isOnce || (parent?.kind === "Member" && isTarget(parent)))
    return refuseAll(
      cx,
      values,
      "the text of a message is changed in place, and the part with its markers is made anew wherever it is read",
      "Put the text into a variable, then run again.",
    );
  const helper = cx.helper(tree, "withMarkers", how);
  cx.find(
    access,
    how.rule,
    "note",
    `Texts have no markers of citations any more: ${helper}() puts them in, as the annotations name them.`,
    "Where nobody needs them, read the text of the part itself.",
  );
  cx.insert(tree, access.start, `${helper}(`, how);
  cx.replaceSpan(tree, { start: access.object.end, end: access.end }, ")", how);
}
