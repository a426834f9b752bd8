import path from "node:path";

/** Paths inside the program are absolute and `/`-separated, on every system. */
export function slashed(file: string): string {
  return path.sep === "\\" ? file.replaceAll("\\", "/") : file;
}

/** Whether `file` is `folder` or lies below it. Both absolute and `/`-separated. */
export function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** `file` as seen from `folder`, `/`-separated; a slash at its end stays. Absolute where there is no relative way (another drive). */
export function relativeTo(folder: string, file: string): string {
  const relative = slashed(path.relative(folder, file)) || ".";
  return file.endsWith("/") && !relative.endsWith("/") ? `${relative}/` : relative;
}

/** The folder that holds `file`; undefined for a root. `C:` is a root too. */
export function parentOf(file: string): string | undefined {
  const parent = path.posix.dirname(file);
  return parent === file || parent === "." ? undefined : parent;
}

/** A folder and all that hold it, innermost first. */
export function* foldersUpFrom(folder: string): Generator<string> {
  for (let at: string | undefined = folder; at !== undefined; at = parentOf(at)) yield at;
}
