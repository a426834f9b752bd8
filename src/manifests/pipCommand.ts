import { itemManifest, type Item, type ItemList } from "./items.js";
import type { ReadManifest } from "./manifest.js";
import { quotedRequirement, requirementItem } from "./requirement.js";

const INSTALL = /\b(?:pip3?|uv)[ \t]+(?:add|install)\b/g;
/** Words, and what ends a command; a backslash at the end of a line goes on. */
const WORD = /"([^"\n]*)"|'([^'\n]*)'|\\\r?\n|(?:&&|\|\||[|;#\n])|[^\s;|&#"'\\]+/g;
const END = /^(?:&&|\|\||[|;#\n])$/;

/** Options of pip that take the next word. */
const WITH_VALUE = new Set([
  "-r",
  "-c",
  "-e",
  "-i",
  "-f",
  "-t",
  "--requirement",
  "--constraint",
  "--editable",
  "--target",
]);
const LONG_WITH_VALUE = /^--(?:index-url|extra-index-url|find-links|prefix|root|trusted-host|platform|python-version)$/;

/**
 * Reads the commands of a text that install packages, as notebooks have them: `%pip install -q "openai<2" azure-identity`, also with `!`.
 * Each is a list of its own; new packages go to the first.
 */
export const readPipCommands: ReadManifest = (text) => {
  const lists = [...text.matchAll(INSTALL)].map((command): ItemList => {
    const items = itemsOf(text, command.index + command[0].length);
    return { group: "", kind: "blanks", items, end: undefined, print };
  });
  const [first] = lists;
  if (!first) return undefined;
  const manifest = itemManifest(text, lists);
  return {
    ...manifest,
    constrain: (entry, range) => {
      const written = text.slice(entry.span.start, entry.span.end);
      if (/^["']/.test(written)) return manifest.constrain(entry, range);
      const extras = /\[[^\]]*\]/.exec(written)?.[0] ?? "";
      return [{ ...entry.span, text: print(entry.name + extras, range) }];
    },
  };
};

/** The packages of one command: up to the end of its line, or what chains another command to it. */
function itemsOf(text: string, from: number): Item[] {
  const items: Item[] = [];
  let skips = false;
  for (const word of text.slice(from).matchAll(WORD)) {
    const [written, double, single] = word;
    const at = from + word.index;
    if (END.test(written)) break;
    const takesValue = WITH_VALUE.has(written) || LONG_WITH_VALUE.test(written);
    if (!skips && !takesValue && !written.startsWith("-")) {
      const inner = double ?? single;
      const span = { start: at, end: at + written.length };
      const item = requirementItem(inner ?? written, inner === undefined ? at : at + 1, "", span);
      if (item) items.push(item);
    }
    skips = takesValue;
  }
  return items;
}

/** Unquoted, a shell takes `<` and `>` for redirections: such a word is written anew as a whole. */
function print(name: string, range: string, like?: string): string {
  return range === "" ? name : quotedRequirement(name, range, like);
}
