import type { Style } from "../../code.js";
import type { TextEdit, WantedImport } from "../../language.js";
import type { ImportSpecifier } from "../../tree.js";
import { indentationAt } from "./lines.js";
import type { Site } from "./sites.js";

/** One name of an import list, with what stands between it and the next name or the end of the list. */
interface Item {
  readonly name: string;
  readonly text: string;
  readonly behind: string | undefined;
}

type Key = (name: string) => string;

/** Orders that import lists are kept in: isort's (constants, classes, the rest), plain, without case. */
const ORDERS: readonly Key[] = [
  (name) => `${/^[A-Z0-9_]{2,}$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2}${name.toLowerCase()}`,
  (name) => name,
  (name) => name.toLowerCase(),
];

export function specifierText({ name, local }: Pick<WantedImport, "name" | "local">): string {
  return name === local ? name : `${name} as ${local}`;
}

/** Names in the order that a new list gets. */
export function sorted(added: readonly WantedImport[]): WantedImport[] {
  return [...added].sort((a, b) => compare(ORDERS[0]!, a.name, b.name));
}

/** `from module import a, b`, over several lines if it does not fit. */
export function fromStatement(head: string, names: readonly string[], indentation: string, style: Style): string {
  const line = `${head} ${names.join(", ")}`;
  if (indentation.length + line.length <= style.width) return line;
  const inner = names.map((name) => `${indentation}${style.indent}${name},`);
  return [`${head} (`, ...inner, `${indentation})`].join(style.eol);
}

/** Takes names out of a statement and puts others in; what stays keeps its order, layout and comments. */
export function rewriteNames(
  site: Site,
  gone: ReadonlySet<ImportSpecifier>,
  added: readonly WantedImport[],
  style: Style,
): TextEdit {
  const { text } = site.nodes[0]!.tree;
  const items = site.items.map((item, i): Item => {
    const end = site.items[i + 1]?.start ?? site.list.end;
    return { name: item.imported, text: text.slice(item.start, item.end), behind: text.slice(item.end, end) };
  });
  const tail = items.at(-1)!.behind!;
  const kept = items.filter((_, i) => !gone.has(site.items[i]!));
  const list = insert(
    kept,
    sorted(added).map((each) => ({ name: each.name, text: specifierText(each), behind: undefined })),
  );

  const indentation = indentationAt(text, site.start);
  const opening = text.slice(site.nodes.at(-1)!.moduleSpan.end, site.list.start);
  const broken = site.parenthesised && opening.includes("\n");
  const inner = broken ? indentationAt(text, site.list.start) : indentation + style.indent;
  const fresh = broken ? `,${style.eol}${inner}` : ", ";

  const print = (item: Item, i: number): string => {
    const isLast = i === list.length - 1;
    const wasLast = item.behind !== undefined && item === items.at(-1);
    if (isLast) return item.text + (wasLast ? tail : endOfList(item.behind));
    return item.text + (wasLast ? behindName(tail) : (item.behind ?? fresh));
  };
  /** What stands behind a name that has become the last one. */
  const endOfList = (behind = ""): string => {
    const comment = commentIn(behind);
    const closing = /\s*$/.exec(tail)![0];
    return (
      (isComma(tail) ? "," : "") +
      comment +
      (comment && !closing.includes("\n") && site.parenthesised ? style.eol : closing)
    );
  };
  /** What stands behind the old last name when another follows. */
  const behindName = (behind: string): string => {
    const comment = commentIn(behind);
    return comment ? `,${comment}${style.eol}${inner}` : fresh;
  };

  const printed = list.map(print).join("");
  const head = text.slice(site.start, site.list.start);
  const isTooWide = indentation.length + head.length + printed.length > style.width;
  if (added.length > 0 && isTooWide && !/[\n#]/.test(head + printed)) {
    const statement = fromStatement(
      head.replace(/\s*\($|\s+$/, ""),
      list.map((item) => item.text),
      indentation,
      style,
    );
    return { start: site.start, end: site.end, text: statement };
  }
  return { ...site.list, text: printed };
}

/** Puts each new item where a sorted list has it, else behind the others. */
function insert(kept: readonly Item[], added: readonly Item[]): Item[] {
  const order = ORDERS.find((key) =>
    kept.every((item, i) => i === 0 || compare(key, kept[i - 1]!.name, item.name) <= 0),
  );
  const list = [...kept];
  for (const item of added) {
    const at = order ? list.findIndex((other) => compare(order, item.name, other.name) < 0) : -1;
    list.splice(at < 0 ? list.length : at, 0, item);
  }
  return list;
}

function compare(key: Key, a: string, b: string): number {
  const [left, right] = [key(a), key(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function isComma(behind: string): boolean {
  return behind.trimStart().startsWith(",");
}

/** The comment on the line of a name, with the space before it. */
function commentIn(behind: string): string {
  return /^(?:[ \t]*,)?([ \t]*#[^\r\n]*)/.exec(behind)?.[1] ?? "";
}
