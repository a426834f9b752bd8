import { changedSettingsPython } from "./changed-settings-python.js";
import { assistantFilesPython } from "./assistant-files-python.js";
import { withMarkersPython } from "./citations-python.js";
import { classicRunsPython } from "./classic-runs-python.js";
import { classicShapesPython } from "./classic-shapes-python.js";
import { filesPython, fileInputsPython } from "./files-python.js";
import { functionsPython } from "./functions-python.js";
import { settingsPython } from "./settings-python.js";
import { agentVersionPython } from "./agent-versions-python.js";
import { toolFilesPython } from "./tool-files.js";
import { outputOfPython } from "./output-python.js";
import type { TargetDialect } from "./target.js";

const responsesOf = (page: string): readonly string[] => [
  "def NAME(client, conversation_id, **query):",
  '\t"""The responses of a conversation, the newest first."""',
  "\treturn client.get_api_list(",
  '\t\t"/responses",',
  "\t\tmodel=Response,",
  `\t\tpage=${page}[Response],`,
  '\t\toptions={"params": {"conversation_id": conversation_id, "order": "desc", **query}},',
  "\t)",
];

/** Functions that are printed into Python files. */
export const foundryPythonHelpers: TargetDialect["helpers"] = {
  agentVersion: agentVersionPython,
  agentName: {
    names: ["to_agent_name", "to_foundry_agent_name"],
    lines: [
      "def NAME(label: str) -> str:",
      '\t"""Agent names have letters, digits and inner hyphens, at most 63; a name that is not legal is in lower case, too."""',
      '\tplain = "".join(c for c in unicodedata.normalize("NFKD", label) if unicodedata.category(c)[0] != "M")',
      '\tname = re.sub(r"[^A-Za-z0-9-]+", "-", plain).strip("-")[:63].rstrip("-")',
      "\treturn name if name == label else name.lower()",
    ],
    imports: [
      { module: "re", name: "*", local: "re" },
      { module: "unicodedata", name: "*", local: "unicodedata" },
    ],
  },
  agentOf: {
    names: ["agent_of", "agent_of_response"],
    lines: [
      "def NAME(client, response_id):",
      '\t"""The reference of the agent that made a response."""',
      '\treturn client.responses.retrieve(response_id).model_extra["agent_reference"]',
    ],
    asyncLines: [
      "async def NAME(client, response_id):",
      '\t"""The reference of the agent that made a response."""',
      "\tresponse = await client.responses.retrieve(response_id)",
      '\treturn response.model_extra["agent_reference"]',
    ],
    imports: [],
  },
  agentNameOf: {
    names: ["agent_name_of", "agent_name_of_response"],
    lines: [
      "def NAME(response) -> str:",
      '\t"""The name of the agent that made a response."""',
      '\treturn response.model_extra["agent_reference"]["name"]',
    ],
    imports: [],
  },
  responsesOf: {
    names: ["responses_of", "responses_of_conversation"],
    lines: responsesOf("SyncCursorPage"),
    asyncLines: responsesOf("AsyncCursorPage"),
    imports: [{ module: "openai.types.responses", name: "Response", local: "Response" }],
    asyncImports: [{ module: "openai.pagination", name: "AsyncCursorPage", local: "AsyncCursorPage" }],
    syncImports: [{ module: "openai.pagination", name: "SyncCursorPage", local: "SyncCursorPage" }],
  },
  flattenTools: {
    names: ["flatten_tools", "to_flat_tools"],
    lines: [
      "def NAME(tools, resources=None) -> list:",
      '\t"""Tools of an assistant as an agent version has them: flat, with their files and vector stores."""',
      "\tflat = []",
      "\tfor classic in tools or []:",
      '\t\ttool = {key: value for key, value in classic.items() if key not in ("function", "file_search")}',
      '\t\tresource = dict((resources or {}).get(tool["type"]) or {})',
      '\t\tif tool["type"] == "function":',
      '\t\t\ttool.update(classic.get("function") or {})',
      '\t\t\ttool["parameters"] = tool.get("parameters") or {"type": "object", "properties": {}}',
      '\t\t\ttool["strict"] = tool.get("strict") or False',
      '\t\telif tool["type"] == "code_interpreter":',
      '\t\t\ttool.setdefault("container", {"type": "auto", **resource})',
      '\t\telif tool["type"] == "file_search":',
      '\t\t\ttool = {**(classic.get("file_search") or {}), **tool, **resource}',
      '\t\t\tif not tool.get("vector_store_ids") and not tool.get("vector_stores"):',
      "\t\t\t\tcontinue",
      "\t\tflat.append(tool)",
      "\treturn flat",
    ],
    imports: [],
  },
  ...toolFilesPython,
  ...changedSettingsPython,
  ...settingsPython,
  ...classicShapesPython,
  ...classicRunsPython,
  ...functionsPython,
  ...filesPython,
  ...assistantFilesPython,
  outputOf: outputOfPython,
  withMarkers: withMarkersPython,
  ...fileInputsPython,
};
