import { findNodeAtLocation, getNodeValue, modify, parseTree, type Node } from "jsonc-parser";
import type { TextEdit } from "../languages/language.js";
import type { Entry, ReadManifest } from "./manifest.js";

const GROUPS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** Reads package.json. */
export const readPackageJson: ReadManifest = (text) => {
  const errors: [] = [];
  const root = parseTree(text, errors);
  if (root?.type !== "object" || errors.length > 0) return undefined;
  const valueOf = (...path: string[]): string | undefined => {
    const node = findNodeAtLocation(root, path);
    return node?.type === "string" ? (getNodeValue(node) as string) : undefined;
  };
  const entries = GROUPS.flatMap((group) => entriesOf(root, group));
  const change = (group: string, name: string, range: string | undefined): TextEdit[] => {
    const names = entries.filter((entry) => entry.group === group).map((entry) => entry.name);
    const edits = modify(text, [group, name], range, {
      formattingOptions: formatting(text),
      ...(names.length > 0 &&
        isSorted(names) && { getInsertionIndex: (all: string[]) => all.filter((other) => other < name).length }),
    });
    return edits.map(({ offset, length, content }) => ({ start: offset, end: offset + length, text: content }));
  };
  return {
    entries,
    runtime: valueOf("engines", "node") ?? valueOf("volta", "node"),
    constrain: ({ group, name }, range) => change(group, name, range),
    remove: ({ group, name }) => change(group, name, undefined),
    add: (name, range, near) => change(near?.group ?? "dependencies", name, range),
  };
};

function entriesOf(root: Node, group: string): Entry[] {
  const table = findNodeAtLocation(root, [group]);
  if (table?.type !== "object") return [];
  return (table.children ?? []).flatMap((property): Entry[] => {
    const [key, value] = property.children ?? [];
    if (!key || value?.type !== "string") return [];
    const range = getNodeValue(value) as string;
    const span = { start: property.offset, end: property.offset + property.length };
    return [{ name: getNodeValue(key) as string, range: isRegistryRange(range) ? range : undefined, group, span }];
  });
}

/** `workspace:*`, `catalog:`, `file:../x`, `github:a/b`, and tags say nothing that could be raised. */
function isRegistryRange(range: string): boolean {
  return (
    /^[\s\d.xX*^~<>=|v-]*(?:-[\w.]+)?/.exec(range)![0].length === range.length || /^[\^~=v]?\d[\w.+-]*$/.test(range)
  );
}

function isSorted(names: readonly string[]): boolean {
  return names.every((name, i) => i === 0 || names[i - 1]! <= name);
}

/** How the file is indented, from its first indented line. */
function formatting(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const indentation = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  return {
    insertSpaces: !indentation.startsWith("\t"),
    tabSize: indentation.startsWith("\t") ? 1 : indentation.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}
