import type { TextEdit } from "../languages/language.js";
import type { Span } from "../languages/tree.js";
import type { Entry, Manifest } from "./manifest.js";

/** An entry with the place of its version range: empty, and where a range would go, when it has none. */
export interface Item extends Entry {
  readonly rangeSpan: Span;
}

/** A list of dependencies in a text. */
export interface ItemList {
  readonly group: string;
  /** lines: each item has its line. commas, blanks: items stand one behind the other with that between them, on one line or on several. */
  readonly kind: "lines" | "commas" | "blanks";
  readonly items: readonly Item[];
  /** Where the first item of an empty list goes, and what stands before it on its line; undefined where nothing may be added. */
  readonly end: { readonly at: number; readonly before: string } | undefined;
  /** How an item is written; `like` is another one of the list, as written. */
  readonly print: (name: string, range: string, like: string | undefined) => string;
}

/**
 * The manifest that lists of items make up.
 * @param printRange how a range is written where one has to be put in or replaced
 */
export function itemManifest(
  text: string,
  lists: readonly ItemList[],
  runtime?: string,
  printRange: (range: string) => string = (range) => range,
): Manifest {
  const listOf = (entry: Entry | undefined): ItemList | undefined =>
    entry ? lists.find(({ items }) => items.some((item) => item === entry)) : lists[0];
  return {
    entries: lists.flatMap(({ items }) => items),
    runtime,
    constrain: (entry, range) => [{ ...(entry as Item).rangeSpan, text: printRange(range) }],
    remove: (entry) => {
      const list = listOf(entry)!;
      return list.kind === "lines" ? [removedLines(text, entry.span)] : removedBetween(text, list, entry as Item);
    },
    add: (name, range, near) => {
      const list = listOf(near);
      return list && added(text, list, name, range, near as Item | undefined);
    },
  };
}

function added(
  text: string,
  list: ItemList,
  name: string,
  range: string,
  near: Item | undefined,
): readonly TextEdit[] | undefined {
  const { items, kind, end } = list;
  const sorted = isSorted(items);
  const after = sorted ? items.findLast((other) => other.name < name) : (near ?? items.at(-1));
  const beside = after ?? items[0];
  const item = list.print(name, range, beside && text.slice(beside.span.start, beside.span.end));
  if (!beside) return end && [insert(end.at, end.before + item)];

  const { span } = beside;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const isOwnLine = kind === "lines" || isFirstOnLine(text, span.start);
  const lead = leading(text, span.start);
  const comma = kind === "commas" ? "," : "";
  // Put before the first item, or behind the whole line of another, comments stay with what they stand beside.
  if (!after) return [insert(span.start, item + comma + (isOwnLine ? eol + lead : " "))];
  if (!isOwnLine) return [insert(span.end, `${comma} ${item}`)];
  if (kind !== "commas") return [insert(kind === "lines" ? lineEnd(text, span.end) : span.end, eol + lead + item)];
  const written = /^\s*,/.exec(text.slice(span.end))?.[0].length;
  if (written === undefined) return [insert(span.end, comma + eol + lead + item)];
  return [insert(lineEnd(text, span.end + written), `${eol}${lead}${item}${comma}`)];
}

function removedBetween(text: string, { items, kind }: ItemList, item: Item): TextEdit[] {
  const { start, end } = item.span;
  const i = items.indexOf(item);
  const previous = items[i - 1];
  const next = items[i + 1];
  if (isFirstOnLine(text, start) && /^,?[ \t]*(#.*)?$/.test(text.slice(end, lineEnd(text, end)))) {
    const line = removedLines(text, item.span);
    const comma = text.startsWith(",", end);
    // The comma before the last item goes with it where the list ends without one.
    if (kind === "commas" && !next && !comma && previous && text.startsWith(",", previous.span.end))
      return [{ start: previous.span.end, end: previous.span.end + 1, text: "" }, line];
    return [line];
  }
  if (next) return [{ start, end: next.span.start, text: "" }];
  if (previous) return [{ start: previous.span.end, end, text: "" }];
  return [{ start, end, text: "" }];
}

/** The removal of whole lines with their line end; of the one before where the text ends without. */
function removedLines(text: string, span: Span): TextEdit {
  const start = lineStart(text, span.start);
  const end = lineEnd(text, span.end);
  const rest = /^\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  if (rest > 0 || start === 0) return { start, end: end + rest, text: "" };
  return { start: text.endsWith("\r\n", start) ? start - 2 : start - 1, end, text: "" };
}

/** Two names may be in order by chance. */
function isSorted(items: readonly Item[]): boolean {
  return items.length > 2 && items.every(({ name }, i) => i === 0 || items[i - 1]!.name <= name);
}

/** What stands before a position on its line (indentation, a dash). */
function leading(text: string, at: number): string {
  return text.slice(lineStart(text, at), at);
}

function isFirstOnLine(text: string, at: number): boolean {
  return /^[ \t]*$/.test(leading(text, at));
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return text[end - 1] === "\r" && end > at ? end - 1 : end;
}

function insert(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}
