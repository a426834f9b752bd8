/**
 * Why a file that could hold a classic call was not looked into or not rewritten.
 * - ignored: .gitignore, or a folder that holds build output;
 * - symlink: leads out of the given paths;
 * - generated: carries an `@generated` marker;
 * - too-large: above 1 MiB, a notebook above 16 MiB;
 * - binary: holds NUL bytes;
 * - not-utf8: not valid UTF-8, so it could not be written back byte by byte;
 * - notebook: a notebook whose code cannot be read: another format, another language;
 * - too-deep: nested deeper than it can be followed, or it hangs together with such a file by imports;
 * - parse-error: an edit would fall into a statement that does not parse;
 * - changed-on-disk: changed between reading and writing;
 * - unreadable: the system refused to read it.
 */
export type SkipReason =
  | "ignored"
  | "symlink"
  | "generated"
  | "too-large"
  | "binary"
  | "not-utf8"
  | "notebook"
  | "too-deep"
  | "parse-error"
  | "changed-on-disk"
  | "unreadable";

export interface Skip {
  /** Absolute; a folder ends with a slash. */
  readonly path: string;
  readonly reason: SkipReason;
  /** What the system or the parser said, where there is more to say than the reason. */
  readonly detail?: string;
}
