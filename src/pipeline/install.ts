import path from "node:path";
import type { Disk } from "../discover/disk.js";
import { foldersUpFrom } from "../discover/paths.js";
import type { ManifestFormat } from "../manifests/manifest.js";

/** A command that installs what a manifest declares; run in `folder`, it brings the lock file up to date as well. */
export interface Install {
  readonly folder: string;
  readonly command: string;
}

/** How a manifest's dependencies are installed, by the lock file beside or above it. */
export function installCommand(manifest: string, { install }: ManifestFormat, disk: Disk): Install {
  const folder = path.posix.dirname(manifest);
  const top = disk.repositoryRoot(folder) ?? folder;
  for (const at of foldersUpFrom(folder)) {
    const names = disk.names(at);
    const lock = Object.keys(install).find((name) => names.includes(name));
    if (lock !== undefined) return { folder: at, command: install[lock]! };
    if (at === top) break;
  }
  return { folder, command: install[""]!.replace("FILE", path.posix.basename(manifest)) };
}
