import { FILE_INPUTS, FILES_KEY, STORE_INPUT, STORES_KEY } from "../protocol/threadFiles.js";
import type { FileHelper, TargetHelper } from "./target.js";

const any = { module: "typing", name: "Any", local: "Any" } as const;

/** A function and its twin for clients whose methods are awaited: `await ` and `async ` stand where the marks are. */
export function twins(
  names: readonly string[],
  lines: readonly string[],
  imports: TargetHelper["imports"] = [],
): TargetHelper {
  const spelled = (isAsync: boolean) =>
    lines.map((line) =>
      line.replaceAll("ASYNC ", isAsync ? "async " : "").replaceAll("AWAIT ", isAsync ? "await " : ""),
    );
  return { names, lines: spelled(false), asyncLines: spelled(true), imports };
}

const KEPT = [
  "\tconversation = AWAIT client.conversations.retrieve(conversation_id)",
  "\tmetadata = dict(conversation.metadata or {})",
];

/** Functions that are printed into Python files where conversations have files, and where files are read. */
export const filesPython: Pick<Record<FileHelper, TargetHelper>, "attachFiles" | "giveFiles" | "fileContent"> = {
  fileContent: twins(
    ["file_content", "content_of_file"],
    [
      "ASYNC def NAME(client, file_id: str):",
      '\t"""The content of a file. One that the code interpreter made is in a container: `file-<container>.<file>`."""',
      '\tcontainer_id, _, generated = file_id.removeprefix("file-").rpartition(".")',
      "\tif container_id:",
      "\t\treturn AWAIT client.containers.files.content.retrieve(generated, container_id=container_id)",
      "\treturn AWAIT client.files.content(file_id)",
    ],
  ),
  attachFiles: twins(
    ["attach_files", "attach_files_to"],
    [
      "ASYNC def NAME(client, conversation_id, attachments) -> None:",
      '\t"""Names the files of a message in the metadata of its conversation: every response is given them."""',
      "\tif not attachments:",
      "\t\treturn",
      ...KEPT,
      '\tfiles = {"code_interpreter": [], "file_search": []}',
      "\tfor attachment in attachments:",
      '\t\tfor tool in attachment.get("tools") or []:',
      '\t\t\tfiles[tool["type"]].append(attachment["file_id"])',
      '\tif files["code_interpreter"]:',
      `\t\tknown = metadata["${FILES_KEY}"].split(",") if "${FILES_KEY}" in metadata else []`,
      `\t\tmetadata["${FILES_KEY}"] = ",".join(dict.fromkeys([*known, *files["code_interpreter"]]))`,
      '\tif files["file_search"]:',
      `\t\tif "${STORES_KEY}" not in metadata:`,
      '\t\t\tstore = AWAIT client.vector_stores.create(expires_after={"anchor": "last_active_at", "days": 7})',
      `\t\t\tmetadata["${STORES_KEY}"] = store.id`,
      `\t\tstore_id = metadata["${STORES_KEY}"].split(",")[0]`,
      '\t\tAWAIT client.vector_stores.file_batches.create_and_poll(store_id, file_ids=files["file_search"])',
      "\tAWAIT client.conversations.update(conversation_id, metadata=metadata)",
    ],
  ),
  giveFiles: twins(
    ["give_files", "give_files_to"],
    [
      "ASYNC def NAME(client, conversation_id, resources):",
      '\t"""Names files and vector stores in the metadata of a conversation: every response is given them."""',
      ...KEPT,
      "\tfor tool, ids, key in (",
      `\t\t("code_interpreter", "file_ids", "${FILES_KEY}"),`,
      `\t\t("file_search", "vector_store_ids", "${STORES_KEY}"),`,
      "\t):",
      "\t\tif resources and tool in resources:",
      "\t\t\tmetadata.pop(key, None)",
      "\t\t\tif resources[tool].get(ids):",
      '\t\t\t\tmetadata[key] = ",".join(resources[tool][ids])',
      "\treturn AWAIT client.conversations.update(conversation_id, metadata=metadata)",
    ],
  ),
};

const LISTED = [
  "\tconversation = AWAIT client.conversations.retrieve(conversation_id)",
  "\tmetadata = conversation.metadata or {}",
  `\tkeys = sorted(key for key in metadata if key.startswith("${FILES_KEY}"))`,
  '\tfiles = [file for key in keys for file in metadata[key].split(",")]',
];

/** Where agents have structured inputs. */
export const fileInputsPython: Pick<
  Record<FileHelper, TargetHelper>,
  "filesOf" | "withInputs" | "fileSlots" | "fileInputs"
> = {
  withInputs: {
    names: ["with_inputs", "with_files_as_inputs"],
    lines: [
      "def NAME(settings: dict[str, Any], inputs: dict[str, str]) -> dict[str, Any]:",
      '\t"""Settings of an agent with files and vector stores of a conversation in the places that its tools leave for them."""',
      "",
      "\tdef filled(ids):",
      '\t\tgiven = [inputs.get(one[2:-2], "") if one.startswith("{{") else one for one in ids or []]',
      '\t\treturn [one for part in given for one in part.split(",") if one]',
      "",
      "\ttools = []",
      '\tfor tool in settings.get("tools") or []:',
      '\t\tif tool["type"] == "file_search":',
      '\t\t\ttool = {**tool, "vector_store_ids": filled(tool.get("vector_store_ids"))}',
      '\t\tif tool["type"] == "code_interpreter":',
      '\t\t\tcontainer = tool.get("container") or {"type": "auto"}',
      "\t\t\tif isinstance(container, dict):",
      '\t\t\t\ttool = {**tool, "container": {**container, "file_ids": filled(container.get("file_ids"))}}',
      '\t\tif tool.get("vector_store_ids") != []:',
      "\t\t\ttools.append(tool)",
      '\treturn {**settings, "tools": tools}',
    ],
    imports: [any],
  },
  fileSlots: {
    names: ["file_slots", "slots_for_files"],
    lines: [
      "def NAME() -> list[str]:",
      '\t"""Where the files of a conversation stand in a definition."""',
      `\treturn [f"{{{{asst_f{place}}}}}" for place in range(${FILE_INPUTS.length})]`,
    ],
    imports: [],
  },
  fileInputs: {
    names: ["file_inputs", "inputs_for_files"],
    lines: [
      "def NAME() -> dict[str, StructuredInputDefinition]:",
      '\t"""The structured inputs of a definition for the files of a conversation."""',
      '\tslot = StructuredInputDefinition(description="A file of the conversation.", default_value="")',
      `\treturn {f"asst_f{place}": slot for place in range(${FILE_INPUTS.length})}`,
    ],
    imports: [
      { module: "azure.ai.projects.models", name: "StructuredInputDefinition", local: "StructuredInputDefinition" },
    ],
  },
  filesOf: twins(
    ["files_of", "files_of_conversation"],
    [
      "ASYNC def NAME(client, conversation_id) -> dict[str, str]:",
      '\t"""The structured inputs that the files and the vector store of a conversation are for its agent."""',
      ...LISTED,
      '\tinputs = {f"asst_f{place}": file for place, file in enumerate(files)}',
      `\tif "${STORES_KEY}" in metadata:`,
      `\t\tinputs["${STORE_INPUT}"] = metadata["${STORES_KEY}"]`,
      "\treturn inputs",
    ],
  ),
};

/** Where tools are sent with every response. */
export const filesInToolsPython: Pick<Record<FileHelper, TargetHelper>, "filesOf" | "withFiles"> = {
  filesOf: twins(
    ["files_of", "files_of_conversation"],
    [
      "ASYNC def NAME(client, conversation_id) -> dict[str, list[str]]:",
      '\t"""The files of a conversation, and the vector stores that are searched in it."""',
      ...LISTED,
      `\tstores = metadata["${STORES_KEY}"].split(",") if "${STORES_KEY}" in metadata else []`,
      '\treturn {"files": files, "stores": stores}',
    ],
  ),
  withFiles: {
    names: ["with_files", "with_files_of"],
    lines: [
      "def NAME(config: dict[str, Any], given: dict[str, list[str]]) -> dict[str, Any]:",
      '\t"""A configuration whose tools have the files and vector stores of a conversation, for one response."""',
      "\ttools = []",
      '\tfor tool in config.get("tools") or []:',
      '\t\tif tool["type"] == "code_interpreter" and given["files"]:',
      '\t\t\tcontainer = tool["container"]',
      '\t\t\tfiles = dict.fromkeys([*container.get("file_ids", []), *given["files"]])',
      '\t\t\ttool = {**tool, "container": {**container, "file_ids": list(files)}}',
      '\t\tif tool["type"] == "file_search":',
      '\t\t\tstores = dict.fromkeys([*(tool.get("vector_store_ids") or []), *given["stores"]])',
      "\t\t\tif not stores:",
      "\t\t\t\tcontinue",
      '\t\t\ttool = {**tool, "vector_store_ids": list(stores)}',
      "\t\ttools.append(tool)",
      '\treturn {**config, "tools": tools}',
    ],
    imports: [any],
  },
};
