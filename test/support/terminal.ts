import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { builtMain } from "./built.js";

/** One step of a talk: waits until the terminal shows a text, then does something. */
export interface Step {
  readonly wait: string;
  readonly send?: string;
  /** Rows and columns. */
  readonly resize?: readonly [number, number];
  readonly signal?: "SIGTERM" | "SIGHUP";
}

export interface Talk {
  readonly exit: number;
  /** Everything the terminal showed, with its control sequences. */
  readonly shown: string;
  /** Whether lines are edited and echoed as before. */
  readonly isUsual: boolean;
  /** A text that was waited for and did not come. */
  readonly missing: string | null;
}

const SCRIPT = fileURLToPath(new URL("terminal.py", import.meta.url));

/** Terminals are made by Python's module pty. Where there is none, the tests that need one are left out, unless REQUIRE_TERMINAL asks for them. */
export const hasTerminals = spawnSync("python3", ["-c", "import pty"]).status === 0;
if (!hasTerminals && process.env["REQUIRE_TERMINAL"] !== undefined)
  throw new Error("There is no python3 with the module pty, and REQUIRE_TERMINAL asks for it.");

interface TerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly rows?: number;
  readonly columns?: number;
}

/** Runs the built command line in a terminal of its own. */
export function talk(
  args: readonly string[],
  cwd: string,
  steps: readonly Step[],
  options: TerminalOptions = {},
): Talk {
  return talkTo([process.execPath, builtMain(), ...args], cwd, steps, options);
}

/** Runs a program in a terminal of its own. */
export function talkTo(
  argv: readonly string[],
  cwd: string,
  steps: readonly Step[],
  { env = {}, rows = 40, columns = 100 }: TerminalOptions = {},
): Talk {
  const clean = { TERM: "xterm-256color", NO_COLOR: "", FORCE_COLOR: "", ...env };
  const job = { argv, cwd, env: clean, rows, columns, steps };
  const ran = spawnSync("python3", [SCRIPT, JSON.stringify(job)], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (ran.status !== 0) throw new Error(`terminal.py failed: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Talk;
}

/** What a terminal showed, without control sequences. */
export function plain(shown: string): string {
  return stripVTControlCharacters(shown).replaceAll("\r\n", "\n");
}
