import path from "node:path/posix";
import { parse } from "jsonc-parser";
import type { ProjectNames } from "../language.js";

/** The files in which compilers are told what names mean; the first in a folder that says something counts. */
const CONFIGS = ["tsconfig.json", "jsconfig.json", "tsconfig.app.json", "tsconfig.base.json"];
/** Folders that hold what a build makes of `src`. */
const BUILT = /^(?:dist|build|lib|out|es|esm|cjs)\/(?:(?:src|es|esm|cjs|types)\/)?/;

/** What a compiler's configuration says of names. */
interface Mapped {
  /** Where bare names are looked for. */
  readonly baseUrl?: string;
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
}

type Json = Readonly<Record<string, unknown>>;

/**
 * What names mean in a project beside relative paths: `paths` and `baseUrl` of the nearest tsconfig.json or jsconfig.json (TypeScript
 * handbook, "Module resolution"), `imports` of the nearest package.json, and packages of the project's own by their names (`exports`,
 * `main`, …; Node's documentation, "Packages"). What a build would have made is looked for where its sources are.
 * @param read the text of a file, or undefined
 * @param folders every folder of the run's files and above
 * @param isForeign names that stay those of registries, whatever a project (an SDK's own, say) maps them to
 */
export function javascriptNames(
  read: (file: string) => string | undefined,
  folders: () => Iterable<string>,
  isForeign: (specifier: string) => boolean,
): ProjectNames {
  const texts = new Map<string, Json | undefined>();
  const json = (file: string): Json | undefined => {
    if (!texts.has(file)) texts.set(file, objectOf(parse(read(file) ?? "") as unknown));
    return texts.get(file);
  };
  const mapped = new Map<string, Mapped | undefined>();
  const mappedIn = (folder: string): Mapped | undefined => {
    if (!mapped.has(folder)) {
      const own = CONFIGS.map((name) => configOf(path.join(folder, name), json)).find(
        (found) => found && (found.paths.length > 0 || found.baseUrl !== undefined),
      );
      const above = path.dirname(folder);
      mapped.set(folder, own ?? (above === folder ? undefined : mappedIn(above)));
    }
    return mapped.get(folder);
  };
  let packages: Map<string, string> | undefined;
  const packagesByName = (): Map<string, string> => (packages ??= namedPackages(folders(), json));

  return {
    targets(fromPath, specifier) {
      if (/^\.{1,2}(?:\/|$)|^\//.test(specifier) || isForeign(specifier)) return [];
      const folder = path.dirname(fromPath);
      const home = specifier.startsWith("#")
        ? foldersUp(folder).find((above) => objectOf(json(path.join(above, "package.json"))?.imports))
        : undefined;
      const inner = home === undefined ? [] : entries(json(path.join(home, "package.json"))!.imports, specifier, home);
      const own = mappedIn(folder);
      const matched = own?.paths.flatMap(([pattern, targets]) => filled(pattern, targets, specifier)) ?? [];
      const based = own?.baseUrl === undefined ? [] : [path.join(own.baseUrl, specifier)];
      return [...inner, ...matched, ...based, ...packageFiles(specifier, packagesByName(), json)];
    },
    namesOf(file) {
      const home = foldersUp(path.dirname(file)).find((above) => json(path.join(above, "package.json")) !== undefined);
      const name =
        home === undefined || packagesByName().size < 2 ? undefined : json(path.join(home, "package.json"))!.name;
      const exact = mappedIn(path.dirname(file))?.paths.filter(([pattern]) => !pattern.includes("*")) ?? [];
      return [...(typeof name === "string" ? [name] : []), ...exact.map(([pattern]) => pattern)];
    },
  };
}

/** A configuration with what it extends; only files of the project itself are followed. */
function configOf(file: string, json: (file: string) => Json | undefined, depth = 0): Mapped | undefined {
  const own = json(file);
  if (!own || depth > 8) return undefined;
  const folder = path.dirname(file);
  const parents = [own.extends ?? []]
    .flat()
    .filter((one): one is string => typeof one === "string" && /^\.{1,2}\//.test(one));
  const inherited = parents.flatMap((name) => {
    const at = path.join(folder, name);
    return configOf(at, json, depth + 1) ?? configOf(`${at}.json`, json, depth + 1) ?? [];
  });
  const options = objectOf(own.compilerOptions) ?? {};
  const last = inherited.at(-1);
  const baseUrl = typeof options.baseUrl === "string" ? path.join(folder, options.baseUrl) : last?.baseUrl;
  const paths = objectOf(options.paths);
  return {
    ...(baseUrl !== undefined && { baseUrl }),
    paths: paths
      ? Object.entries(paths).map(([pattern, targets]) => [
          pattern,
          textsIn(targets).map((target) => path.join(baseUrl ?? folder, target)),
        ])
      : (last?.paths ?? []),
  };
}

/** The targets of a pattern that a specifier matches: what `*` stands for is the same in both. */
function filled(pattern: string, targets: readonly string[], specifier: string): readonly string[] {
  const [head, tail] = pattern.split("*");
  if (tail === undefined) return pattern === specifier ? targets : [];
  const fits = specifier.length >= pattern.length - 1 && specifier.startsWith(head!) && specifier.endsWith(tail);
  if (!fits) return [];
  const star = specifier.slice(head!.length, specifier.length - tail.length);
  return targets.map((target) => target.replace("*", () => star));
}

function namedPackages(folders: Iterable<string>, json: (file: string) => Json | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    const name = json(path.join(folder, "package.json"))?.name;
    if (typeof name === "string" && !found.has(name)) found.set(name, folder);
  }
  return found;
}

function packageFiles(
  specifier: string,
  packages: ReadonlyMap<string, string>,
  json: (file: string) => Json | undefined,
): readonly string[] {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
  const folder = name === undefined ? undefined : packages.get(name);
  if (folder === undefined) return [];
  const manifest = json(path.join(folder, "package.json"))!;
  const below = specifier.slice(name!.length).replace(/^\//, "");
  const exported = objectOf(manifest.exports);
  const isKeyed = exported && Object.keys(exported).some((key) => key.startsWith("."));
  const declared = isKeyed ? entries(exported, below === "" ? "." : `./${below}`, folder) : [];
  const main =
    below === ""
      ? [
          manifest.source,
          manifest.main,
          manifest.module,
          manifest.types,
          ...(isKeyed ? [] : [manifest.exports]),
        ].flatMap(textsIn)
      : [];
  const guessed = [below, path.join("src", below)].map((at) => path.join(folder, at));
  return [...declared, ...main.flatMap((target) => sourcesOf(folder, target)), ...guessed];
}

/** What a map of `exports` or `imports` gives for a key. */
function entries(map: unknown, key: string, folder: string): readonly string[] {
  return Object.entries(objectOf(map) ?? {}).flatMap(([pattern, value]) =>
    filled(pattern, textsIn(value), key).flatMap((target) => sourcesOf(folder, target)),
  );
}

/** A file of a package, and the sources that a build may have made it from. */
function sourcesOf(folder: string, target: string): readonly string[] {
  const plain = target.replace(/^\.\//, "").replace(/\.d(\.[cm]?ts)$/, "$1");
  const stem = plain.replace(/\.[cm]?[jt]sx?$/, "");
  const variants = BUILT.test(plain) ? [plain, stem.replace(BUILT, "src/"), stem.replace(BUILT, "")] : [plain];
  return variants.map((variant) => path.join(folder, variant));
}

/** All texts in a value: conditions may be nested. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return Object.values(objectOf(value) ?? {}).flatMap(textsIn);
}

function objectOf(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function foldersUp(folder: string): readonly string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUp(above)];
}
