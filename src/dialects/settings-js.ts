import type { SettingsHelper, TargetHelper } from "./target.js";

const openai = { module: "openai", name: "default", local: "OpenAI", typeOnly: true } as const;
/** What a request has beside its input: plain and streamed ones take it. */
const CONFIG = 'Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, "stream">';

const SETTINGS_DOC =
  "/** The settings of an agent, some of them replaced for one response: next to a reference to the agent none may be sent. */";

/** The body of `settingsOf`, typed or not, behind the fields it takes out of the definition. */
const REPLACED = [
  "\tconst given = Object.entries(replaced).filter(([, value]) => value !== undefined && value !== null);",
  "\treturn {",
  '\t\ttruncation: "auto",',
  "\t\t...{ model, instructions, tools, temperature, top_p, text, reasoning, tool_choice },",
  "\t\t...Object.fromEntries(given),",
  "\t};",
  "}",
];

/** Functions for JavaScript and TypeScript that send what a response is made with along with its request. */
export const settingsJs: Readonly<Record<SettingsHelper, TargetHelper>> = {
  settingsOf: {
    names: ["settingsOf", "settingsOfAgent"],
    lines: [
      SETTINGS_DOC,
      "function NAME(definition, replaced) {",
      "\tconst { model, instructions, tools, temperature, top_p, text, reasoning, tool_choice } = definition;",
      ...REPLACED,
    ],
    typedLines: [
      SETTINGS_DOC,
      "function NAME(",
      "\tdefinition: object,",
      `\treplaced: Partial<${CONFIG}>,`,
      `): ${CONFIG} {`,
      "\tconst { model, instructions, tools, temperature, top_p, text, reasoning, tool_choice } =",
      `\t\tdefinition as ${CONFIG};`,
      ...REPLACED,
    ],
    imports: [openai],
  },
  withInstructions: {
    names: ["withInstructions", "withMoreInstructions"],
    lines: [
      "/** A configuration with more instructions, for one response. */",
      "function NAME(config, more) {",
      '\treturn { ...config, instructions: [config.instructions, more].filter(Boolean).join("\\n") };',
      "}",
    ],
    typedLines: [
      "/** A configuration with more instructions, for one response. */",
      "function NAME<Config extends { instructions?: string | null }>(",
      "\tconfig: Config,",
      "\tmore: string | null | undefined,",
      "): Config & { instructions: string } {",
      '\treturn { ...config, instructions: [config.instructions, more].filter(Boolean).join("\\n") };',
      "}",
    ],
    imports: [],
  },
  settingsOfResponse: {
    names: ["configOf", "configOfResponse"],
    lines: [
      "/** What a response was made with, to be sent again with the answers to its calls; not all models take the defaults. */",
      "async function NAME(client, responseId) {",
      "\tconst { model, instructions, tools, text, temperature, top_p, truncation } =",
      "\t\tawait client.responses.retrieve(responseId);",
      "\tconst sampling = { ...(temperature !== 1 && { temperature }), ...(top_p !== 1 && { top_p }) };",
      "\treturn { model, instructions, tools, text, truncation, ...sampling };",
      "}",
    ],
    typedLines: [
      "/** What a response was made with, to be sent again with the answers to its calls; not all models take the defaults. */",
      `async function NAME(client: OpenAI, responseId: string): Promise<${CONFIG}> {`,
      "\tconst { model, instructions, tools, text, temperature, top_p, truncation } =",
      "\t\tawait client.responses.retrieve(responseId);",
      "\tconst sampling = { ...(temperature !== 1 && { temperature }), ...(top_p !== 1 && { top_p }) };",
      '\treturn { model, instructions: typeof instructions === "string" ? instructions : null, tools, text, truncation, ...sampling };',
      "}",
    ],
    imports: [openai],
  },
};
