import { relativeTo } from "../discover/paths.js";
import { repositoryOf } from "../discover/repository.js";
import { journalHome, journalHomes } from "../pipeline/journal.js";
import type { Migration } from "../pipeline/migration.js";

/** A command that makes sense after a run, and what it does. */
export type NextCommand = readonly [command: string, why: string];

interface Situation {
  /** As typed. */
  readonly args: readonly string[];
  readonly mode: "apply" | "dry-run" | "check";
  readonly cwd: string;
  /** From `journalFolder`. */
  readonly folder: string;
}

export function nextCommands({ changes }: Migration, { args, mode, cwd, folder }: Situation): NextCommand[] {
  if (changes.length === 0) return [];
  const same = ["migrate-agents", ...args.filter((arg) => arg !== "--dry-run" && arg !== "--check").map(quoted)].join(
    " ",
  );
  if (mode === "dry-run") return [[same, "rewrite in place"]];
  if (mode === "check") return [[`${same} --dry-run`, "show the rewrite"]];
  const home = journalHome(folder).folder;
  const isNear = journalHomes(cwd).some((near) => near.folder === home);
  const undo: NextCommand = [
    isNear ? "migrate-agents undo" : `migrate-agents undo ${quoted(relativeTo(cwd, folder))}`,
    "take it back",
  ];
  const review: NextCommand[] = repositoryOf(cwd) ? [["git diff", "review the changes"]] : [];
  return [...review, ...installs(changes, cwd), undo];
}

/** Manifests that changed do nothing until they are installed. */
function installs(changes: Migration["changes"], cwd: string): NextCommand[] {
  const commands = changes.flatMap(({ install }) => {
    if (!install) return [];
    const { folder, command } = install;
    return [folder === cwd ? command : `(cd ${quoted(relativeTo(cwd, folder))} && ${command})`];
  });
  return [...new Set(commands)].map((command) => [command, "install what the new code needs"]);
}

/** An argument as a shell takes it. */
function quoted(arg: string): string {
  return /^[\w./@:,=+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}
