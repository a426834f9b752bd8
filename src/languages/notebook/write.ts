import type { Span } from "../tree.js";
import type { CodeCell, Notebook } from "./notebook.js";

/**
 * The notebook's file with other texts in its code cells, one for each. Cells that stay the same keep their bytes, and so do the lines that
 * stay the same in others; new lines are laid out and escaped as the file does it. A cell that loses all its text goes.
 */
export function writeNotebook(notebook: Notebook, texts: readonly string[]): string {
  const { content, cells } = notebook;
  const style = styleOf(notebook);
  const edits: (Span & { readonly text: string })[] = [];
  const emptied: Span[] = [];
  cells.forEach(({ start, end, source, whole }, i) => {
    const text = texts[i]!;
    const before = notebook.text.slice(start, end);
    if (text === before) return;
    if (text.trim() === "" && before.trim() !== "") emptied.push(whole);
    else {
      const spelled = new Spelling(content, source.lines ?? [source], style.escapes);
      const printed = source.lines ? listOf(content, source, text, spelled, style) : spelled.string(text);
      edits.push({ start: source.start, end: source.end, text: printed });
    }
  });
  const removals = removalsOf(emptied, notebook).map((span) => ({ ...span, text: "" }));
  let result = "";
  let at = 0;
  for (const edit of [...edits, ...removals].sort((a, b) => a.start - b.start)) {
    result += content.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + content.slice(at);
}

/** Where cells that go stand in their list, each with the comma before it; those at its start with the comma behind them. */
function removalsOf(gone: readonly Span[], { all }: Notebook): Span[] {
  const isGone = (cell: Span): boolean => gone.some(({ start }) => start === cell.start);
  const first = all.findIndex((cell) => !isGone(cell));
  return gone.map((cell) => {
    const i = all.findIndex(({ start }) => start === cell.start);
    if (first < 0) return { start: cell.start, end: all[i + 1]?.start ?? cell.end };
    return i < first ? { start: cell.start, end: all[i + 1]!.start } : { start: all[i - 1]!.end, end: cell.end };
  });
}

/** What stands around the strings of a list. */
interface Layout {
  readonly before: string;
  readonly between: string;
  readonly behind: string;
}

interface FileStyle extends Layout {
  /** Characters that the file writes as `\uXXXX`, and how; all beyond ASCII where it writes none of them as they are. */
  readonly escapes: (char: string) => string;
}

function styleOf({ content, cells }: Notebook): FileStyle {
  const sources = cells.map(({ source }) => content.slice(source.start, source.end)).join("");
  const seen = new Map<string, string>();
  for (const [escape] of sources.matchAll(/\\\\|\\u[\da-f]{4}/gi)) {
    if (escape !== "\\\\") seen.set(JSON.parse(`"${escape}"`) as string, escape);
  }
  const isAscii = [...seen.keys()].some((char) => char > "\x7f") && !/[\u0080-\uffff]/.test(sources);
  const escapes = (char: string): string => {
    const hex = char.charCodeAt(0).toString(16).padStart(4, "0");
    return seen.get(char) ?? (isAscii && char > "\x7f" ? `\\u${hex}` : char);
  };
  const layouts = cells.flatMap(({ source }) => layoutOf(content, source) ?? []);
  const layout = layouts.find(({ between }) => between !== undefined) ?? layouts[0];
  const before = layout?.before ?? "";
  return { escapes, before, between: layout?.between ?? `,${before}`, behind: layout?.behind ?? "" };
}

function layoutOf(
  content: string,
  { start, end, lines }: CodeCell["source"],
): (Omit<Layout, "between"> & { between?: string }) | undefined {
  const [first, second] = lines ?? [];
  if (!lines || !first) return undefined;
  return {
    before: content.slice(start + 1, first.start),
    ...(second && { between: content.slice(first.end, second.start) }),
    behind: content.slice(lines.at(-1)!.end, end - 1),
  };
}

/** A list of lines. Those at its start and at its end that stay the same keep what is around them too. */
function listOf(
  content: string,
  source: CodeCell["source"],
  text: string,
  spelled: Spelling,
  style: FileStyle,
): string {
  if (text === "") return "[]";
  const layout = { ...style, ...layoutOf(content, source) };
  const old = source.lines!;
  const lines = linesOf(text);
  const isSame = (span: Span | undefined, line: string | undefined): boolean =>
    span !== undefined && line !== undefined && JSON.parse(content.slice(span.start, span.end)) === line;
  let kept = 0;
  while (isSame(old[kept], lines[kept])) kept++;
  let behind = 0;
  const most = Math.min(old.length, lines.length) - kept;
  while (behind < most && isSame(old.at(-1 - behind), lines.at(-1 - behind))) behind++;

  const items = lines.slice(kept, lines.length - behind).map((line) => spelled.string(line));
  if (kept > 0) items.unshift(content.slice(old[0]!.start, old[kept - 1]!.end));
  if (behind > 0) items.push(content.slice(old.at(-behind)!.start, old.at(-1)!.end));
  return `[${layout.before}${items.join(layout.between)}${layout.behind}]`;
}

/** How lines are written as JSON: as before where they were there before. */
class Spelling {
  private readonly known = new Map<string, string>();

  constructor(
    content: string,
    strings: readonly Span[],
    private readonly escaped: (char: string) => string,
  ) {
    for (const { start, end } of strings) {
      // A line ends behind its "\n".
      for (const [line] of content
        .slice(start + 1, end - 1)
        .matchAll(/(?:\\u[\da-f]{4}|\\[^n]|[^\\])*\\n|(?:\\.|[^\\])+$/gi)) {
        this.known.set(JSON.parse(`"${line}"`) as string, line);
      }
    }
  }

  string(text: string): string {
    return `"${linesOf(text)
      .map((line) => this.known.get(line) ?? this.print(line))
      .join("")}"`;
  }

  private print(line: string): string {
    return JSON.stringify(line)
      .slice(1, -1)
      .replaceAll(/\\u[\da-f]{4}|\\.|[^\\]/g, (char) => (char.length > 1 ? char : this.escaped(char)));
  }
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
