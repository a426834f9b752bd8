import type { Finding } from "../../transforms/finding.js";
import { promptObjects as rule } from "../../transforms/registry.js";
import { PROMPTS_END } from "../protocol/current.js";
import type { Probe } from "./probe.js";
import { SETTINGS } from "./storedIds.js";

const ID = /(?<![A-Za-z0-9_])pmpt_[A-Za-z0-9]{20,}(?![A-Za-z0-9_])/g;

/** Ids of prompt objects in settings. In code the request that names one is told. */
export const promptIds: Probe = {
  rule,
  accepts: (name) => SETTINGS.test(name),
  needle: /pmpt_[A-Za-z0-9]{20}/,
  always: false,
  look: ({ path, text }) =>
    [...text.matchAll(ID)].map(({ index, 0: id }): Finding => ({
      file: path,
      range: { start: index, end: index + id.length },
      rule: rule.id,
      severity: "warning",
      message: `The id of a prompt object is written here (pmpt_…), and prompt objects end on ${PROMPTS_END}.`,
      help: "Copy what the prompt holds into the code that sends it, then drop the setting.",
    })),
};
