import { normalised } from "./manifest.js";
import type { Item } from "./items.js";

const REQUIREMENT =
  /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(\s*\[[^\]]*\])?(\s*)(\(\s*)?((?:(?:~=|===?|!=|<=?|>=?)\s*[\w.*+!-]+\s*,?\s*)*)(\))?(\s*@\s*\S+)?\s*(;.*)?$/;

/**
 * Reads a requirement of pip, `azure-ai-agents[x]>=1.1 ; python_version > "3.8"` (PEP 508), or gives undefined for anything else.
 * @param at where it stands in the text
 */
export function requirementItem(requirement: string, at: number, group: string, span?: Item["span"]): Item | undefined {
  const text = requirement.trimEnd();
  const found = REQUIREMENT.exec(text);
  if (!found) return undefined;
  const [, name = "", extras = "", gap = "", open = "", specifiers = "", close = "", url] = found;
  const range = specifiers.trimEnd();
  const start = at + name.length + extras.length;
  return {
    name: normalised(name),
    range: url === undefined ? range : undefined,
    group,
    span: span ?? { start: at, end: at + text.length },
    rangeSpan:
      range === "" && open === ""
        ? { start, end: start }
        : {
            start: start + gap.length,
            end: start + gap.length + open.length + (open ? specifiers.length + close.length : range.length),
          },
  };
}

/** A requirement in the quotes of another one. */
export function quotedRequirement(name: string, range: string, like: string | undefined): string {
  const quote = like?.startsWith("'") ? "'" : '"';
  return `${quote}${name}${range}${quote}`;
}
