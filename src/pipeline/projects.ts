import path from "node:path";
import { declaresSdk } from "../../transforms/modules/dependencies.js";
import type { Disk } from "../discover/disk.js";
import { foldersUpFrom, isInside } from "../discover/paths.js";
import type { LanguageId } from "../languages/tree.js";
import { manifestFormats } from "../manifests/formats.js";
import type { ReadManifest } from "../manifests/manifest.js";
import { decode, type SourceFile } from "./source.js";

/** A manifest with what reads it. */
export interface ProjectManifest {
  readonly source: SourceFile;
  readonly read: ReadManifest;
}

/** A package of the user's own: a folder, and the manifests in it that declare SDKs. */
export interface Project {
  readonly folder: string;
  readonly language: LanguageId;
  readonly manifests: readonly ProjectManifest[];
}

/** Finds out to which package files belong; each folder is looked into once. */
export class Projects {
  private readonly found = new Map<string, Promise<Project | undefined>>();
  private readonly top: (folder: string) => boolean;

  /** Folders above the repository, or where there is none above the current folder and the given paths, are none of ours. */
  constructor(
    cwd: string,
    roots: readonly string[],
    private readonly disk: Disk,
  ) {
    const tops = new Set(roots.map((root) => disk.repositoryRoot(root) ?? (isInside(cwd, root) ? cwd : root)));
    this.top = (folder) => tops.has(folder);
  }

  /**
   * The package that a file belongs to: the nearest folder above whose manifests declare an SDK, else the nearest that has a manifest
   * at all. Gives the same object for all its files.
   */
  async of(file: string, language: LanguageId): Promise<Project | undefined> {
    let nearest: Project | undefined;
    for (const folder of foldersUpFrom(path.posix.dirname(file))) {
      const project = await this.at(folder, language);
      if (project && declares(project)) return project;
      nearest ??= project;
      if (this.top(folder)) break;
    }
    return nearest;
  }

  private at(folder: string, language: LanguageId): Promise<Project | undefined> {
    const key = `${language} ${folder}`;
    let project = this.found.get(key);
    if (!project) this.found.set(key, (project = lookInto(folder, language, this.disk)));
    return project;
  }
}

async function lookInto(folder: string, language: LanguageId, disk: Disk): Promise<Project | undefined> {
  const names = [
    ...disk.names(folder),
    ...disk.names(path.posix.join(folder, "requirements")).map((name) => `requirements/${name}`),
  ];
  const manifests: ProjectManifest[] = [];
  for (const format of manifestFormats) {
    if (format.language !== language) continue;
    for (const name of names) {
      if (!format.matches(path.posix.basename(name), path.posix.dirname(name))) continue;
      const bytes = disk.read(path.posix.join(folder, name));
      if (!bytes) continue;
      const source = decode(path.posix.join(folder, name), bytes);
      const read = await format.load();
      if (read(source.text)) manifests.push({ source, read });
    }
  }
  if (manifests.length === 0) return undefined;
  const declaring = manifests.filter(({ source, read }) => declaresSdk(read(source.text)!, language));
  return { folder, language, manifests: declaring.length > 0 ? declaring : manifests.slice(0, 1) };
}

function declares({ manifests, language }: Project): boolean {
  return manifests.some(({ source, read }) => declaresSdk(read(source.text)!, language));
}
