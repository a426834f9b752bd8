import picocolors from "picocolors";
import { wrap } from "../report/wrap.js";
import type { Message } from "./messages.js";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: (result: string | Buffer) => void;
  readonly err: (text: string) => void;
  readonly outColors: Colors;
  readonly errColors: Colors;
  /** Columns of the terminal that shows `err`. */
  readonly width: number;
  /** Whether results and everything else appear on one screen. */
  readonly mixed: boolean;
  /** Whether somebody looks at `err`. */
  readonly watched: boolean;
}

/** The process's own streams. Colours only on a terminal, and as NO_COLOR, FORCE_COLOR and `--no-color` say. */
export function openTerminal(color: boolean): Terminal {
  const { stdout, stderr, env } = process;
  const wants = (stream: NodeJS.WriteStream): boolean =>
    color &&
    !env.NO_COLOR &&
    // Without a terminal `isTTY` is undefined, which picocolors would take for "see for yourself".
    (env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : stream.isTTY === true && env.TERM !== "dumb");
  return {
    out: (result) => void stdout.write(result),
    err: (text) => void stderr.write(text),
    outColors: picocolors.createColors(wants(stdout)),
    errColors: picocolors.createColors(wants(stderr)),
    width: Math.max(40, Math.min(stderr.columns || 100, 120)),
    mixed: stdout.isTTY && stderr.isTTY,
    watched: stderr.isTTY,
  };
}

/** Prints a message to `err`. */
export function say(terminal: Terminal, { level, text, help }: Message): void {
  const { bold, red, yellow, dim } = terminal.errColors;
  const label = level === "error" ? bold(red("error: ")) : level === "warning" ? bold(yellow("warning: ")) : "";
  // Wrapped for eyes only: in logs and pipes a message is easier to find on one line.
  const fitted = (line: string): string => (terminal.watched ? wrap(line, terminal.width - 4, "  ") : line);
  terminal.err(`${label}${text.split("\n").map(fitted).join("\n")}\n`);
  if (help) terminal.err(`${dim(`  ${fitted(help)}`)}\n`);
}
