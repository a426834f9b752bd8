import type { Language } from "../languages/language.js";
import type { ArrayLiteral } from "../languages/tree.js";
import { walk } from "../languages/walk.js";
import { itemManifest, type ItemList } from "./items.js";
import type { ReadManifest } from "./manifest.js";
import { quotedRequirement, requirementItem } from "./requirement.js";

/** Names by which setup.py files hold lists of requirements: arguments of `setup()`, and variables that are given to it. */
const NAME = /requires|requirements|extras|dependencies/i;

/** Reads setup.py: lists of literals in what is named like a list of requirements. What is computed stays as it is. */
export function setupPyReader(python: Language): ReadManifest {
  return (text) => {
    const tree = python.read("setup.py", text);
    const lists: ItemList[] = [];
    let runtime: string | undefined;
    for (const node of walk(tree.root)) {
      if (node.kind === "Argument" && node.name === "python_requires" && node.value.kind === "StringLiteral")
        runtime = node.value.value;
      if (node.kind !== "ArrayLiteral") continue;
      const group = listName(text, node);
      if (group !== undefined) lists.push(listOf(node, group));
    }
    // What setup() installs comes first: it is the main list.
    lists.sort((a, b) => Number(/extras/.test(a.group)) - Number(/extras/.test(b.group)));
    return lists.length === 0 ? undefined : itemManifest(text, lists, runtime);
  };
}

/** The name of the argument, the variable or the dictionary that a list is given to. */
function listName(text: string, list: ArrayLiteral): string | undefined {
  for (let at = list.parent; at; at = at.parent) {
    if (at.kind === "Argument" && at.name !== undefined) return NAME.test(at.name) ? at.name : undefined;
    if (at.kind === "Declarator" || at.kind === "Assign") {
      const target = text.slice(at.target.start, at.target.end);
      return NAME.test(target) ? target : undefined;
    }
    if (at.kind !== "ObjectLiteral" && at.kind !== "Entry" && at.kind !== "Binary") return undefined;
  }
  return undefined;
}

function listOf({ items, start }: ArrayLiteral, group: string): ItemList {
  const found = items.flatMap((item) => {
    // Only plain quotes: the text of the literal is the requirement.
    if (item.kind !== "StringLiteral" || item.end - item.start !== item.value.length + 2) return [];
    return requirementItem(item.value, item.start + 1, group, { start: item.start, end: item.end }) ?? [];
  });
  const end = items.length === 0 ? { at: start + 1, before: "" } : undefined;
  return { group, kind: "commas", items: found, end, print: quotedRequirement };
}
