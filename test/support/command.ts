import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { built } from "./built.js";

export interface Ran {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** With the toy planner, in place of the rules; this says what goes wrong, "" for nothing. */
  readonly toy?: "" | "no-parser" | "breaks" | "edits-the-disk";
  /** Run as a user who may not do everything, where this process is root. */
  readonly asNobody?: boolean;
}

/** Runs the built command line as a process of its own. */
export function command(args: readonly string[], { cwd, input, env, toy, asNobody }: RunOptions): Ran {
  const main = path.join(built(), toy === undefined ? "src/cli/main.js" : "test/support/toy/cli.js");
  const inherited = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined };
  const ran = spawnSync(process.execPath, [main, ...args], {
    cwd,
    input: input ?? "",
    env: { ...inherited, TOY: toy, ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    ...(asNobody && process.getuid?.() === 0 && { uid: 65534, gid: 65534 }),
  });
  if (ran.error) throw ran.error;
  return { exit: ran.status, out: ran.stdout, err: ran.stderr };
}

/** Makes a folder a git repository with everything committed. */
export function commitAll(folder: string): void {
  const git = (...args: string[]): void => {
    execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
      cwd: folder,
      stdio: "pipe",
    });
  };
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "start", "--allow-empty");
}
