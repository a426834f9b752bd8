import { emitKeypressEvents, type Key as NodeKey } from "node:readline";

/** Thrown when somebody presses Ctrl-C, or the terminal goes away. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** A key: its character, or a name such as `space`, `return`, `up`, `pagedown`, `ctrl-d`. */
export type KeyName = string;

/**
 * Waits for one key; what is pressed before the question is on the screen does not count. The terminal is in raw mode only while it waits, so that nothing is left behind however the process ends. Where a
 * terminal knows no single keys (TERM=dumb), the first character of a line counts.
 * @param redraw called when the window changed its size, and after the process was stopped (Ctrl-Z) and goes on
 * @throws Interrupted
 */
export async function waitForKey(redraw: () => void): Promise<KeyName> {
  return process.env.TERM === "dumb" ? firstOfLine() : rawKey(redraw);
}

async function rawKey(redraw: () => void): Promise<KeyName> {
  const { stdin, stderr } = process;
  emitKeypressEvents(stdin);
  return new Promise((resolve, reject) => {
    const suspend = (): void => {
      stdin.setRawMode(false);
      process.once("SIGCONT", () => {
        stdin.setRawMode(true);
        redraw();
      });
      process.kill(process.pid, "SIGTSTP");
    };
    // Node gives the terminal back at every other end.
    const onHangup = (): void => {
      end();
      process.kill(process.pid, "SIGHUP");
    };
    const end = (): void => {
      stdin.setRawMode(false);
      stdin.pause();
      process.off("SIGHUP", onHangup);
      stdin.off("keypress", onKey);
      stdin.off("end", onEnd);
      stderr.off("resize", redraw);
    };
    const onEnd = (): void => {
      end();
      reject(new Interrupted("the terminal is gone"));
    };
    const onKey = (char: string | undefined, key: NodeKey): void => {
      if (key.ctrl && key.name === "z" && process.platform !== "win32") return suspend();
      end();
      if (key.ctrl && key.name === "c") return reject(new Interrupted("Ctrl-C"));
      resolve(nameOf(char, key));
    };
    process.once("SIGHUP", onHangup);
    stdin.setRawMode(true);
    stdin.on("keypress", onKey);
    stdin.once("end", onEnd);
    stderr.on("resize", redraw);
    stdin.resume();
  });
}

function nameOf(char: string | undefined, { ctrl, name, sequence }: NodeKey): KeyName {
  if (ctrl && name) return `ctrl-${name}`;
  if (name && (name.length > 1 || char === undefined)) return name;
  return char ?? sequence ?? "";
}

async function firstOfLine(): Promise<KeyName> {
  const { stdin } = process;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      stdin.pause();
      stdin.off("data", onData);
      stdin.off("end", onEnd);
    };
    const onEnd = (): void => {
      end();
      reject(new Interrupted("the terminal is gone"));
    };
    const onData = (data: Buffer): void => {
      end();
      const line = data.toString("utf8").trim();
      resolve(line === "" ? "return" : line.charAt(0));
    };
    stdin.once("data", onData);
    stdin.once("end", onEnd);
    stdin.resume();
  });
}
