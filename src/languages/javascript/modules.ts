import path from "node:path/posix";
import type { Modules, ProjectNames } from "../language.js";
import { EXTENSIONS } from "../registry.js";
import { exportsOf } from "./exports.js";
import { requiredModule } from "./required.js";

/** How JavaScript files refer to each other. Paths are absolute and `/`-separated; packages have no candidates. */
export const javascriptModules: Modules = {
  requiredModule,
  candidates,
  exportsOf,
  exportsEverything: false,
  isOwn: (specifier) => /^(\.{1,2}(\/|$)|[@~]\/|#)/.test(specifier),
  specifierFor,
};

/** What a specifier's extension may stand for: compilers read `./x.js` as `./x.ts`. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".js", ".jsx"],
  ".jsx": [".tsx", ".jsx"],
  ".mjs": [".mts", ".mjs"],
  ".cjs": [".cts", ".cjs"],
  ".ts": [".ts"],
  ".tsx": [".tsx"],
  ".mts": [".mts"],
  ".cts": [".cts"],
};

/** What a file's extension is in a specifier that has one. */
const EMITTED: Readonly<Record<string, string>> = {
  ".ts": ".js",
  ".tsx": ".js",
  ".jsx": ".js",
  ".mts": ".mjs",
  ".cts": ".cjs",
};

/**
 * Relative specifiers resolve as bundlers and compilers do it: the file itself, the source it is emitted from, with any extension, or the
 * index of a folder. Other names mean what the project says (`names`); `@/x` and `~/x`, which projects map to their own root or its
 * `src`, are also tried below each root and each folder above the file.
 */
function candidates(
  fromPath: string,
  specifier: string,
  roots: readonly string[],
  names?: ProjectNames,
): readonly string[] {
  const folder = path.dirname(fromPath);
  const namesFolder = /(?:^|\/)\.{0,2}$/.test(specifier);
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) return (namesFolder ? indexOf : filesFor)(path.join(folder, specifier));
  if (specifier.startsWith("/")) return filesFor(specifier);
  const alias = /^[@~]\/(.+)$/.exec(specifier)?.[1];
  const named = names?.targets(fromPath, specifier).flatMap(filesFor) ?? [];
  if (alias === undefined) return named;
  const bases = [...new Set([...foldersAbove(folder), ...roots])];
  const guessed = bases.flatMap((base) => [
    ...filesFor(path.join(base, alias)),
    ...filesFor(path.join(base, "src", alias)),
  ]);
  return [...named, ...guessed];
}

function filesFor(base: string): string[] {
  const extension = path.extname(base);
  const stem = base.slice(0, base.length - extension.length);
  const asWritten = extension === "" ? [] : (SOURCES[extension] ?? []).map((source) => stem + source);
  // `./agent.service` is a name with a dot.
  return [...asWritten, ...EXTENSIONS.javascript.map((source) => base + source), ...indexOf(base)];
}

function indexOf(folder: string): string[] {
  return EXTENSIONS.javascript.map((source) => path.join(folder, `index${source}`));
}

function foldersAbove(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

/**
 * Spelled like its sibling: with the extension that the compiler emits, with the source's own, or without one. Without a sibling
 * JavaScript files are named in full, which works everywhere, and TypeScript files as their own extension demands.
 */
function specifierFor(fromPath: string, toPath: string, sibling?: string): string {
  const relative = path.relative(path.dirname(fromPath), toPath);
  const full = relative.startsWith("../") ? relative : `./${relative}`;
  const own = path.extname(full);
  const stem = full.slice(0, full.length - own.length);
  const emitted = stem + (EMITTED[own] ?? own);
  const shown = sibling === undefined ? "" : path.extname(sibling);
  if (shown in SOURCES) return shown === own ? full : emitted;
  const needsExtension =
    /^\.[cm]/.test(own) || (sibling === undefined && (own === ".js" || /^\.[cm]/.test(path.extname(fromPath))));
  return needsExtension ? emitted : stem.replace(/\/index$/, "");
}
