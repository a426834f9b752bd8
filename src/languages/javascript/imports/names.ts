import type { Style } from "../../code.js";
import type { ImportSpecifier, SourceTree } from "../../tree.js";
import { withoutComments, type NameList } from "./sites.js";

/** One name of a list between braces, with what belongs to it. */
interface Item {
  /** What stands between the separator before and the name: space, comments on lines of their own. */
  readonly lead: string;
  readonly text: string;
  /** A comment behind the separator, on the same line. */
  readonly after: string;
}

/**
 * The text between the braces of `{ a, b as c }` after names were taken out and others put in. What stays keeps its place and comments;
 * a new name goes where a sorted list has it, else to the end. A list on one line is broken over lines when it gets longer than `room`.
 */
export function rewriteNames(
  tree: SourceTree,
  list: NameList,
  gone: ReadonlySet<ImportSpecifier>,
  added: readonly string[],
  style: Style,
  room: number,
): string {
  const { items, close, hasComma } = split(tree, list);
  const line = items.map((item) => LINE.exec(item.lead)?.[0]).findLast((each) => each !== undefined);
  const fresh = added.map((text): Item => ({ lead: line ?? " ", text, after: "" }));
  const kept = items.filter((_, i) => !isGone(list.items[i]!.specifier, gone));
  const result = insert(kept, fresh);
  const first = result[0];
  if (first?.lead.trim() === "" && line === undefined) result[0] = { ...first, lead: items[0]?.lead ?? " " };

  const isLast = (i: number): boolean => i === result.length - 1;
  const printed = result.map(({ lead, text, after }, i) => lead + text + (!isLast(i) || hasComma ? "," : "") + after);
  const text = printed.join("") + close;
  if (added.length === 0 || text.includes("\n") || text.length <= room) return text;
  return brokenNames(
    result.map((item) => item.text),
    style,
  );
}

function isGone(specifier: ImportSpecifier | undefined, gone: ReadonlySet<ImportSpecifier>): boolean {
  return specifier !== undefined && gone.has(specifier);
}

/** The text between braces with one name a line. */
export function brokenNames(names: readonly string[], style: Style): string {
  const start = style.eol + style.indent;
  return start + names.join(`,${start}`) + (style.trailingCommas ? "," : "") + style.eol;
}

/** The line break and indentation before an item of a broken list. */
const LINE = /\r?\n[ \t]*$/;

/** A comment that ends its line. */
const COMMENT = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*\*\/(?=[ \t]*(?:\r?\n|$)))/;

/** The list as items, what stands before the closing brace, and whether a comma does. */
function split(tree: SourceTree, { span, items }: NameList): { items: Item[]; close: string; hasComma: boolean } {
  const { text } = tree;
  let lead = text.slice(span.start, items[0]?.start ?? span.end);
  let hasComma = false;
  const found = items.map((item, i): Item => {
    const behind = { start: item.end, end: items[i + 1]?.start ?? span.end };
    const comma = withoutComments(tree, behind).indexOf(",");
    const rest = text.slice(behind.start + comma + 1, behind.end);
    const after = COMMENT.exec(rest)?.[0] ?? "";
    const before = comma < 0 ? "" : text.slice(behind.start, behind.start + comma).trimEnd();
    const found = { lead, text: text.slice(item.start, item.end) + before, after };
    lead = rest.slice(after.length);
    hasComma = comma >= 0;
    return found;
  });
  return { items: found, close: lead, hasComma };
}

/** Puts each new item where a sorted list has it, else behind the others. */
function insert(kept: readonly Item[], added: readonly Item[]): Item[] {
  const isSorted = kept.length > 1 && kept.every((item, i) => i === 0 || compare(kept[i - 1]!, item) <= 0);
  const list = [...kept];
  for (const item of added) {
    const at = isSorted ? list.findIndex((other) => compare(item, other) < 0) : -1;
    list.splice(at < 0 ? list.length : at, 0, item);
  }
  return list;
}

function compare(a: Item, b: Item): number {
  const [left, right] = [a, b].map(({ text }) => text.replace(/^type\s+/, "").toLowerCase()) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}
