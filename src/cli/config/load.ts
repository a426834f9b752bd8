import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
  getNodeValue,
  type Node,
  type ParseError,
} from "jsonc-parser";
import type typescript from "typescript";
import type { Config } from "../../api/types.js";
import { foldersUpFrom, slashed } from "../../discover/paths.js";
import { repositoryOf } from "../../discover/repository.js";
import { Positions } from "../../report/position.js";
import { messages, Stop } from "../messages.js";
import { optionalPackage } from "../optionalPackage.js";
import { isConfig, problemOf, type Problem } from "./check.js";
import { placeInModule, placeOfFailure } from "./place.js";

/** Names that a configuration file may have, and the key in package.json. */
export const CONFIG_NAMES = ["json", "ts", "js", "mjs"].map((ending) => `migrate-agents.config.${ending}`);
const PACKAGE_KEY = "migrate-agents";

/** A configuration, and the name of its file. */
export interface Loaded {
  readonly file: string;
  readonly config: Config;
}

/**
 * Reads the configuration of a folder.
 * @param given what `--config` names; false for none
 * @returns undefined where there is none
 * @throws Stop for one that cannot be used
 */
export async function loadConfig(cwd: string, given: string | false | undefined): Promise<Loaded | undefined> {
  if (given === false) return undefined;
  if (given !== undefined) {
    const file = path.resolve(cwd, given);
    if (!existsSync(file)) throw new Stop(messages.missingPath({ path: given }));
    const loaded = await readConfig(file, given);
    if (!loaded)
      throw new Stop(
        messages.badConfig({
          at: given,
          problem: `it has no key "${PACKAGE_KEY}"`,
          allowed: "Add it, or name another file.",
        }),
      );
    return loaded;
  }
  const found: Loaded[] = [];
  for (const name of namesIn(cwd)) {
    const loaded = await readConfig(path.join(cwd, name), name);
    if (loaded) found.push(loaded);
  }
  if (found.length > 1) throw new Stop(messages.severalConfigs({ files: found.map(({ file }) => file) }));
  return found[0];
}

/** A configuration of a folder above, up to the repository's, which does not count here. */
export function configAbove(cwd: string): string | undefined {
  const top = repositoryOf(slashed(cwd))?.root;
  if (top === undefined) return undefined;
  for (const folder of foldersUpFrom(slashed(cwd))) {
    if (folder !== slashed(cwd)) {
      const name = namesIn(folder).find((one) => one !== "package.json" || hasKey(path.join(folder, one)));
      if (name !== undefined) return path.join(folder, name);
    }
    if (folder === top) return undefined;
  }
  return undefined;
}

function namesIn(folder: string): string[] {
  return [...CONFIG_NAMES, "package.json"].filter((name) => existsSync(path.join(folder, name)));
}

function hasKey(file: string): boolean {
  return (
    findNodeAtLocation(parseTree(readFileSync(file, "utf8")) ?? { type: "null", offset: 0, length: 0 }, [
      PACKAGE_KEY,
    ]) !== undefined
  );
}

async function readConfig(file: string, shown: string): Promise<Loaded | undefined> {
  if (!file.endsWith(".json")) {
    const config = await imported(file, shown);
    if (isConfig(config)) return { file: shown, config };
    const problem = problemOf(config)!;
    throw badConfig(shown + (await placeInModule(file, readFileSync(file, "utf8"), problem)), problem);
  }
  return path.basename(file) === "package.json" ? fromPackage(file, shown) : fromJson(file, shown);
}

/** package.json is npm's: what is wrong elsewhere in it is not told here. */
function fromPackage(file: string, shown: string): Loaded | undefined {
  const text = readFileSync(file, "utf8");
  const tree = parseTree(text);
  const own = tree && findNodeAtLocation(tree, [PACKAGE_KEY]);
  return own && checked(own, text, shown);
}

function fromJson(file: string, shown: string): Loaded {
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (!tree || error) {
    const at = positionIn(text, error?.offset ?? 0);
    const problem = error ? `it is not JSON here (${printParseErrorCode(error.error)})` : "it is empty";
    throw new Stop(
      messages.badConfig({
        at: `${shown}:${at}`,
        problem,
        allowed: "Mend it; comments and commas at the end of lists are allowed.",
      }),
    );
  }
  return checked(tree, text, shown);
}

function checked(node: Node, text: string, shown: string): Loaded {
  const config: unknown = getNodeValue(node);
  if (isConfig(config)) return { file: shown, config };
  const problem = problemOf(config)!;
  const at = findNodeAtLocation(node, [...problem.path]) ?? node;
  const place = problem.isKey ? (at.parent?.children?.[0] ?? at) : at;
  throw badConfig(`${shown}:${positionIn(text, place.offset)}`, problem);
}

function badConfig(at: string, { path: keys, problem, allowed }: Problem): Stop {
  const where = keys.length > 1 ? ` (entry ${Number(keys[1]) + 1} of the list)` : "";
  return new Stop(messages.badConfig({ at, problem: problem + where, allowed }));
}

function positionIn(text: string, offset: number): string {
  const { line, column } = new Positions(text).at(offset);
  return `${line}:${column}`;
}

/** The default export of a module. */
async function imported(file: string, shown: string): Promise<unknown> {
  try {
    const url = file.endsWith(".ts") && !stripsTypes() ? await withoutTypes(file, shown) : pathToFileURL(file).href;
    return ((await import(url)) as { readonly default?: unknown }).default;
  } catch (error) {
    if (error instanceof Stop) throw error;
    if (!(error instanceof Error)) throw new Stop(messages.configFailed({ at: shown, detail: String(error) }));
    const place = await placeOfFailure(file, readFileSync(file, "utf8"), error);
    throw new Stop(messages.configFailed({ at: shown + place, detail: error.message }));
  }
}

/** Whether this Node reads TypeScript itself: 22.18 and later, 24. */
function stripsTypes(): boolean {
  return "typescript" in process.features && Boolean(process.features.typescript);
}

/**
 * What TypeScript makes of a module, as an address to import; it stands nowhere, so that it can import types alone.
 * @throws Stop for a syntax error, and where there is no TypeScript
 */
async function withoutTypes(file: string, shown: string): Promise<string> {
  const ts = (await optionalPackage("typescript", path.dirname(file))) as Partial<typeof typescript> | undefined;
  // Its successor, which is no library of JavaScript any more, has no such function.
  if (!ts?.transpileModule || !ts.ModuleKind || !ts.ScriptTarget || !ts.flattenDiagnosticMessageText)
    throw new Stop(messages.noTypeScript({ at: shown }));
  const text = readFileSync(file, "utf8");
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const made = ts.transpileModule(text, { compilerOptions, fileName: file, reportDiagnostics: true });
  const [wrong] = made.diagnostics ?? [];
  if (wrong) {
    const at = wrong.start === undefined ? shown : `${shown}:${positionIn(text, wrong.start)}`;
    throw new Stop(messages.configFailed({ at, detail: ts.flattenDiagnosticMessageText(wrong.messageText, " ") }));
  }
  return `data:text/javascript,${encodeURIComponent(made.outputText)}`;
}
