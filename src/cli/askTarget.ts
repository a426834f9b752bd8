import type { PlanOptions } from "../../transforms/plan.js";
import { Interrupted, waitForKey } from "./keyboard.js";
import { messages, Stop } from "./messages.js";
import { say, type Terminal } from "./terminal.js";

const KEYS: Readonly<Record<string, PlanOptions["target"]>> = { f: "foundry", o: "openai" };

/**
 * Asks once where code of OpenAI shall go.
 * @throws Stop when it is broken off
 */
export async function askTarget(terminal: Terminal): Promise<PlanOptions["target"]> {
  const prompt = `${terminal.errColors.bold("Foundry or OpenAI?")} [${Object.keys(KEYS).join(",")}] `;
  say(terminal, messages.whichTarget());
  for (;;) {
    // Keys are waited for before the question shows: Ctrl-C would end the process otherwise, without a word.
    const pressed = keyOrStop(terminal, () => terminal.err(`\r\u001b[J${prompt}`));
    terminal.err(prompt);
    const key = (await pressed).toLowerCase();
    const target = KEYS[key];
    if (target) {
      terminal.err(`${key}\n\n`);
      return target;
    }
    terminal.err("\n");
  }
}

async function keyOrStop(terminal: Terminal, redraw: () => void): Promise<string> {
  try {
    return await waitForKey(redraw);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    terminal.err("\n");
    throw new Stop(messages.brokenOff());
  }
}
