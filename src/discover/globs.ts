import ignore from "ignore";
import { isInside, relativeTo } from "./paths.js";

/** Answers whether `--include` and `--exclude` let a file through. */
export type Selection = (file: string) => boolean;

/**
 * Patterns are spelled like lines of a .gitignore and are relative to `cwd`: `src/**`, `*.test.ts`, `legacy/`.
 * A file outside `cwd` is matched by its absolute path without the leading slash.
 */
export function selection(include: readonly string[], exclude: readonly string[], cwd: string): Selection {
  const wanted = include.length > 0 ? ignore().add([...include]) : undefined;
  const unwanted = exclude.length > 0 ? ignore().add([...exclude]) : undefined;
  if (!wanted && !unwanted) return () => true;
  return (file) => {
    const name = isInside(cwd, file) ? relativeTo(cwd, file) : file.replace(/^([A-Za-z]:)?\//, "");
    return (wanted?.ignores(name) ?? true) && !unwanted?.ignores(name);
  };
}
