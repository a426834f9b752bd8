import type { Span } from "../src/languages/tree.js";

/** A package that a line installs. */
export interface Requirement extends Span {
  /** As the index spells it: lower case, hyphens. */
  readonly name: string;
  /** Between the name and the end: extras, versions. */
  readonly rest: string;
}

/** `%pip install`, `!python -m pip install`, `uv pip install`; what stands behind it up to the end of the command. */
const COMMAND = /\bpip3?[ \t]+install\b((?:\\\r?\n|"[^"\n]*"|'[^'\n]*'|[^\n#;&|"'])*)/g;
/** Options that take a value. */
const WITH_VALUE = /^(?:-[rcitfe]|--(?:requirement|constraint|index-url|extra-index-url|target|find-links|editable))$/;
const NAMED = /^([A-Za-z0-9][\w.-]*)((?:\[[^\]]*\])?(?:[ \t]*[=<>!~].*)?)$/;

/** The packages that the commands of a text install by name, in order. `offset` is where the text stands. */
export function requirementsIn(text: string, offset: number): Requirement[] {
  const found: Requirement[] = [];
  for (const command of text.matchAll(COMMAND)) {
    const from = offset + command.index + command[0].length - command[1]!.length;
    let isValue = false;
    for (const token of command[1]!.matchAll(/"[^"]*"|'[^']*'|[^\s\\"']+/g)) {
      const word = token[0].replaceAll(/["']/g, "");
      const [, name, rest] = NAMED.exec(word) ?? [];
      const start = from + token.index;
      if (!isValue && name !== undefined && !word.startsWith("-"))
        found.push({
          start,
          end: start + token[0].length,
          name: name.toLowerCase().replaceAll(/[._]/g, "-"),
          rest: rest!,
        });
      isValue = WITH_VALUE.test(word);
    }
  }
  return found;
}
