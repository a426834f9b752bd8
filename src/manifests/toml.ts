import { parseTOML, type AST } from "toml-eslint-parser";
import { itemManifest, type Item, type ItemList } from "./items.js";
import { normalised, type Manifest, type ReadManifest } from "./manifest.js";
import { quotedRequirement, requirementItem } from "./requirement.js";

/** Where a kind of TOML file keeps its dependencies. `*` stands for one key of any name; the first path that is there is the main list. */
interface Places {
  /** Lists of requirements, `["openai>=1"]`. */
  readonly lists: readonly string[];
  /** Tables, `openai = "^1"`. */
  readonly tables: readonly string[];
  /** Where the versions of Python stand. */
  readonly runtime: readonly string[];
}

/** PEP 621, PEP 735, and what Poetry, uv and PDM have of their own. */
const PYPROJECT: Places = {
  lists: [
    "project.dependencies",
    "project.optional-dependencies.*",
    "dependency-groups.*",
    "tool.uv.dev-dependencies",
    "tool.pdm.dev-dependencies.*",
  ],
  tables: ["tool.poetry.dependencies", "tool.poetry.dev-dependencies", "tool.poetry.group.*.dependencies"],
  runtime: ["project.requires-python", "tool.poetry.dependencies.python"],
};

const PIPFILE: Places = { lists: [], tables: ["packages", "dev-packages"], runtime: ["requires.python_version"] };

export const readPyproject: ReadManifest = (text) => read(text, PYPROJECT);
export const readPipfile: ReadManifest = (text) => read(text, PIPFILE);

function read(text: string, places: Places): Manifest | undefined {
  let root: AST.TOMLTopLevelTable;
  try {
    root = parseTOML(text).body[0];
  } catch {
    return undefined;
  }
  const lists: (ItemList & { readonly order: number })[] = [];
  let runtime: string | undefined;
  const visit = (path: readonly string[], value: AST.TOMLContentNode): void => {
    const group = path.join(".");
    if (places.runtime.includes(group) && value.type === "TOMLValue") runtime = String(value.value);
    const order = places.lists.findIndex((pattern) => fits(pattern, path));
    if (order >= 0 && value.type === "TOMLArray") lists.push({ ...listOf(value, group), order });
  };
  const table = (path: readonly string[], body: readonly AST.TOMLNode[], header: number): void => {
    const order = places.tables.findIndex((pattern) => fits(pattern, path));
    const entries = body.filter((node) => node.type === "TOMLKeyValue");
    for (const { key, value } of entries) visit([...path, ...key.keys.map(keyName)], value);
    if (order >= 0) lists.push({ ...tableOf(text, entries, path.join("."), header), order: order + 100 });
  };
  table(
    [],
    root.body.filter((node) => node.type === "TOMLKeyValue"),
    0,
  );
  for (const node of root.body) {
    if (node.type === "TOMLTable") table(node.resolvedKey.map(String), node.body, node.key.range[1] + 1);
  }
  if (lists.length === 0) return undefined;
  return itemManifest(
    text,
    lists.sort((a, b) => a.order - b.order),
    runtime,
  );
}

function fits(pattern: string, path: readonly string[]): boolean {
  const parts = pattern.split(".");
  return parts.length === path.length && parts.every((part, i) => part === "*" || part === path[i]);
}

function keyName(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === "TOMLBare" ? key.name : key.value;
}

function listOf(array: AST.TOMLArray, group: string): ItemList {
  const items = array.elements.flatMap((element) => {
    if (element.type !== "TOMLValue" || typeof element.value !== "string") return [];
    const [start, end] = element.range;
    return requirementItem(element.value, start + 1, group, { start, end }) ?? [];
  });
  // Elements that are no requirements (groups that a group includes) would stand between: nothing is added at the end of such a list.
  const end = array.elements.length === 0 ? { at: array.range[0] + 1, before: "" } : undefined;
  return { group, kind: "commas", items, end, print: quotedRequirement };
}

/** @param header where the table's header ends */
function tableOf(text: string, entries: readonly AST.TOMLKeyValue[], group: string, header: number): ItemList {
  const items = entries.flatMap((entry): Item[] => {
    const version = versionOf(entry.value);
    const [start, end] = entry.range;
    const name = normalised(entry.key.keys.map(keyName).join("."));
    const [from, to] = (version ?? entry.value).range;
    const range = version && String(version.value);
    return [
      {
        name,
        range: range === "*" ? "" : range,
        group,
        span: { start, end },
        rangeSpan: { start: from + 1, end: to - 1 },
      },
    ];
  });
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const print = (name: string, range: string): string => `${name} = "${range === "" ? "*" : range}"`;
  return { group, kind: "lines", items, end: { at: header, before: eol }, print };
}

/** `"^1"` and the version of `{ version = "^1", extras = [] }`; nothing for folders and git. */
function versionOf(value: AST.TOMLContentNode): AST.TOMLStringValue | undefined {
  if (value.type === "TOMLValue") return value.kind === "string" ? value : undefined;
  if (value.type !== "TOMLInlineTable") return undefined;
  const version = value.body.find(({ key }) => key.keys.map(keyName).join(".") === "version")?.value;
  return version && versionOf(version);
}
