import type { Manifest } from "./program.js";

/** Major version of a package that the nearest package.json above a file declares; undefined when none does, or it names no version. */
export function declaredMajor(manifests: readonly Manifest[], file: string, packageName: string): number | undefined {
  const above = manifests
    .filter((m) => m.path.endsWith("/package.json") && file.startsWith(m.path.slice(0, -"package.json".length)))
    .sort((a, b) => b.path.length - a.path.length);
  for (const manifest of above) {
    const range = versionRange(manifest.text, packageName);
    const major = range && /(\d+)\./.exec(range + ".")?.[1];
    if (major !== undefined && major !== "") return Number(major);
  }
  return undefined;
}

function versionRange(text: string, packageName: string): string | undefined {
  try {
    const json = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    for (const field of ["dependencies", "devDependencies", "peerDependencies"]) {
      const range = json[field]?.[packageName];
      if (typeof range === "string") return range;
    }
  } catch {
    // A manifest that is not JSON says nothing about versions.
  }
  return undefined;
}
