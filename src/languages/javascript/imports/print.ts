import type { Style } from "../../code.js";
import type { WantedImport } from "../../language.js";
import { quoted } from "../quoted.js";
import { brokenNames } from "./names.js";

/** How a file loads modules. */
export type ModuleSystem = "esm" | "commonjs";

/** Statements that import what is wanted, one or several for each module, without line ends. */
export function importStatements(wanted: readonly WantedImport[], system: ModuleSystem, style: Style): string[] {
  const groups = new Map<string, WantedImport[]>();
  for (const each of wanted) {
    const key = `${each.typeOnly === true} ${each.module}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) =>
    system === "esm" ? importsOf(group, style) : requiresOf(group, style),
  );
}

/** A name between braces as it is written in a file of the module system. */
export function specifierText({ name, local }: WantedImport, system: ModuleSystem): string {
  if (name === local) return name;
  return system === "esm" ? `${name} as ${local}` : `${name}: ${local}`;
}

/** A whole needs a statement of its own; so do a default and names when only their types are imported. */
function importsOf(group: readonly WantedImport[], style: Style): string[] {
  const { module, typeOnly } = group[0]!;
  const keyword = typeOnly ? "import type " : "import ";
  const from = ` from ${quoted(module, style.quote)}${style.semicolons ? ";" : ""}`;
  const [main, ...others] = group.filter(({ name }) => name === "default");
  const names = [...group.filter(({ name }) => name !== "*" && name !== "default"), ...others];
  const list = names.map((each) => specifierText(each, "esm"));

  const wholes = group.filter(({ name }) => name === "*").map(({ local }) => `${keyword}* as ${local}${from}`);
  if (list.length === 0) return main ? [...wholes, keyword + main.local + from] : wholes;
  if (!main) return [...wholes, withNames(keyword, list, from, style)];
  if (typeOnly) return [...wholes, keyword + main.local + from, withNames(keyword, list, from, style)];
  return [...wholes, withNames(`${keyword}${main.local}, `, list, from, style)];
}

function requiresOf(group: readonly WantedImport[], style: Style): string[] {
  const call = ` = require(${quoted(group[0]!.module, style.quote)})`;
  const end = style.semicolons ? ";" : "";
  const whole = ({ name, local }: WantedImport): string =>
    `const ${local}${call}${name === "*" ? "" : ".default"}${end}`;
  const names = group.filter(({ name }) => name !== "*" && name !== "default");
  const list = names.map((each) => specifierText(each, "commonjs"));
  const statements = group.filter((each) => !names.includes(each)).map(whole);
  return list.length === 0 ? statements : [...statements, withNames("const ", list, call + end, style)];
}

function withNames(head: string, names: readonly string[], tail: string, style: Style): string {
  const line = `${head}{ ${names.join(", ")} }${tail}`;
  return line.length <= style.width ? line : `${head}{${brokenNames(names, style)}}${tail}`;
}
