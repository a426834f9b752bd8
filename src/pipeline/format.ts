import { Formatters } from "../format/findFormatter.js";
import { layOut, type Range } from "../format/layout.js";
import type { Disk } from "../discover/disk.js";
import { isInside } from "../discover/paths.js";
import type { Change, Migration } from "./migration.js";
import type { ReadFile } from "./program.js";
import { encode } from "./source.js";
import { flatEdits } from "./splice.js";
import { treeWith } from "./treeWith.js";

/** What the projects' own formatters did. */
export interface Layout {
  /** Formatters by name, and how many files each was asked about. */
  readonly by: ReadonlyMap<string, number>;
  /** Files that keep the layout of this tool because a formatter failed on them. */
  readonly failed: readonly { readonly file: string; readonly by: string; readonly detail: string }[];
}

/**
 * Lays new JavaScript and TypeScript out as the project's own Prettier or Biome does. Nothing but layout is taken from it: a place at
 * which it says anything else keeps its text, and so does everything that is not new, unless the formatter had kept the file.
 * @param files those that were read, to see whether a result parses
 */
export async function formatChanges(
  migration: Migration,
  files: ReadonlyMap<string, ReadFile>,
  cwd: string,
  disk: Disk,
): Promise<Migration> {
  const top = (file: string): string =>
    disk.repositoryRoot(parentOf(file)) ?? (isInside(cwd, file) ? cwd : parentOf(file));
  const formatters = new Formatters(top, (folder) => disk.names(folder));
  const by = new Map<string, number>();
  const failed: Layout["failed"][number][] = [];
  const changes: Change[] = [];
  for (const change of migration.changes) {
    const { path: file } = change.source;
    const read = files.get(file);
    let title = "the formatter";
    try {
      const formatter = read?.tree.language === "javascript" ? await formatters.of(file) : undefined;
      if (!formatter) {
        changes.push(change);
        continue;
      }
      ({ title } = formatter);
      const text = await formatted(change, (code) => formatter.format(file, code));
      if (text === undefined) {
        changes.push(change);
        continue;
      }
      by.set(title, (by.get(title) ?? 0) + 1);
      const next = { ...change, text, bytes: encode(change.source, text) };
      if (treeWith(read!, next).errors.length > read!.tree.errors.length) throw new Error("its result does not parse");
      changes.push(next);
    } catch (error) {
      failed.push({ file, by: title, detail: firstLine(error) });
      changes.push(change);
    }
  }
  return { ...migration, changes, layout: { by, failed } };
}

/** The new text, or undefined where the formatter is not for this file. */
async function formatted(
  { source, text, edits }: Change,
  format: (text: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const isCrlf = text.includes("\r\n");
  // Where lines end in both ways, no layout would keep either.
  if (isCrlf && /[^\r]\n/.test(text)) return undefined;
  const plain = (code: string): string => (isCrlf ? code.replaceAll("\r\n", "\n") : code);
  const [old, now] = [plain(source.text), plain(text)];
  const after = await format(now);
  if (after === undefined) return undefined;
  const isKept = (await format(old)) === old;
  const result = layOut(now, after, writtenIn(source.text, edits, plain), isKept);
  return isCrlf ? result.replaceAll("\n", "\r\n") : result;
}

/** The ranges of the new text that edits wrote. */
function writtenIn(text: string, edits: Change["edits"], plain: (code: string) => string): Range[] {
  let end = 0;
  let at = 0;
  return flatEdits(text, edits).map((edit) => {
    const start = at + plain(text.slice(end, edit.start)).length;
    at = start + plain(edit.text).length;
    ({ end } = edit);
    return { start, end: at };
  });
}

function parentOf(file: string): string {
  return file.slice(0, file.lastIndexOf("/")) || "/";
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!.trim();
}
