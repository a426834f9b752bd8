import { isMap, isScalar, isSeq, parseDocument, type YAMLSeq } from "yaml";
import { itemManifest, type Item, type ItemList } from "./items.js";
import { normalised, type ReadManifest } from "./manifest.js";
import { requirementItem } from "./requirement.js";

/** Reads environment.yml of conda: its own list, and that of `pip` in it, where packages of PyPI go. */
export const readCondaEnvironment: ReadManifest = (text) => {
  const document = parseDocument(text);
  const dependencies = isMap(document.contents) ? document.contents.get("dependencies") : undefined;
  if (document.errors.length > 0 || !isSeq(dependencies)) return undefined;
  const pip = dependencies.items.flatMap((item) => {
    const inner = isMap(item) ? item.get("pip") : undefined;
    return isSeq(inner) && !inner.flow ? [listOf(text, inner, "pip")] : [];
  });
  if (dependencies.flow) return undefined;
  const conda = listOf(text, dependencies, "conda");
  // Without a list of pip the whole section is added, with pip itself where it is missing.
  const last = conda.items.at(-1);
  const hasPip = conda.items.some(({ name }) => name === "pip");
  const manifest = itemManifest(text, [...pip, conda], conda.items.find(({ name }) => name === "python")?.range);
  return {
    ...manifest,
    add: (name, range, near) => {
      if (pip.length > 0) return manifest.add(name, range, near?.group === "pip" ? near : undefined);
      if (!last) return undefined;
      const start = text.lastIndexOf("\n", last.span.start) + 1;
      const dash = text.slice(start, last.span.start).replace(/["']$/, "");
      const inner = dash.replace("-", "  -");
      const eol = text.includes("\r\n") ? "\r\n" : "\n";
      const found = text.indexOf("\n", last.span.end);
      const end = found < 0 ? text.length : found - (text[found - 1] === "\r" ? 1 : 0);
      const lines = [...(hasPip ? [] : [`${dash}pip`]), `${dash}pip:`, `${inner}${name}${range}`];
      return [{ start: end, end, text: lines.map((line) => eol + line).join("") }];
    },
  };
};

function listOf(text: string, { items }: YAMLSeq, group: string): ItemList {
  const found = items.flatMap((item): Item[] => {
    if (!isScalar(item) || typeof item.value !== "string" || !item.range) return [];
    const [start, end] = item.range;
    const quote = /^["']/.test(text.slice(start, end)) ? 1 : 0;
    const read =
      requirementItem(item.value, start + quote, group, { start, end }) ?? condaItem(item.value, start + quote);
    return read ? [{ ...read, span: { start, end } }] : [];
  });
  const print = (name: string, range: string, like?: string): string =>
    like && /^["']/.test(like) ? `${like[0]}${name}${range}${like[0]}` : name + range;
  return { group, kind: "lines", items: found, end: undefined, print };
}

/** A requirement as only conda writes it: `conda-forge::openai=1.3`, one `=` for a pin. */
function condaItem(requirement: string, at: number): Item | undefined {
  const found = /^((?:[\w-]+::)?([\w.-]+))\s*(=[^=].*)?$/.exec(requirement);
  if (!found) return undefined;
  const [written, before = "", name = "", range = ""] = found;
  const span = { start: at, end: at + written.length };
  const rangeSpan = { start: at + (range ? written.length - range.length : before.length), end: span.end };
  return { name: normalised(name), range, group: "conda", span, rangeSpan };
}
