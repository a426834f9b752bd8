import type { Code, Style } from "../code.js";
import { escaped, quoted } from "./quoted.js";

/**
 * A string with holes: an f-string, or `"…".format(…)` where an f-string is not certain to be valid. Before Python 3.12 a hole must not
 * hold the string's own quotes, a backslash or a line break, and of source that is carried over we do not know what its own edits bring.
 */
export function formatted(texts: readonly string[], holes: readonly Code[], style: Style): Code {
  if (holes.length === 0) return quoted(texts.join(""), style.quote);
  const known = holes.map(textOfHole);
  const quote = [style.quote, style.quote === '"' ? "'" : '"'].find((each) => known.every((hole) => fits(hole, each)));
  const braced = texts.map((text) => text.replaceAll("{", "{{").replaceAll("}", "}}"));
  if (quote === undefined) return [quoted(braced.join("{}"), style.quote), ".format(", ...commaSeparated(holes), ")"];
  const inside = braced.map((text) => escaped(text).replaceAll(quote, `\\${quote}`));
  return `f${quote}${inside.map((text, i) => (i === 0 ? text : `{${known[i - 1]!}}${text}`)).join("")}${quote}`;
}

function fits(hole: string | undefined, quote: string): boolean {
  return hole !== undefined && !hole.includes(quote) && !/[\\\n#{}]|^\s*$|:/.test(hole);
}

/** The text of a hole that is new code on one line; undefined where it holds carried source or may break. */
function textOfHole(hole: Code): string | undefined {
  if (typeof hole === "string") return hole;
  if (!Array.isArray(hole)) return undefined;
  const pieces = (hole as readonly Code[]).map(textOfHole);
  return pieces.every((piece) => piece !== undefined) ? pieces.join("") : undefined;
}

function commaSeparated(items: readonly Code[]): Code[] {
  return items.flatMap((item, i) => (i === 0 ? [item] : [", ", item]));
}
