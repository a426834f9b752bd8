import type { ClassicShapeHelper, TargetHelper } from "./target.js";

const contentFrom = (annotations: string): readonly string[] => [
  "\treturn content.map((part) => {",
  '\t\tif (part.type === "input_text" || part.type === "output_text" || part.type === "text") {',
  "\t\t\t// What was cited stood under the name of its kind.",
  `\t\t\tconst annotations = ${annotations}.map((annotation) => {`,
  '\t\t\t\tconst type = annotation.type === "container_file_citation" ? "file_path" : annotation.type;',
  '\t\t\t\treturn { ...annotation, type, text: "", [type]: annotation };',
  "\t\t\t});",
  '\t\t\treturn { type: "text", text: { value: part.text, annotations } };',
  "\t\t}",
  '\t\tif (part.type !== "input_image") return part;',
  "\t\tconst { file_id, image_url, detail } = part;",
  "\t\treturn file_id",
  '\t\t\t? { type: "image_file", image_file: { file_id, detail } }',
  '\t\t\t: { type: "image_url", image_url: { url: image_url, detail } };',
  "\t});",
  "}",
];

const messageFrom = [
  "\tconst { id, role, status } = item;",
  '\treturn { id, object: "thread.message", role, status, content: USED(item.content ?? []) };',
  "}",
];

// Written out, because the client may bring types of its own, of another version than the package that the file imports.
const ITEM_TYPE = [
  "\ttype: string;",
  "\tid?: string | null;",
  "\trole?: string;",
  "\tstatus?: string | null;",
  "\tcontent?: readonly { type: string }[] | null;",
];

const CONTENT = "/** The parts of an item as the classic API gave those of a message. */";
const MESSAGE = "/** A message as the classic API gave it, without what an item does not record. */";
const MESSAGES = "/** The messages of a page of items, as the classic API listed them. */";
const ASSISTANT = "/** A version of an agent as the classic API gave assistants. */";

const messagesFrom = (message: string): readonly string[] => [
  '\tconst messages = page.data.filter((item) => item.type === "message").slice(0, limit);',
  `\tconst data = messages.map(${message});`,
  '\treturn { object: "list", data, first_id: data.at(0)?.id, last_id: data.at(-1)?.id, has_more: page.has_more };',
  "}",
];

const TOOLS =
  '\t\ttools: tools.map(({ type, ...tool }) => (type === "function" ? { type, function: tool } : { type })),';
const RESOURCES = [
  "\t\ttool_resources: {",
  "\t\t\tcode_interpreter: interpreter && {",
  '\t\t\t\tfile_ids: (typeof container === "object" && container.file_ids) || [],',
  "\t\t\t},",
  "\t\t\tfile_search: search && { vector_store_ids: search.vector_store_ids },",
  "\t\t},",
];

/** Tools that have files and vector stores; typed code has to say which kinds they are. */
const toolsIn = (interpreter: string, search: string): readonly string[] => [
  `\tconst interpreter = tools.find((tool) => tool.type === "code_interpreter")${interpreter};`,
  `\tconst search = tools.find((tool) => tool.type === "file_search")${search};`,
  "\tconst container = interpreter?.container;",
];

const assistantFrom = (definition: string, interpreter: string, search: string): readonly string[] => [
  `\tconst { model, instructions, temperature, top_p, tools = [] } = ${definition};`,
  ...toolsIn(interpreter, search),
  "\treturn {",
  "\t\tid: agent.name,",
  '\t\tobject: "assistant",',
  "\t\tcreated_at: Math.floor(new Date(agent.created_at).getTime() / 1000),",
  "\t\tname: agent.metadata?.assistant_name ?? agent.name,",
  "\t\tdescription: agent.description ?? null,",
  "\t\tmodel,",
  "\t\tinstructions: instructions ?? null,",
  TOOLS,
  ...RESOURCES,
  "\t\tmetadata: agent.metadata ?? {},",
  "\t\ttemperature,",
  "\t\ttop_p,",
  "\t};",
  "}",
];

/** A page of a list that has everything, for those who want as many as `limit` says. */
const pageOf = (list: string): readonly string[] => [
  `\tconst has_more = ${list}.length > data.length;`,
  '\treturn { object: "list", data, first_id: data.at(0)?.id, last_id: data.at(-1)?.id, has_more };',
  "}",
];

const agentsFrom = [
  "\tconst data = agents.slice(0, limit).map((agent) => USED(agent.versions.latest));",
  ...pageOf("agents"),
];

const keptAssistantFrom = (interpreter: string, search: string): readonly string[] => [
  "\tconst { id, created_at, name, description, model, instructions, tools = [], metadata, temperature, top_p } = assistant;",
  ...toolsIn(interpreter, search),
  "\treturn {",
  "\t\tid,",
  '\t\tobject: "assistant",',
  "\t\tcreated_at,",
  "\t\tname: name ?? null,",
  "\t\tdescription: description ?? null,",
  "\t\tmodel,",
  "\t\tinstructions: instructions ?? null,",
  TOOLS,
  ...RESOURCES,
  "\t\tmetadata: metadata ?? {},",
  "\t\ttemperature,",
  "\t\ttop_p,",
  "\t};",
  "}",
];

/** Functions that give objects of the current API their classic shape, for JavaScript and TypeScript. */
export const classicShapesJs: Readonly<Record<Exclude<ClassicShapeHelper, "asObject">, TargetHelper>> = {
  asContent: {
    names: ["toClassicContent", "asClassicContent"],
    lines: [CONTENT, "function NAME(content) {", ...contentFrom("(part.annotations ?? [])")],
    typedLines: [
      CONTENT,
      "function NAME(",
      "\tcontent: readonly {",
      "\t\ttype: string;",
      "\t\ttext?: string;",
      "\t\tannotations?: readonly { type: string }[];",
      "\t\tfile_id?: string | null;",
      "\t\timage_url?: string | null;",
      "\t\tdetail?: string | null;",
      "\t}[],",
      ") {",
      ...contentFrom("(part.annotations ?? [])"),
    ],
    imports: [],
  },
  asMessage: {
    names: ["toClassicMessage", "asClassicMessage"],
    uses: "asContent",
    lines: [MESSAGE, "function NAME(item) {", ...messageFrom],
    typedLines: [MESSAGE, "function NAME(item: {", ...ITEM_TYPE, "}) {", ...messageFrom],
    imports: [],
  },
  asMessages: {
    names: ["toClassicMessages", "asClassicMessages"],
    uses: "asMessage",
    lines: [MESSAGES, "function NAME(page, limit = Infinity) {", ...messagesFrom("USED")],
    typedLines: [
      MESSAGES,
      "function NAME(",
      "\tpage: { data: readonly Parameters<typeof USED>[0][]; has_more: boolean },",
      "\tlimit = Infinity,",
      ") {",
      ...messagesFrom("USED"),
    ],
    imports: [],
  },
  asAssistant: {
    names: ["toClassicAssistant", "asClassicAssistant"],
    lines: [ASSISTANT, "function NAME(agent) {", ...assistantFrom("agent.definition", "", "")],
    typedLines: [
      ASSISTANT,
      "function NAME(agent: AgentVersion) {",
      ...assistantFrom(
        "agent.definition as PromptAgentDefinition",
        " as CodeInterpreterTool | undefined",
        " as FileSearchTool | undefined",
      ),
    ],
    imports: [],
    types: ["AgentVersion", "CodeInterpreterTool", "FileSearchTool", "PromptAgentDefinition"],
  },
  asAssistants: {
    names: ["toClassicAssistants", "asClassicAssistants"],
    uses: "asAssistant",
    lines: [
      "/** Agents as the classic API listed assistants. */",
      "function NAME(agents, limit = Infinity) {",
      ...agentsFrom,
    ],
    typedLines: [
      "/** Agents as the classic API listed assistants. */",
      "function NAME(agents: readonly Agent[], limit = Infinity) {",
      ...agentsFrom,
    ],
    imports: [],
    types: ["Agent"],
  },
  asDeletedAssistant: {
    names: ["toClassicDeleted", "asClassicDeleted"],
    lines: [
      "/** What the classic API said when an assistant was deleted. */",
      "function NAME({ name, deleted }) {",
      '\treturn { id: name, object: "assistant.deleted", deleted };',
      "}",
    ],
    typedLines: [
      "/** What the classic API said when an assistant was deleted. */",
      "function NAME({ name, deleted }: { name: string; deleted: boolean }) {",
      '\treturn { id: name, object: "assistant.deleted", deleted };',
      "}",
    ],
    imports: [],
  },
};

const KEPT = "/** An assistant that is kept as the classic API gave it. */";
const ALL_KEPT = "/** Assistants that are kept as the classic API listed them. */";
const listedFrom = ["\tconst data = assistants.slice(0, limit).map(USED);", ...pageOf("assistants")];

/** The same for assistants that the program keeps itself, because the service keeps none. */
export const keptShapesJs: Readonly<Record<"asAssistant" | "asAssistants", TargetHelper>> = {
  asAssistant: {
    names: ["toClassicAssistant", "asClassicAssistant"],
    uses: "keptAssistants",
    lines: [KEPT, "function NAME(assistant) {", ...keptAssistantFrom("", "")],
    typedLines: [
      KEPT,
      "function NAME(assistant: KeptAssistant) {",
      ...keptAssistantFrom(
        " as OpenAI.Responses.Tool.CodeInterpreter | undefined",
        " as OpenAI.Responses.FileSearchTool | undefined",
      ),
    ],
    imports: [],
  },
  asAssistants: {
    names: ["toClassicAssistants", "asClassicAssistants"],
    uses: "asAssistant",
    lines: [ALL_KEPT, "function NAME(assistants, limit = Infinity) {", ...listedFrom],
    typedLines: [ALL_KEPT, "function NAME(assistants: readonly KeptAssistant[], limit = Infinity) {", ...listedFrom],
    imports: [],
  },
};
