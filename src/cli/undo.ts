import { realpathSync } from "node:fs";
import path from "node:path";
import { relativeTo, slashed } from "../discover/paths.js";
import { undo } from "../pipeline/undo.js";
import { messages, Stop } from "./messages.js";
import { say, type Terminal } from "./terminal.js";

export interface UndoOptions {
  readonly force?: boolean;
  readonly color: boolean;
}

/** `migrate-agents undo`: takes the last run back. */
export function undoCommand(folder: string, { force = false }: UndoOptions, terminal: Terminal): number {
  let at: string;
  try {
    at = slashed(realpathSync.native(path.resolve(folder)));
  } catch {
    throw new Stop(messages.missingPath({ path: folder }));
  }
  const show = (file: string): string => relativeTo(slashed(process.cwd()), file);
  const done = undo(at, force);
  if (!done) {
    say(terminal, messages.nothingToUndo({ folder: at }));
    return 0;
  }
  if (done.edited.length > 0 && !force) throw new Stop(messages.editedSince({ files: done.edited.map(show) }));
  say(terminal, messages.undone({ count: done.restored.length }));
  if (done.savedIn !== undefined) say(terminal, messages.savedEdits({ folder: show(done.savedIn) }));
  return 0;
}
