import { itemManifest, type Item } from "./items.js";
import type { ReadManifest } from "./manifest.js";
import { quotedRequirement, requirementItem } from "./requirement.js";

const INSTALL = /\b(?:pip3?|uv)\s+(?:add|install)\b/;

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

/** Reads one command that installs packages, as notebooks have it: `%pip install -q "openai<2" azure-identity`, also with `!`. */
export const readPipCommand: ReadManifest = (text) => {
  const command = INSTALL.exec(text);
  if (!command) return undefined;
  const from = command.index + command[0].length;
  const items: Item[] = [];
  let skips = false;
  for (const word of text.slice(from).matchAll(/"([^"\n]*)"|'([^'\n]*)'|(?:&&|\|\||[|;#])|[^\s;|&#"']+/g)) {
    const [written, double, single] = word;
    const at = from + word.index;
    if (/^(?:&&|\|\||[|;#])$/.test(written)) break;
    const takesValue = WITH_VALUE.has(written) || LONG_WITH_VALUE.test(written);
    if (!skips && !takesValue && !written.startsWith("-")) {
      const inner = double ?? single;
      const span = { start: at, end: at + written.length };
      const item = requirementItem(inner ?? written, inner === undefined ? at : at + 1, "", span);
      if (item) items.push(item);
    }
    skips = takesValue;
  }
  // Unquoted, a shell takes `<` and `>` for redirections: such a word is written anew as a whole.
  const print = (name: string, range: string, like?: string): string =>
    range === "" ? name : quotedRequirement(name, range, like);
  const manifest = itemManifest(text, [{ group: "", kind: "blanks", items, end: undefined, print }]);
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
