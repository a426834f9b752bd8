import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { getNodeValue, parseTree } from "jsonc-parser";
import type { Formatter } from "./formatter.js";

const BIOME_CONFIGS = ["biome.json", "biome.jsonc", ".biome.json", ".biome.jsonc"];
const PRETTIER_CONFIG = /^(?:\.prettierrc(?:\..+)?|prettier\.config\.[cm]?[jt]s)$/;

/**
 * The formatters of projects, found as their tools find them: installed in a folder above a file, and asked for by the project, that is
 * configured or declared. What other packages brought along is not asked. Each is loaded once.
 */
export class Formatters {
  private readonly loaded = new Map<string, Promise<Formatter>>();
  private readonly byFolder = new Map<string, Promise<Formatter> | undefined>();
  private readonly names = new Map<string, readonly string[]>();

  /**
   * @param top tells where a project ends: what lies above is nobody's
   * @param namesIn the names in a folder
   */
  constructor(
    private readonly top: (file: string) => string,
    private readonly namesIn: (folder: string) => readonly string[],
  ) {}

  /**
   * The formatter that a file's project uses, or undefined.
   * @throws what loading it throws
   */
  of(file: string): Promise<Formatter> | undefined {
    const folder = path.posix.dirname(file);
    if (!this.byFolder.has(folder)) this.byFolder.set(folder, this.find(foldersBetween(folder, this.top(file))));
    return this.byFolder.get(folder);
  }

  private find(folders: readonly string[]): Promise<Formatter> | undefined {
    for (const find of [this.biome, this.prettier]) {
      const found = find.call(this, folders);
      if (!found) continue;
      let formatter = this.loaded.get(found.key);
      if (!formatter) this.loaded.set(found.key, (formatter = found.load()));
      return formatter;
    }
    return undefined;
  }

  private list(folder: string): readonly string[] {
    let names = this.names.get(folder);
    if (!names) this.names.set(folder, (names = this.namesIn(folder)));
    return names;
  }

  private biome(folders: readonly string[]) {
    const configs = folders.flatMap((folder) =>
      this.list(folder)
        .filter((name) => BIOME_CONFIGS.includes(name))
        .map((name) => path.posix.join(folder, name)),
    );
    const home = folders.find((folder) => existsSync(path.posix.join(folder, "node_modules/@biomejs/biome")));
    if (configs[0] === undefined || home === undefined || isSwitchedOff(configs[0])) return undefined;
    return { key: `biome ${home}`, load: async () => (await import("./biome.js")).loadBiome(home) };
  }

  private prettier(folders: readonly string[]) {
    const home = folders.find((folder) => existsSync(path.posix.join(folder, "node_modules/prettier/package.json")));
    if (home === undefined) return undefined;
    const isWanted = folders.some(
      (folder) => this.list(folder).some((name) => PRETTIER_CONFIG.test(name)) || declaresPrettier(folder),
    );
    if (!isWanted) return undefined;
    return { key: `prettier ${home}`, load: async () => (await import("./prettier.js")).loadPrettier(home) };
  }
}

function foldersBetween(folder: string, top: string): readonly string[] {
  const folders = [folder];
  while (folders.at(-1) !== top && path.posix.dirname(folders.at(-1)!) !== folders.at(-1))
    folders.push(path.posix.dirname(folders.at(-1)!));
  return folders;
}

function isSwitchedOff(config: string): boolean {
  const tree = parseTree(readFileSync(config, "utf8"));
  const value = (tree ? getNodeValue(tree) : {}) as { readonly formatter?: { readonly enabled?: unknown } };
  return value.formatter?.enabled === false;
}

function declaresPrettier(folder: string): boolean {
  const file = path.posix.join(folder, "package.json");
  if (!existsSync(file)) return false;
  const tree = parseTree(readFileSync(file, "utf8"));
  const value = (tree ? getNodeValue(tree) : {}) as Readonly<Record<string, unknown>>;
  return (
    ["dependencies", "devDependencies"].some((key) => "prettier" in ((value[key] ?? {}) as object)) ||
    "prettier" in value
  );
}
