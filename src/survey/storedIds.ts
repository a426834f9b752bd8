import type { Finding } from "../../transforms/finding.js";
import { storedIds as rule } from "../../transforms/registry.js";
import type { Probe } from "./probe.js";

/** Ids as the classic service makes them: a prefix and 24 characters. */
const ID = /(?<![A-Za-z0-9_])(asst|thread|run)_[A-Za-z0-9]{20,}(?![A-Za-z0-9_])/g;

type Kind = "asst" | "thread" | "run";

const WHAT: Readonly<Record<Kind, string>> = { asst: "an assistant", thread: "a thread", run: "a run" };

const HELP: Readonly<Record<Kind, string>> = {
  asst: "Agents are called by name: create the agent once (its definition as an agent version) and put its name here.",
  thread:
    "Threads are not carried over: start a conversation (`conv_…`) in its place, with the old messages as its items if they are needed.",
  run: "Runs are not carried over: nothing can be asked about this one any more. Responses have ids of their own (`resp_…`).",
};

/** Where ids are kept outside of code: environments, settings, seeds and migrations of databases. */
export const SETTINGS =
  /^\.env|\.(?:env|ya?ml|toml|ini|cfg|properties|sql|tfvars|bicepparam)$|^(?:appsettings|local\.settings|.*config|.*settings|assistants?|agents?).*\.json$/i;

/** Ids of the classic API that are written down: the current one does not know them. */
export const storedIds: Probe = {
  rule,
  accepts: (name) => SETTINGS.test(name) || /\.(?:[cm]?[jt]sx?|py)$/i.test(name),
  needle: /(?:asst|thread|run)_[A-Za-z0-9]{20}/,
  always: false,
  look: ({ path, text }) =>
    [...text.matchAll(ID)].map(({ index, 0: id, 1: kind }): Finding => {
      const known = kind as Kind;
      return {
        file: path,
        range: { start: index, end: index + id.length },
        rule: rule.id,
        severity: "warning",
        message: `The id of ${WHAT[known]} of the classic API is written here (${known}_…), and the current API does not know it.`,
        help: HELP[known],
      };
    }),
};
