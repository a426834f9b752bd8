import type { Span } from "../tree.js";

/** What of a notebook cell is no Python: lines for IPython or the shell. */
export interface Magic extends Span {
  /** Python inside it. */
  readonly code: readonly Span[];
}

/** Cell magics that run the lines below them as code of the notebook. All others take them as text of another kind. */
const RUNS_CELL = /^%%(?:time|timeit|capture|prun|memit|debug)\b/;
/** Line magics that run the rest of their line, after their options. */
const RUNS_LINE = /^%(?:time|timeit|prun|memit|mprun|lprun)\b(?:[ \t]+-\w+(?:[ \t]+\d+)?)*[ \t]*/;

/** At the start of a line: `%name`, `!command`, `?name`, `name?`, and installers, which need no `%` (IPython's automagic). */
const LINE = /[ \t]*(?=%{1,2}[A-Za-z]|!|\?|(?:pip3?|conda|uv pip) install\b|[\w.*]+\?{1,2}[ \t]*(?:\r?\n|$))/y;
/** `files = !ls`, `model = %env MODEL`. */
const ASSIGNED = /[ \t]*[A-Za-z_][\w.[\]"', \t]*=[ \t]*(?=!|%[A-Za-z])/y;
/** To the end of the line; a backslash takes the next one in. */
const REST = /(?:\\\r?\n|[^\r\n])*/y;
const INTERPOLATED = /\{([^{}\r\n]+)\}|\$([A-Za-z_]\w*)/g;

/** The cell as a magic, when its first line says that it is text of another kind (`%%bash`, `%%html`, `%%writefile`). */
export function foreignCell(text: string, { start, end }: Span): Magic | undefined {
  const from = start + /^\s*/.exec(text.slice(start, end))![0].length;
  const cell = text.slice(from, end);
  if (!cell.startsWith("%%") || RUNS_CELL.test(cell)) return undefined;
  return { start: from, end, code: codeIn(text, from, matchAt(REST, text.slice(0, end), from)!.end) };
}

/** The lines of a cell that are magics, in order. */
export function magicsOf(text: string, { start, end }: Span): Magic[] {
  const cell = text.slice(0, end);
  const magics: Magic[] = [];
  for (let at = start; at < end;) {
    const from = magicAt(cell, at);
    if (from === undefined) at = endOfStatement(cell, at);
    else {
      const to = matchAt(REST, cell, from)!.end;
      magics.push({ start: from, end: to, code: codeIn(cell, from, to) });
      at = cell.indexOf("\n", to) + 1 || end;
    }
  }
  return magics;
}

/** The same text with magics as string literals of their length, so that the positions of everything else stay. */
export function masked(text: string, magics: readonly Magic[]): string {
  let result = "";
  let at = 0;
  for (const { start, end } of magics) {
    const filler = text.slice(start + 1, end - 1).replaceAll(/\\(?!\r?\n)|[^\\\r\n]/g, "_");
    result += `${text.slice(at, start)}"${filler}"`;
    at = end;
  }
  return result + text.slice(at);
}

/** Where a magic begins that stands in the line at a position. */
function magicAt(text: string, at: number): number | undefined {
  for (const pattern of [LINE, ASSIGNED]) {
    const end = matchAt(pattern, text, at)?.end;
    if (end !== undefined) return end;
  }
  return undefined;
}

function codeIn(text: string, start: number, end: number): Span[] {
  const magic = text.slice(start, end);
  const head = RUNS_LINE.exec(magic)?.[0];
  if (head !== undefined) return [{ start: start + head.length, end }];
  return [...magic.matchAll(INTERPOLATED)].map((found) => {
    const name = found[1] ?? found[2]!;
    const from = start + found.index + found[0].indexOf(name);
    return { start: from, end: from + name.length };
  });
}

/** Strings, comments, joined lines and brackets: what decides where a statement ends. */
const TOKEN = new RegExp(
  [
    /"""(?:\\[^]|[^\\])*?(?:"""|$)/,
    /'''(?:\\[^]|[^\\])*?(?:'''|$)/,
    /"(?:\\[^]|[^"\\\n])*"?/,
    /'(?:\\[^]|[^'\\\n])*'?/,
    /#[^\n]*/,
    /\\\r?\n/,
    /[^]/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "y",
);

/** Where the line behind a statement begins: not within brackets, strings or joined lines. */
function endOfStatement(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const end = matchAt(TOKEN, text, at)!.end;
    const token = text.slice(at, end);
    at = end;
    if ("([{".includes(token)) depth++;
    else if (")]}".includes(token)) depth--;
    else if (token === "\n" && depth <= 0) return at;
  }
  return text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): { readonly end: number } | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? { end: pattern.lastIndex } : undefined;
}
