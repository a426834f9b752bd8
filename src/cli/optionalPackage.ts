import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** A package that few runs need and this one does not bring along: the project's, else the one beside this package. Undefined for none. */
export async function optionalPackage(name: string, folder: string): Promise<unknown> {
  for (const from of [pathToFileURL(path.join(folder, "package.json")), import.meta.url]) {
    let found: string;
    try {
      found = createRequire(from).resolve(name);
    } catch {
      continue;
    }
    const loaded = (await import(pathToFileURL(found).href)) as { readonly default: unknown };
    return loaded.default;
  }
  return undefined;
}
