import { filesInToolsJs } from "./files-js.js";
import { foundryJsHelpers } from "./foundry-js-helpers.js";
import { settingsJs } from "./settings-js.js";
import { keptAssistantsJs } from "./kept-assistants-js.js";
import type { TargetDialect } from "./target.js";

const openai = { module: "openai", name: "default", local: "OpenAI", typeOnly: true } as const;
const CONFIG = "OpenAI.Responses.ResponseCreateParamsNonStreaming";

/** Functions that are printed into JavaScript and TypeScript files. */
export const plainOpenaiJsHelpers: TargetDialect["helpers"] = {
  ...foundryJsHelpers,
  ...filesInToolsJs,
  ...keptAssistantsJs,
  assistantConfig: {
    names: ["assistantConfig", "configOfAssistant"],
    lines: [
      "/** What each assistant was: model, instructions and tools by its old id. Put the exported definitions here. */",
      "const TABLE = {",
      '\t// asst_…: { model: "…", instructions: "…", tools: [] },',
      "};",
      "",
      "/** The configuration of an assistant by its old id, sent with every response. */",
      "function NAME(id) {",
      "\tconst config = TABLE[id];",
      "\tif (!config) throw new Error(`Assistant ${id} is not among TABLE: add what it was there.`);",
      '\treturn { truncation: "auto", ...config };',
      "}",
    ],
    typedLines: [
      "/** What each assistant was: model, instructions and tools by its old id. Put the exported definitions here. */",
      `const TABLE: Record<string, ${CONFIG}> = {`,
      '\t// asst_…: { model: "…", instructions: "…", tools: [] },',
      "};",
      "",
      "/** The configuration of an assistant by its old id, sent with every response. */",
      `function NAME(id: string): ${CONFIG} {`,
      "\tconst config = TABLE[id];",
      "\tif (!config) throw new Error(`Assistant ${id} is not among TABLE: add what it was there.`);",
      '\treturn { truncation: "auto", ...config };',
      "}",
    ],
    table: ["assistants", "assistantConfigs"],
    imports: [openai],
  },
  agentOf: settingsJs.settingsOfResponse,
};
