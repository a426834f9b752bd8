import { changedSettingsJs } from "./changed-settings-js.js";
import { assistantFilesJs } from "./assistant-files-js.js";
import { withMarkersJs } from "./citations-js.js";
import { classicRunsJs } from "./classic-runs-js.js";
import { classicShapesJs } from "./classic-shapes-js.js";
import { settingsJs } from "./settings-js.js";
import { filesJs, fileInputsJs } from "./files-js.js";
import { agentVersionJs } from "./agent-versions-js.js";
import { toolFilesJs } from "./tool-files.js";
import { outputOfJs } from "./output-js.js";
import type { TargetDialect } from "./target.js";

/** Functions that are printed into JavaScript and TypeScript files. */
export const foundryJsHelpers: TargetDialect["helpers"] = {
  agentVersion: agentVersionJs,
  agentName: {
    names: ["toAgentName", "toFoundryAgentName"],
    lines: [
      "/** Agent names have letters, digits and inner hyphens, at most 63; a name that is not legal is in lower case, too. */",
      "function NAME(label) {",
      '\tconst plain = label.normalize("NFKD").replace(/\\p{Mark}/gu, "");',
      '\tconst name = plain.replace(/[^A-Za-z0-9-]+/g, "-").replace(/^-+/, "").slice(0, 63).replace(/-+$/, "");',
      "\treturn name === label ? name : name.toLowerCase();",
      "}",
    ],
    typedLines: [
      "/** Agent names have letters, digits and inner hyphens, at most 63; a name that is not legal is in lower case, too. */",
      "function NAME(label: string): string {",
      '\tconst plain = label.normalize("NFKD").replace(/\\p{Mark}/gu, "");',
      '\tconst name = plain.replace(/[^A-Za-z0-9-]+/g, "-").replace(/^-+/, "").slice(0, 63).replace(/-+$/, "");',
      "\treturn name === label ? name : name.toLowerCase();",
      "}",
    ],
    imports: [],
  },
  collect: {
    names: ["collect", "collectAll"],
    lines: [
      "/** All items of a pager. */",
      "async function NAME(pager) {",
      "\tconst items = [];",
      "\tfor await (const item of pager) items.push(item);",
      "\treturn items;",
      "}",
    ],
    typedLines: [
      "/** All items of a pager. */",
      "async function NAME<T>(pager: AsyncIterable<T>): Promise<T[]> {",
      "\tconst items: T[] = [];",
      "\tfor await (const item of pager) items.push(item);",
      "\treturn items;",
      "}",
    ],
    imports: [],
  },
  annotationsOf: {
    names: ["annotationsOf", "annotationsOfPart"],
    lines: [
      "/** The annotations of a part of a message, those of files that the code interpreter made with the text that they are about. */",
      "function NAME(part) {",
      "\tconst textOf = (annotation) =>",
      '\t\tannotation.type === "container_file_citation" ? part.text.slice(annotation.start_index, annotation.end_index) : undefined;',
      '\treturn part.annotations.map((annotation) => ({ ...annotation, text: textOf(annotation) })).filter(({ text }) => text !== "");',
      "}",
    ],
    typedLines: [
      "/** The annotations of a part of a message, those of files that the code interpreter made with the text that they are about. */",
      "function NAME(part: OpenAI.Responses.ResponseOutputText) {",
      '\tconst textOf = (annotation: OpenAI.Responses.ResponseOutputText["annotations"][number]) =>',
      '\t\tannotation.type === "container_file_citation" ? part.text.slice(annotation.start_index, annotation.end_index) : undefined;',
      '\treturn part.annotations.map((annotation) => ({ ...annotation, text: textOf(annotation) })).filter(({ text }) => text !== "");',
      "}",
    ],
    imports: [{ module: "openai", name: "default", local: "OpenAI", typeOnly: true }],
  },
  agentOf: {
    names: ["agentOf", "agentOfResponse"],
    lines: [
      "/** The reference of the agent that made a response. */",
      "async function NAME(client, responseId) {",
      "\tconst response = await client.responses.retrieve(responseId);",
      "\treturn response.agent_reference;",
      "}",
    ],
    typedLines: [
      "/** The reference of the agent that made a response. */",
      "async function NAME(client: OpenAI, responseId: string): Promise<unknown> {",
      "\tconst response: OpenAI.Responses.Response & { agent_reference?: unknown } =",
      "\t\tawait client.responses.retrieve(responseId);",
      "\treturn response.agent_reference;",
      "}",
    ],
    imports: [{ module: "openai", name: "default", local: "OpenAI", typeOnly: true }],
  },
  responsesOf: {
    names: ["responsesOf", "responsesOfConversation"],
    lines: [
      "/** The responses of a conversation, the newest first. */",
      "function NAME(client, conversationId, query = {}) {",
      '\treturn client.getAPIList("/responses", CursorPage, { query: { conversation_id: conversationId, order: "desc", ...query } });',
      "}",
    ],
    typedLines: [
      "/** The responses of a conversation, the newest first. */",
      "function NAME(client: OpenAI, conversationId: string, query: object = {}) {",
      "\treturn client.getAPIList<OpenAI.Responses.Response, CursorPage<OpenAI.Responses.Response>>(",
      '\t\t"/responses",',
      "\t\tCursorPage,",
      '\t\t{ query: { conversation_id: conversationId, order: "desc", ...query } },',
      "\t);",
      "}",
    ],
    imports: [
      { module: "openai/pagination", name: "CursorPage", local: "CursorPage" },
      { module: "openai", name: "default", local: "OpenAI", typeOnly: true },
    ],
  },
  flattenTools: {
    names: ["flattenTools", "toFlatTools"],
    lines: [
      "/** Tools of an assistant as an agent version has them: flat, with the files and vector stores that belong to them. */",
      "function NAME(tools, resources) {",
      "\treturn (tools ?? []).flatMap(({ function: definition, file_search: search, ...tool }) => {",
      '\t\tif (tool.type === "function") {',
      "\t\t\tconst { parameters, strict, ...flat } = { ...tool, ...definition };",
      '\t\t\treturn [{ ...flat, parameters: parameters ?? { type: "object", properties: {} }, strict: strict ?? false }];',
      "\t\t}",
      '\t\tif (tool.type === "code_interpreter") {',
      '\t\t\treturn [{ container: { type: "auto", ...resources?.code_interpreter }, ...tool }];',
      "\t\t}",
      '\t\tif (tool.type !== "file_search") return [tool];',
      "\t\tconst flat = { ...search, ...tool, ...resources?.file_search };",
      "\t\treturn flat.vector_store_ids || flat.vector_stores ? [flat] : [];",
      "\t});",
      "}",
    ],
    typedLines: [
      "/** Tools of an assistant as an agent version has them: flat, with the files and vector stores that belong to them. */",
      "function NAME(",
      "\ttools: readonly object[] | null | undefined,",
      "\tresources?: { code_interpreter?: object | null; file_search?: object | null } | null,",
      "): ToolUnion[] {",
      "\treturn (tools ?? []).flatMap((classic) => {",
      "\t\tconst { function: definition, file_search: search, ...tool } = classic as ToolUnion & {",
      "\t\t\tfunction?: object;",
      "\t\t\tfile_search?: object;",
      "\t\t};",
      '\t\tif (tool.type === "function") {',
      "\t\t\tconst { parameters, strict, ...flat } = { parameters: null, strict: null, ...tool, ...definition };",
      '\t\t\treturn [{ ...flat, parameters: parameters ?? { type: "object", properties: {} }, strict: strict ?? false }];',
      "\t\t}",
      '\t\tif (tool.type === "code_interpreter") {',
      '\t\t\treturn [{ container: { type: "auto", ...resources?.code_interpreter }, ...tool }];',
      "\t\t}",
      '\t\tif (tool.type !== "file_search") return [tool];',
      "\t\tconst flat = { ...search, ...tool, ...resources?.file_search };",
      '\t\treturn "vector_store_ids" in flat || "vector_stores" in flat ? [flat] : [];',
      "\t});",
      "}",
    ],
    imports: [],
    types: ["ToolUnion"],
  },
  ...toolFilesJs("ToolUnion", { imports: [], types: ["ToolUnion"] }),
  ...changedSettingsJs("ToolUnion", "PromptAgentDefinition", ["ToolUnion", "PromptAgentDefinition"]),
  ...settingsJs,
  ...classicShapesJs,
  ...classicRunsJs,
  ...filesJs,
  ...assistantFilesJs,
  outputOf: outputOfJs,
  withMarkers: withMarkersJs,
  ...fileInputsJs,
};
