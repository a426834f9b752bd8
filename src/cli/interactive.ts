import { relativeTo } from "../discover/paths.js";
import { importLinks } from "../pipeline/imports.js";
import type { Migration } from "../pipeline/migration.js";
import type { Prepared } from "../pipeline/run.js";
import { cellsOf } from "../pipeline/source.js";
import { review } from "../review/review.js";
import { askOn } from "./ask.js";
import { Interrupted } from "./keyboard.js";
import { messages, Stop } from "./messages.js";
import { positionsOf } from "../report/position.js";
import { processScreen } from "./screen.js";
import { say, type Terminal } from "./terminal.js";

/**
 * Refuses to ask where nobody can answer.
 * @throws Stop
 */
export function checkTerminal(): void {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new Stop(messages.noTerminal());
}

/**
 * `-i`: asks about every change and gives what was accepted.
 * @throws Stop when it is broken off
 */
export async function reviewed(
  run: Migration,
  prepared: Prepared,
  cwd: string,
  terminal: Terminal,
): Promise<Migration> {
  const { files } = prepared.program;
  const imported = new Map<string, string[]>();
  for (const [file, target] of importLinks(prepared.program))
    imported.set(file, [...(imported.get(file) ?? []), target]);
  const errorsIn = (file: string, text: string): number => {
    const read = files.get(file);
    return read ? read.language.read(file, text, cellsOf(read.source)).errors.length : 0;
  };
  const screen = processScreen(terminal.errColors);
  const show = (file: string): string => relativeTo(cwd, file);
  const positions = positionsOf((file) => files.get(file)?.source.text);
  // Between two questions the terminal is as it was, and Ctrl-C is a signal.
  const onInterrupt = (): never => {
    const stop = messages.brokenOff();
    terminal.err("\n");
    say(terminal, stop);
    process.exit(stop.exit);
  };
  process.once("SIGINT", onInterrupt);
  try {
    return await review(
      run,
      {
        plan: prepared.plan,
        importedBy: (file) => imported.get(file) ?? [],
        onLost: ({ file, range, operation, reason }) => {
          const { line } = positions(file).at(range.start);
          say(terminal, messages.acceptedInVain({ at: `${show(file)}:${line}`, operation, reason }));
        },
        onStale: ({ file, extent }) => say(terminal, messages.editedInVain({ at: `${show(file)}:${extent.oldStart}` })),
      },
      askOn({ screen, show, errorsIn }),
    );
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    terminal.err("\n");
    throw new Stop(messages.brokenOff());
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}
