import { describe, expect, test } from "vitest";
import { javascript } from "../../src/languages/javascript/index.js";
import type { TextEdit, WantedImport } from "../../src/languages/language.js";

/** What an edit of imports makes of a file. */
export interface Case {
  readonly name: string;
  readonly before: string;
  /** "module name", "module name as local", "type module name". */
  readonly add?: readonly string[];
  /** Local names. */
  readonly remove?: readonly string[];
  readonly after: string;
  readonly path?: string;
}

/** Names that tell themselves where they come from: `wanted("type m A as B")`. */
function wanted(text: string): WantedImport {
  const [, type, module, name, local] = /^(type )?(\S+) (\S+)(?: as (\S+))?$/.exec(text)!;
  return { module: module!, name: name!, local: local ?? name!, typeOnly: type !== undefined };
}

function edit({ before, add = [], remove = [], path = "a.ts" }: Case): string {
  const tree = javascript.read(path, before);
  const specifiers = javascript.imports
    .statements(tree)
    .flatMap((statement) => statement.specifiers)
    .filter((specifier) => remove.includes(specifier.local.name));
  expect(specifiers).toHaveLength(remove.length);
  const edits = javascript.imports.edit(tree, add.map(wanted), specifiers, javascript.printer.styleOf(tree));
  return applyEdits(before, edits);
}

/** Edits must come in order and must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: replacement } of edits) {
    expect(start).toBeGreaterThanOrEqual(at);
    expect(end).toBeGreaterThanOrEqual(start);
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

/** Text of whole lines. */
export function lines(...list: string[]): string {
  return list.join("\n") + "\n";
}

/** Each case as it is, with CRLF, and a second time on its own result, which must change nothing. */
export function describeEdits(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    test.each(cases)("$name", (each) => {
      expect(edit(each)).toBe(each.after);
    });

    test.each(cases.filter(({ before }) => before.includes("\n")))("$name, with CRLF", (each) => {
      const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
      expect(edit({ ...each, before: crlf(each.before) })).toBe(crlf(each.after));
    });

    test.each(cases)("$name, twice", (each) => {
      expect(edit({ ...each, before: each.after, remove: [] })).toBe(each.after);
    });
  });
}
