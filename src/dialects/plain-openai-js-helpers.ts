import { changedSettingsJs } from "./changed-settings-js.js";
import { keptShapesJs } from "./classic-shapes-js.js";
import { filesInToolsJs } from "./files-js.js";
import { foundryJsHelpers } from "./foundry-js-helpers.js";
import { settingsJs } from "./settings-js.js";
import { keptAssistantsJs } from "./kept-assistants-js.js";
import { toolFilesJs } from "./tool-files.js";
import type { TargetDialect } from "./target.js";

const openai = { module: "openai", name: "default", local: "OpenAI", typeOnly: true } as const;
const CONFIG = "OpenAI.Responses.ResponseCreateParamsNonStreaming";

/** Functions that are printed into JavaScript and TypeScript files. */
export const plainOpenaiJsHelpers: TargetDialect["helpers"] = {
  ...foundryJsHelpers,
  flattenTools: {
    ...foundryJsHelpers.flattenTools,
    typedLines: [
      "/** Tools of an assistant as responses take them: flat, with the files and vector stores that belong to them. */",
      "function NAME(",
      "\ttools: readonly object[] | null | undefined,",
      "\tresources?: { code_interpreter?: object | null; file_search?: object | null } | null,",
      "): OpenAI.Responses.Tool[] {",
      "\treturn (tools ?? []).flatMap((classic): OpenAI.Responses.Tool[] => {",
      "\t\tconst { function: definition, file_search: search, ...tool } = classic as {",
      "\t\t\ttype: string;",
      "\t\t\tfunction?: object;",
      "\t\t\tfile_search?: object;",
      "\t\t};",
      '\t\tif (tool.type === "function") {',
      "\t\t\tconst flat = { parameters: null, strict: null, ...tool, ...definition } as OpenAI.Responses.FunctionTool;",
      '\t\t\tconst parameters = flat.parameters ?? { type: "object", properties: {} };',
      "\t\t\treturn [{ ...flat, parameters, strict: flat.strict ?? false }];",
      "\t\t}",
      '\t\tif (tool.type === "code_interpreter") {',
      '\t\t\tconst container = { type: "auto", ...resources?.code_interpreter };',
      "\t\t\treturn [{ container, ...tool } as OpenAI.Responses.Tool.CodeInterpreter];",
      "\t\t}",
      '\t\tif (tool.type !== "file_search") return [tool as OpenAI.Responses.Tool];',
      "\t\tconst flat = { ...search, ...tool, ...resources?.file_search };",
      '\t\treturn "vector_store_ids" in flat ? [flat as OpenAI.Responses.FileSearchTool] : [];',
      "\t});",
      "}",
    ],
    imports: [openai],
    types: [],
  },
  ...toolFilesJs("OpenAI.Responses.Tool", { imports: [openai] }),
  ...changedSettingsJs("OpenAI.Responses.Tool", CONFIG, []),
  ...filesInToolsJs,
  ...keptAssistantsJs,
  ...keptShapesJs,
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
