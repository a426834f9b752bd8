import type { Manifest } from "./program.js";

/** Fields that give others a way into a package, or say that it is one of several that use each other. */
const ENTRANCES = ["module", "exports", "types", "typings", "publishConfig", "workspaces"] as const;

/** Where builds go: what stands there is not read, and may export anything. */
const BUILT = /^(\.\/)?(dist|build|out|lib|es|esm|cjs)\//;

/** Frameworks with files of their own that this tool does not read: templates use what modules export. */
const WITH_TEMPLATES = /^(vue|nuxt|nuxt3|svelte|@sveltejs\/kit|astro|@angular\/core|ember-source)$/;

/**
 * Whether only files of its own package can import a JavaScript file, by the nearest package.json: it has no entrance for others, and no
 * framework whose templates would import it out of sight. `exports` tells of a file of the run whether it exports anything, and gives
 * undefined for others.
 */
export function isOfApplication(
  manifests: readonly Manifest[],
  file: string,
  exports: (path: string) => boolean | undefined,
): boolean {
  const [nearest] = manifests
    .filter(({ path }) => path.endsWith("/package.json") && file.startsWith(folderOf(path)))
    .sort((a, b) => b.path.length - a.path.length);
  const json = nearest && parsed(nearest.text);
  if (!nearest || !json || ENTRANCES.some((entrance) => json[entrance] !== undefined)) return false;
  const main = (typeof json["main"] === "string" ? json["main"] : "index.js").replace(/^\.\//, "");
  const isEntrance = exports(folderOf(nearest.path) + main) ?? BUILT.test(main);
  if (isEntrance && !isStarted(json["scripts"], main)) return false;
  return ["dependencies", "devDependencies"].every((field) => {
    const declared = json[field];
    return !isRecord(declared) || !Object.keys(declared).some((name) => WITH_TEMPLATES.test(name));
  });
}

/** Whether a script runs a file as a program: what that exports is for its tests. */
function isStarted(scripts: unknown, file: string): boolean {
  const commands = isRecord(scripts) ? ["start", "dev"].map((name) => scripts[name]) : [];
  return commands.some((command) => {
    const words = typeof command === "string" ? command.split(/\s+/) : [];
    return (
      /^(node|nodemon|tsx|ts-node|bun)$/.test(words[0] ?? "") &&
      words.some((word) => word.replace(/^\.\//, "") === file)
    );
  });
}

function folderOf(manifest: string): string {
  return manifest.slice(0, -"package.json".length);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : undefined;
  } catch {
    // A manifest that is not JSON says nothing.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
