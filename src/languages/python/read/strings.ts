import type { Expression, Opaque, StringLiteral, TemplateString } from "../../tree.js";
import { build } from "./build.js";
import { sourceOf, type Concrete } from "./concrete.js";
import { readExpression, readOpaque } from "./expressions.js";

/** What a literal holds: texts around holes, or undefined where the value cannot be known (bytes, named characters). */
interface Contents {
  readonly texts: string[];
  readonly holes: Expression[];
}

/** A string or adjacent strings. */
export function readString(node: Concrete): StringLiteral | TemplateString | Opaque {
  const contents = contentsOf(node);
  if (!contents) return readOpaque(node);
  const { start, end } = node;
  const { texts, holes } = contents;
  if (holes.length > 0) return build<TemplateString>({ kind: "TemplateString", start, end, texts, holes });
  return build<StringLiteral>({ kind: "StringLiteral", start, end, value: texts[0]! });
}

function contentsOf(node: Concrete): Contents | undefined {
  if (node.type === "string") return contentsOfOne(node);
  const texts: string[] = [""];
  const holes: Expression[] = [];
  for (const child of node.children) {
    const piece = contentsOfOne(child);
    if (!piece) return undefined;
    texts[texts.length - 1] += piece.texts[0]!;
    texts.push(...piece.texts.slice(1));
    holes.push(...piece.holes);
  }
  return { texts, holes };
}

function contentsOfOne(node: Concrete): Contents | undefined {
  const [open, prefix, quotes] = /^([a-z]*)("""|'''|"|')/i.exec(sourceOf(node)) ?? [];
  if (open === undefined || prefix === undefined || quotes === undefined) return undefined;
  const flags = prefix.toLowerCase();
  if (flags.includes("b")) return undefined;
  const formatted = flags.includes("f");
  const texts: string[] = [];
  let from = node.start + open.length;
  const take = (to: number): boolean => {
    const text = cook(node.source.slice(from, to), flags.includes("r"), formatted);
    if (text !== undefined) texts.push(text);
    return text !== undefined;
  };
  for (const hole of node.children) {
    if (!take(hole.start)) return undefined;
    from = hole.end;
  }
  if (!take(node.end - quotes.length)) return undefined;
  return { texts, holes: node.children.map(readHole) };
}

/** A replacement field. A format that has fields of its own, or `{x=}`, keeps all its parts as one opaque value. */
function readHole(node: Concrete): Expression {
  const [value, ...rest] = node.children;
  const plain = value && node.tokens.length === 0 && rest.every((part) => part.children.length === 0);
  return plain ? readExpression(value) : readOpaque(node);
}

const SIMPLE: Readonly<Record<string, string>> = {
  ...{ "\\": "\\", "'": "'", '"': '"', "\n": "" },
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
};
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(N)|([^]))/g;

/**
 * The value of a literal's inner text (Python language reference, "String and Bytes literals"): line ends become "\n", unknown escapes keep
 * their backslash. Undefined for `\N{…}`, whose table of names we do not carry.
 */
function cook(text: string, raw: boolean, formatted: boolean): string | undefined {
  let value = text.replace(/\r\n?/g, "\n");
  if (formatted) value = value.replaceAll("{{", "{").replaceAll("}}", "}");
  if (raw || !value.includes("\\")) return value;
  let known = true;
  value = value.replace(ESCAPE, (whole, octal, hex, short, long, named, other) => {
    if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
    const code: string | undefined = hex ?? short ?? long;
    if (named !== undefined || (code !== undefined && parseInt(code, 16) > 0x10ffff)) known = false;
    else if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
    return SIMPLE[other] ?? whole;
  });
  return known ? value : undefined;
}
