import { typedByMarks } from "./files-js.js";
import type { AssistantFileHelper, TargetHelper } from "./target.js";

/** Functions that are printed into JavaScript and TypeScript files where assistants have files of their own. */
export const assistantFilesJs: Record<AssistantFileHelper, TargetHelper> = {
  vectorStoreOf: typedByMarks(
    ["vectorStoreOf", "newVectorStoreOf"],
    [
      "/** Puts files into a new vector store, waits until they can be searched, and gives the id of the store. */",
      "async function NAME(client«: OpenAI», fileIds«: string[] | null | undefined»)«: Promise<string>» {",
      "\tconst { id } = await client.vectorStores.create({});",
      "\tif (fileIds?.length) await client.vectorStores.fileBatches.createAndPoll(id, { file_ids: fileIds });",
      "\treturn id;",
      "}",
    ],
  ),
  toolsAndFiles: {
    ...typedByMarks(
      ["toolsAndFiles", "toolsAndTheirFiles"],
      [
        "/** The tools of an assistant that has files of its own, and these files as resources of the tools. */",
        "async function NAME(",
        "\tclient«: OpenAI»,",
        "\ttools«: readonly { type: string }[] | null | undefined»,",
        "\tfileIds«: string[] | null | undefined»,",
        ")«: Promise<[{ type: string }[], { code_interpreter?: object; file_search?: object }]>» {",
        '\tconst renamed = (tools ?? []).map((tool) => (tool.type === "retrieval" ? { ...tool, type: "file_search" } : tool));',
        "\tconst has = (type«: string») => !!fileIds?.length && renamed.some((tool) => tool.type === type);",
        "\tconst resources = {",
        '\t\t...(has("code_interpreter") && { code_interpreter: { file_ids: fileIds } }),',
        '\t\t...(has("file_search") && { file_search: { vector_store_ids: [await USED(client, fileIds)] } }),',
        "\t};",
        "\treturn [renamed, resources];",
        "}",
      ],
    ),
    uses: "vectorStoreOf",
  },
};
