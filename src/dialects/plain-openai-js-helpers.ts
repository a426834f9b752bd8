import { foundryJsHelpers } from "./foundry-js-helpers.js";
import type { TargetDialect } from "./target.js";

const openai = { module: "openai", name: "default", local: "OpenAI", typeOnly: true } as const;
const CONFIG = "OpenAI.Responses.ResponseCreateParamsNonStreaming";

/** Functions that are printed into JavaScript and TypeScript files. */
export const plainOpenaiJsHelpers: TargetDialect["helpers"] = {
  ...foundryJsHelpers,
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
  withInstructions: {
    names: ["withInstructions", "withMoreInstructions"],
    lines: [
      "/** A configuration with more instructions, for one response. */",
      "function NAME(config, more) {",
      '\treturn { ...config, instructions: [config.instructions, more].filter(Boolean).join("\\n\\n") };',
      "}",
    ],
    typedLines: [
      "/** A configuration with more instructions, for one response. */",
      "function NAME(",
      `\tconfig: ${CONFIG},`,
      "\tmore: string | null | undefined,",
      `): ${CONFIG} {`,
      '\treturn { ...config, instructions: [config.instructions, more].filter(Boolean).join("\\n\\n") };',
      "}",
    ],
    imports: [openai],
  },
  agentOf: {
    names: ["configOf", "configOfResponse"],
    lines: [
      "/** What a response was made with, to be sent again with the answers to its calls. */",
      "async function NAME(client, responseId) {",
      "\tconst { model, instructions, tools, text, temperature, top_p, truncation } =",
      "\t\tawait client.responses.retrieve(responseId);",
      "\treturn { model, instructions, tools, text, temperature, top_p, truncation };",
      "}",
    ],
    typedLines: [
      "/** What a response was made with, to be sent again with the answers to its calls. */",
      `async function NAME(client: OpenAI, responseId: string): Promise<${CONFIG}> {`,
      "\tconst { model, instructions, tools, text, temperature, top_p, truncation } =",
      "\t\tawait client.responses.retrieve(responseId);",
      "\treturn { model, instructions, tools, text, temperature, top_p, truncation };",
      "}",
    ],
    imports: [openai],
  },
};
