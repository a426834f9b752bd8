import { lineEnd, lineStart } from "./lineBounds.js";
import type { Node, Span } from "./tree.js";

/**
 * New code before it is laid out. Strings are copied, carried spans are source ranges that move into the new code and keep receiving
 * their own edits, groups break into one line per item when they do not fit.
 */
export type Code = string | Carried | Group | Commented | readonly Code[];

/** A range of the file that is being edited. */
export interface Carried extends Span {
  readonly kind: "carried";
}

/** `open items close` on one line when it fits, else one item a line. */
export interface Group {
  readonly kind: "group";
  readonly open: string;
  readonly close: string;
  readonly items: readonly Code[];
  /** Spaces inside the brackets of the one-line form: `{ a }`. */
  readonly padded: boolean;
  /** A comma behind the last item of the broken form. */
  readonly trailingComma: boolean;
  /** One item a line even where one line would do: the code it stands for was written so. */
  readonly broken?: boolean;
  /** What stands between the items instead of a comma: nothing but the space or the line break (`[x for x in y if z]`). */
  readonly clauses?: boolean;
  /** The last item may break inside its own brackets while the others stay on the first line: `f(a, {` … `})`. */
  readonly hugs?: boolean;
}

/** An item of a group with the comments that belong to it; it breaks its group. */
export interface Commented {
  readonly kind: "commented";
  /** Own lines above the item. */
  readonly before: readonly string[];
  readonly code: Code;
  /** Behind the item's comma, on the same line. */
  readonly after: string | undefined;
}

/** A piece of laid-out replacement text. */
export type Part = string | Carried;

export function carry(node: Span): Carried {
  return { kind: "carried", start: node.start, end: node.end };
}

/** Layout facts of a file, read from its text by `styleOf` of its language. */
export interface Style {
  /** "\n" or "\r\n". */
  readonly eol: string;
  /** One indentation step. */
  readonly indent: string;
  readonly quote: '"' | "'";
  /** Whether statements end with a semicolon. */
  readonly semicolons: boolean;
  readonly trailingCommas: boolean;
  /** Longest line new code may have. */
  readonly width: number;
}

export interface Place {
  /** Indentation of the line on which the code starts. */
  readonly indentation: string;
  /** Column at which the code starts. */
  readonly column: number;
  /** Characters that follow the code on its last line. */
  readonly trailing: number;
}

/** Where `node` stands in its text. */
export function placeOf(node: Node): Place {
  const text = node.tree.text;
  const start = lineStart(text, node.start);
  const indentation = /^[ \t]*/.exec(text.slice(start, node.start))![0];
  const rest = text.slice(node.end, lineEnd(text, node.end)).trimEnd();
  return { indentation, column: node.start - start, trailing: rest.length };
}

/**
 * Lays code out at a place: groups stay on one line while they fit into `style.width`.
 * `source` is the text that carried spans point into.
 */
export function layout(code: Code, style: Style, place: Place, source: string): Part[] {
  const parts: Part[] = [];
  let column = place.column;

  const put = (text: string): void => {
    if (text === "") return;
    const last = parts.at(-1);
    if (typeof last === "string") parts[parts.length - 1] = last + text;
    else parts.push(text);
    const newline = text.lastIndexOf("\n");
    column = newline < 0 ? column + text.length : text.length - newline - 1;
  };

  const write = (at: Code, indentation: string, trailing: number): void => {
    if (typeof at === "string") return put(at.replaceAll("\n", style.eol));
    if (isList(at)) {
      at.forEach((piece, i) =>
        write(piece, indentation, i === at.length - 1 ? trailing : firstLine(at.slice(i + 1), source)),
      );
      return;
    }
    if (at.kind === "carried") {
      parts.push(at);
      const text = source.slice(at.start, at.end);
      const newline = text.lastIndexOf("\n");
      column = newline < 0 ? column + text.length : text.length - newline - 1;
      return;
    }
    if (at.kind === "commented") return write(at.code, indentation, trailing);
    if (at.items.length === 0) return put(at.open + at.close);
    const flat = at.broken ? undefined : flatWidth(at, source);
    if (flat !== undefined && column + flat + trailing <= style.width) {
      put(at.open + (at.padded ? " " : ""));
      at.items.forEach((item, i) => {
        if (i > 0) put(at.clauses ? " " : ", ");
        write(item, indentation, 0);
      });
      return put((at.padded ? " " : "") + at.close);
    }
    if (!at.broken && at.items.length === 1 && isHuggable(at.items[0]!, source)) {
      put(at.open);
      write(at.items[0]!, indentation, at.close.length + trailing);
      return put(at.close);
    }
    const before = hugged(at, source);
    if (before !== undefined && column + before < style.width) {
      put(at.open);
      at.items.forEach((item, i) => {
        if (i > 0) put(", ");
        write(item, indentation, i === at.items.length - 1 ? at.close.length + trailing : 0);
      });
      return put(at.close);
    }
    const inner = indentation + style.indent;
    put(at.open);
    at.items.forEach((item, i) => {
      const last = i === at.items.length - 1;
      const comments = commentsOf(item);
      for (const comment of comments?.before ?? []) put(style.eol + inner + comment);
      put(style.eol + inner);
      write(item, inner, 1);
      if (!at.clauses && (!last || at.trailingComma)) put(",");
      if (comments?.after !== undefined) put(`  ${comments.after}`);
    });
    put(style.eol + indentation + at.close);
  };

  write(code, place.indentation, place.trailing);
  return parts;
}

function isList(code: Code): code is readonly Code[] {
  return Array.isArray(code);
}

/** The comments of an item: its own, or those of the value it ends with (`key: value`). */
function commentsOf(code: Code): Commented | undefined {
  if (typeof code === "string") return undefined;
  if (isList(code)) return code.length === 0 ? undefined : commentsOf(code[code.length - 1]!);
  return code.kind === "commented" ? code : undefined;
}

/** The same code with every line behind the first one indented. For code made of strings and carried one-liners. */
export function indented(code: Code, indentation: string): Code {
  if (typeof code === "string") return code.replaceAll("\n", `\n${indentation}`);
  return isList(code) ? code.map((piece) => indented(piece, indentation)) : code;
}

/** The same code without places where it could break: inside the text of a template a line break would be part of it, or an error. */
export function unbroken(code: Code): Code {
  if (typeof code === "string") return code;
  if (isList(code)) return code.map(unbroken);
  if (code.kind === "commented") return unbroken(code.code);
  if (code.kind !== "group") return code;
  const between = code.clauses ? " " : ", ";
  const space = code.padded && code.items.length > 0 ? " " : "";
  return [
    code.open,
    space,
    ...code.items.flatMap((item, i) => (i === 0 ? [unbroken(item)] : [between, unbroken(item)])),
    space,
    code.close,
  ];
}

/** The same code with its last group broken into one item a line. */
export function broken(code: Code): Code {
  if (typeof code === "string") return code;
  if (isList(code)) return [...code.slice(0, -1), broken(code[code.length - 1] ?? "")];
  return code.kind === "group" ? { ...code, broken: true } : code;
}

/** Width up to the last item of a group that hugs it, or undefined when the group cannot be printed so. */
function hugged(group: Group, source: string): number | undefined {
  const last = group.items.at(-1);
  if (!group.hugs || group.broken || group.items.length < 2 || !last || !isHuggable(last, source)) return undefined;
  const before = group.items.slice(0, -1);
  // Two bracketed values next to each other are easier to read one a line.
  if (before.some((item) => commentsOf(item) || isHuggable(item, source))) return undefined;
  const width = sum(before.map((item) => flatWidth(item, source)));
  return width === undefined ? undefined : width + 2 * before.length + 2;
}

/** A value in brackets may break inside them: `f({` … `})`; one that is carried over several lines already does. */
function isHuggable(code: Code, source: string): boolean {
  if (isList(code) || typeof code === "string") return false;
  if (code.kind === "carried")
    return /^[{[`]/.test(source.slice(code.start, code.start + 1)) && flatWidth(code, source) === undefined;
  return code.kind === "group" && code.open.length === 1 && code.open !== "(";
}

/** Width on one line, or undefined when the code holds a line break. */
function flatWidth(code: Code, source: string): number | undefined {
  if (typeof code === "string") return code.includes("\n") ? undefined : code.length;
  if (isList(code)) return sum(code.map((piece) => flatWidth(piece, source)));
  if (code.kind === "commented") return undefined;
  if (code.kind === "carried") {
    const text = source.slice(code.start, code.end);
    return text.includes("\n") ? undefined : text.length;
  }
  if (code.broken) return undefined;
  const items = sum(code.items.map((item) => flatWidth(item, source)));
  if (items === undefined) return undefined;
  const between = code.clauses ? 1 : 2;
  return (
    code.open.length + items + between * Math.max(0, code.items.length - 1) + (code.padded ? 2 : 0) + code.close.length
  );
}

/** Width of what must stay on the current line: up to the first place where the code could break. */
function firstLine(code: Code, source: string): number {
  if (typeof code === "string") return Math.max(0, code.split("\n", 1)[0]!.length);
  if (isList(code)) {
    let width = 0;
    for (const piece of code) {
      width += firstLine(piece, source);
      if (!isList(piece) && typeof piece !== "string" && piece.kind === "group") break;
    }
    return width;
  }
  if (code.kind === "carried") return source.slice(code.start, code.end).split("\n", 1)[0]!.length;
  return code.kind === "commented" ? firstLine(code.code, source) : code.open.length;
}

function sum(widths: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const width of widths) {
    if (width === undefined) return undefined;
    total += width;
  }
  return total;
}
