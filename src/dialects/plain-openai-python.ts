import { foundryPython, pythonOperations } from "./foundry-python.js";
import { plainOpenaiPythonHelpers } from "./plain-openai-python-helpers.js";
import type { TargetDialect } from "./target.js";

/** Plain OpenAI in Python: the user's own client of `openai` 2, which has conversations. */
export const plainOpenaiPython: TargetDialect = {
  id: "openai-python",
  target: "openai",
  language: "python",
  operations: Object.fromEntries(Object.entries(pythonOperations).filter(([, { face }]) => face === "openai")),
  faces: { openai: foundryPython.faces.openai },
  definitions: "code",
  shim: {
    ...foundryPython.shim!,
    openai: { ...foundryPython.shim!.openai!, upstream: "own" },
  },
  extraBody: "keyword",
  models: {},
  modelModule: "openai.types.responses",
  defaults: {},
  helpers: plainOpenaiPythonHelpers,
  serialisers: { ...foundryPython.serialisers!, project: { data: undefined, text: undefined, also: [] } },
  types: {
    ...foundryPython.types,
    // Keyword arguments of a call: no class of the SDK can be spread into one.
    Assistant: { module: "typing", name: "Any", around: ["dict[str, ", "]"] },
  },
};
