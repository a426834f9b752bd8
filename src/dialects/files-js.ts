import { FILE_INPUTS, FILES_KEY, STORE_INPUT, STORES_KEY } from "../protocol/threadFiles.js";
import type { FileHelper, TargetHelper } from "./target.js";

const openai = { module: "openai", name: "default", local: "OpenAI", typeOnly: true } as const;
const CONFIG = "OpenAI.Responses.ResponseCreateParamsNonStreaming";
const SETTINGS = 'Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, "stream">';
const METADATA = "Record<string, string>";

/** A function in files without and with types: `<T>` after a name is the type of it. */
export function typedByMarks(names: readonly string[], lines: readonly string[]): TargetHelper {
  const untyped = lines.map((line) => line.replaceAll(/«[^»]*»/g, ""));
  return { names, lines: untyped, typedLines: lines.map((line) => line.replaceAll(/[«»]/g, "")), imports: [openai] };
}

const KEPT = [
  "\tconst { metadata } = await client.conversations.retrieve(conversationId);",
  `\tconst kept«: ${METADATA}» = { ...«(»metadata« as ${METADATA})» };`,
];

/** Functions that are printed into JavaScript and TypeScript files where conversations have files. */
export const filesJs: Pick<Record<FileHelper, TargetHelper>, "attachFiles" | "giveFiles" | "fileContent"> = {
  fileContent: typedByMarks(
    ["fileContent", "contentOfFile"],
    [
      '/** The content of a file. One that the code interpreter made is in a container: "file-<container>.<file>". */',
      "function NAME(client«: OpenAI», fileId«: string») {",
      "\tconst [, container, file] = /^file-(cntr_[^.]+)\\.(.+)$/.exec(fileId) ?? [];",
      "\tif (!container) return client.files.content(fileId);",
      "\treturn client.containers.files.content.retrieve(file«!», { container_id: container });",
      "}",
    ],
  ),
  attachFiles: typedByMarks(
    ["attachFiles", "attachFilesTo"],
    [
      "/** Names the files of a message in the metadata of its conversation: every response is given them. */",
      "async function NAME(",
      "\tclient«: OpenAI»,",
      "\tconversationId«: string»,",
      "\tattachments«: readonly { file_id?: string; tools?: readonly { type: string }[] }[] | null | undefined»,",
      ")«: Promise<void>» {",
      "\tif (!attachments?.length) return;",
      ...KEPT,
      "\tconst filesFor = (type«: string») =>",
      "\t\tattachments.flatMap(({ file_id, tools }) => (file_id && tools?.some((tool) => tool.type === type) ? [file_id] : []));",
      '\tconst files = new Set([...(kept.KEY?.split(",") ?? []), ...filesFor("code_interpreter")]);'.replace(
        "KEY",
        FILES_KEY,
      ),
      `\tif (files.size > 0) kept.${FILES_KEY} = [...files].join(",");`,
      '\tconst searched = filesFor("file_search");',
      "\tif (searched.length > 0) {",
      `\t\tkept.${STORES_KEY} ??= (await client.vectorStores.create({ expires_after: { anchor: "last_active_at", days: 7 } })).id;`,
      `\t\tawait client.vectorStores.fileBatches.createAndPoll(kept.${STORES_KEY}.split(",")[0]«!», { file_ids: searched });`,
      "\t}",
      "\tawait client.conversations.update(conversationId, { metadata: kept });",
      "}",
    ],
  ),
  giveFiles: typedByMarks(
    ["giveFiles", "giveFilesTo"],
    [
      "/** Names files and vector stores in the metadata of a conversation: every response is given them. */",
      "async function NAME(",
      "\tclient«: OpenAI»,",
      "\tconversationId«: string»,",
      "\tresources«:",
      "\t\t| { code_interpreter?: { file_ids?: string[] } | null; file_search?: { vector_store_ids?: string[] } | null }",
      "\t\t| null",
      "\t\t| undefined»,",
      ") {",
      ...KEPT,
      `\tconst given = { ${FILES_KEY}: resources?.code_interpreter?.file_ids, ${STORES_KEY}: resources?.file_search?.vector_store_ids };`,
      "\tfor (const [key, ids] of Object.entries(given)) {",
      "\t\tif (ids) delete kept[key];",
      '\t\tif (ids?.length) kept[key] = ids.join(",");',
      "\t}",
      "\treturn client.conversations.update(conversationId, { metadata: kept });",
      "}",
    ],
  ),
};

const LISTED = [
  "\tconst { metadata } = await client.conversations.retrieve(conversationId);",
  `\tconst kept = «(»metadata ?? {}« ) as ${METADATA}»;`.replace("« )", "«)"),
  `\tconst keys = Object.keys(kept).filter((key) => key.startsWith("${FILES_KEY}"));`,
  '\tconst files = keys.sort().flatMap((key) => kept[key]«!».split(","));',
];

/** Where agents have structured inputs. */
export const fileInputsJs: Pick<
  Record<FileHelper, TargetHelper>,
  "filesOf" | "withInputs" | "fileSlots" | "fileInputs"
> = {
  withInputs: typedByMarks(
    ["withInputs", "withFilesAsInputs"],
    [
      "/** Settings of an agent with files and vector stores of a conversation in the places that its tools leave for them. */",
      "function NAME(",
      `\tsettings«: ${SETTINGS}»,`,
      `\tinputs«: ${METADATA}»,`,
      `)«: ${SETTINGS}» {`,
      "\tconst filled = (ids«: readonly string[]» = []) =>",
      '\t\tids.flatMap((id) => (id.startsWith("{{") ? (inputs[id.slice(2, -2)] ?? "").split(",") : [id])).filter(Boolean);',
      "\tconst tools = (settings.tools ?? []).map((tool)«: OpenAI.Responses.Tool» => {",
      '\t\tif (tool.type === "file_search") return { ...tool, vector_store_ids: filled(tool.vector_store_ids) };',
      '\t\tif (tool.type !== "code_interpreter" || typeof tool.container === "string") return tool;',
      '\t\treturn { ...tool, container: { ...tool.container, type: "auto", file_ids: filled(tool.container?.file_ids) } };',
      "\t});",
      '\treturn { ...settings, tools: tools.filter((tool) => tool.type !== "file_search" || tool.vector_store_ids.length > 0) };',
      "}",
    ],
  ),
  fileSlots: {
    ...typedByMarks(
      ["fileSlots", "slotsForFiles"],
      [
        "/** Where the files of a conversation stand in a definition. */",
        "function NAME()«: string[]» {",
        `\treturn Array.from({ length: ${FILE_INPUTS.length} }, (_, place) => \`{{asst_f\${place}}}\`);`,
        "}",
      ],
    ),
    imports: [],
  },
  fileInputs: {
    ...typedByMarks(
      ["fileInputs", "inputsForFiles"],
      [
        "/** The structured inputs of a definition for the files of a conversation. */",
        "function NAME() {",
        '\tconst slot = { description: "A file of the conversation.", default_value: "" };',
        `\treturn Object.fromEntries(Array.from({ length: ${FILE_INPUTS.length} }, (_, place) => [\`asst_f\${place}\`, slot]));`,
        "}",
      ],
    ),
    imports: [],
  },
  filesOf: typedByMarks(
    ["filesOf", "filesOfConversation"],
    [
      "/** The structured inputs that the files and the vector store of a conversation are for its agent. */",
      `async function NAME(client«: OpenAI», conversationId«: string»)«: Promise<${METADATA}>» {`,
      ...LISTED,
      "\tconst inputs = Object.fromEntries(files.map((file, place) => [`asst_f${place}`, file]));",
      `\treturn kept.${STORES_KEY} ? { ...inputs, ${STORE_INPUT}: kept.${STORES_KEY} } : inputs;`,
      "}",
    ],
  ),
};

/** Where tools are sent with every response. */
export const filesInToolsJs: Pick<Record<FileHelper, TargetHelper>, "filesOf" | "withFiles"> = {
  filesOf: typedByMarks(
    ["filesOf", "filesOfConversation"],
    [
      "/** The files of a conversation, and the vector stores that are searched in it. */",
      "async function NAME(client«: OpenAI», conversationId«: string»)«: Promise<{ files: string[]; stores: string[] }>» {",
      ...LISTED,
      `\treturn { files, stores: kept.${STORES_KEY}?.split(",") ?? [] };`,
      "}",
    ],
  ),
  withFiles: typedByMarks(
    ["withFiles", "withFilesOf"],
    [
      "/** A configuration whose tools have the files and vector stores of a conversation, for one response. */",
      "function NAME(",
      `\tconfig«: ${CONFIG}»,`,
      "\t{ files, stores }«: { files: string[]; stores: string[] }»,",
      `)«: ${CONFIG}» {`,
      "\tconst tools = (config.tools ?? []).map((tool)«: OpenAI.Responses.Tool» => {",
      '\t\tif (tool.type === "file_search")',
      "\t\t\treturn { ...tool, vector_store_ids: [...new Set([...tool.vector_store_ids, ...stores])] };",
      '\t\tif (tool.type !== "code_interpreter" || typeof tool.container === "string" || files.length === 0) return tool;',
      "\t\tconst own = tool.container.file_ids ?? [];",
      "\t\treturn { ...tool, container: { ...tool.container, file_ids: [...new Set([...own, ...files])] } };",
      "\t});",
      '\treturn { ...config, tools: tools.filter((tool) => tool.type !== "file_search" || tool.vector_store_ids.length > 0) };',
      "}",
    ],
  ),
};
