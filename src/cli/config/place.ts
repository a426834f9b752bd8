import { pathToFileURL } from "node:url";
import { loadLanguage } from "../../languages/registry.js";
import { walk } from "../../languages/walk.js";
import { Positions } from "../../report/position.js";
import type { Problem } from "./check.js";

/**
 * Where a module writes what is wrong with the configuration that it exports: `:3:11`. Nothing where it is not written as a key in an
 * object, for it may be computed.
 */
export async function placeInModule(
  file: string,
  text: string,
  { path: [key, index], isKey }: Problem,
): Promise<string> {
  const tree = (await loadLanguage("javascript")).read(file, text);
  for (const node of walk(tree.root)) {
    if (node.kind !== "Entry" || node.key !== key) continue;
    const { value } = node;
    const item = value?.kind === "ArrayLiteral" && typeof index === "number" ? value.items[index] : undefined;
    return placeAt(text, (isKey ? node : (item ?? value ?? node)).start);
  }
  return "";
}

/** Where a module failed to load: the place that the error's stack names, or its first syntax error, which Node's errors do not place. */
export async function placeOfFailure(file: string, text: string, { stack = "" }: Error): Promise<string> {
  const named = stack.replaceAll(pathToFileURL(file).href, "\0").replaceAll(file, "\0");
  const place = /\0(:\d+(?::\d+)?)/.exec(named)?.[1];
  if (place !== undefined) return place;
  const [error] = (await loadLanguage("javascript")).read(file, text).errors;
  return error ? placeAt(text, error.start) : "";
}

function placeAt(text: string, offset: number): string {
  const { line, column } = new Positions(text).at(offset);
  return `:${line}:${column}`;
}
