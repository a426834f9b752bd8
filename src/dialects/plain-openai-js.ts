import { foundryJs } from "./foundry-js.js";
import { KEPT } from "./kept-assistants-js.js";
import { plainOpenaiJsHelpers } from "./plain-openai-js-helpers.js";
import type { TargetDialect } from "./target.js";

const config = { module: "openai", name: "default", member: "Responses.ResponseCreateParamsNonStreaming" };

/** Plain OpenAI in JavaScript: the user's own client of `openai` 5.15 and newer, the first that has conversations. */
export const plainOpenaiJs: TargetDialect = {
  id: "openai-js",
  target: "openai",
  language: "javascript",
  operations: Object.fromEntries(Object.entries(foundryJs.operations).filter(([, { face }]) => face === "openai")),
  faces: { openai: foundryJs.faces.openai },
  definitions: "code",
  shim: {
    ...foundryJs.shim!,
    openai: {
      option: "fetch",
      upstream: "own",
      module: "migrate-agents/shim",
      callee: "classicFetch",
      store: ".migrate-agents/state",
    },
  },
  extraBody: "secondArgument",
  models: {},
  modelModule: "openai/resources/responses/responses",
  defaults: {},
  helpers: plainOpenaiJsHelpers,
  types: {
    ...foundryJs.types,
    Assistant: config,
    KeptAssistant: { ...config, around: KEPT },
  },
};
