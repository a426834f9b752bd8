import type { Tools } from "../pipeline/run.js";
import type { Terminal } from "./terminal.js";

/** Shorter runs show nothing, unless they have this many files before them: stages are told when they begin. */
const QUIET_MS = 300;
const MANY = 200;
const WORDS = { scan: "Looking through", read: "Reading", plan: "Planning", check: "Checking" } as const;

/** One line on a terminal that says what is going on. */
export function progress(
  terminal: Terminal,
  now: () => number = Date.now,
): { on: Tools["onProgress"]; done: () => void } {
  const start = now();
  let shown = false;
  return {
    on: (stage, count) => {
      if (!terminal.watched || process.env.TERM === "dumb") return;
      if (now() - start < QUIET_MS && count < MANY) return;
      shown = true;
      terminal.err(`\r\u001b[K${WORDS[stage]} ${count.toLocaleString("en-US")} files …`);
    },
    done: () => {
      if (shown) terminal.err("\r\u001b[K");
    },
  };
}
