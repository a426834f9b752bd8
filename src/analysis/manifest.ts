import type { Manifest } from "./program.js";

/** Major version of a package that the nearest package.json above a file declares; undefined when none does, or it names no version. */
export function declaredMajor(manifests: readonly Manifest[], file: string, packageName: string): number | undefined {
  return declaredVersion(manifests, file, packageName)?.[0];
}

/** Whether the nearest package.json keeps a package below a minor version: `^5.4.0` takes 5.9, too, `~5.4.0` and `5.4.5` do not. */
export function staysBefore(
  manifests: readonly Manifest[],
  file: string,
  packageName: string,
  [major, minor]: readonly [number, number],
): boolean {
  const declared = declaredVersion(manifests, file, packageName);
  if (declared === undefined) return false;
  const [itsMajor, itsMinor, range] = declared;
  return itsMajor < major || (itsMajor === major && itsMinor < minor && /^[~=v]?\d/.test(range));
}

function declaredVersion(
  manifests: readonly Manifest[],
  file: string,
  packageName: string,
): readonly [number, number, string] | undefined {
  const above = manifests
    .filter((m) => m.path.endsWith("/package.json") && file.startsWith(m.path.slice(0, -"package.json".length)))
    .sort((a, b) => b.path.length - a.path.length);
  for (const manifest of above) {
    const range = versionRange(manifest.text, packageName);
    const version = range === undefined ? undefined : /(\d+)(?:\.(\d+))?/.exec(range);
    if (version && range !== undefined) return [Number(version[1]), Number(version[2] ?? 0), range];
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
