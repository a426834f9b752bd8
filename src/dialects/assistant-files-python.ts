import { twins } from "./files-python.js";
import type { AssistantFileHelper, TargetHelper } from "./target.js";

/** Functions that are printed into Python files where assistants have files of their own. */
export const assistantFilesPython: Record<AssistantFileHelper, TargetHelper> = {
  vectorStoreOf: twins(
    ["vector_store_of", "new_vector_store_of"],
    [
      "ASYNC def NAME(client, file_ids) -> str:",
      '\t"""Puts files into a new vector store, waits until they can be searched, and gives the id of the store."""',
      "\tstore = AWAIT client.vector_stores.create()",
      "\tif file_ids:",
      "\t\tAWAIT client.vector_stores.file_batches.create_and_poll(store.id, file_ids=file_ids)",
      "\treturn store.id",
    ],
  ),
  toolsAndFiles: {
    ...twins(
      ["tools_and_files", "tools_and_their_files"],
      [
        "ASYNC def NAME(client, tools, file_ids):",
        '\t"""The tools of an assistant that has files of its own, and these files as resources of the tools."""',
        '\tnames = {"retrieval": "file_search"}',
        '\ttools = [{**tool, "type": names.get(tool["type"], tool["type"])} for tool in tools or []]',
        '\ttypes = {tool["type"] for tool in tools}',
        "\tresources = {}",
        '\tif file_ids and "code_interpreter" in types:',
        '\t\tresources["code_interpreter"] = {"file_ids": file_ids}',
        '\tif file_ids and "file_search" in types:',
        '\t\tresources["file_search"] = {"vector_store_ids": [AWAIT USED(client, file_ids)]}',
        "\treturn tools, resources",
      ],
    ),
    uses: "vectorStoreOf",
  },
};
