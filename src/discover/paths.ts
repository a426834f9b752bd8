import path from "node:path";

/** Paths inside the program are absolute and `/`-separated, on every system. */
export function slashed(file: string): string {
  return path.sep === "\\" ? file.replaceAll("\\", "/") : file;
}

/** Whether `file` is `folder` or lies below it. Both absolute and `/`-separated. */
export function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** `file` as seen from `folder`, `/`-separated; absolute where there is no relative way (another drive). */
export function relativeTo(folder: string, file: string): string {
  return isInside(folder, file) && file !== folder
    ? file.slice(folder.endsWith("/") ? folder.length : folder.length + 1)
    : slashed(path.relative(folder, file)) || ".";
}
