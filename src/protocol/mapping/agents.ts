import { agentNameSlug } from "../reshape/agentName.js";
import { toolResources, tools } from "../reshape/foldToolResources.js";
import { responseFormat } from "../reshape/responseFormat.js";
import { objectName } from "../reshape/words.js";
import type { OperationMapping, Row, ShapeMapping } from "../types.js";
import { care, none, PAGING_KEPT, rename, reshape, same } from "./rows.js";

const BY_NAME = care(
  "Agents have no id of their own any more: they are called by name. Stored `asst_…` ids must be replaced by agent names.",
);
const V1_FILES =
  "Assistants of the first beta had files of their own. Give files to the code_interpreter tool (container.file_ids) or, in a vector store, to the file_search tool.";

/** Settings that create and update share: they moved into the definition of a version. */
const DEFINITION: readonly Row[] = [
  rename("model", "definition.model"),
  same("description"),
  rename("instructions", "definition.instructions", {
    ...care(
      "Instructions are templates now: `{{name}}` stands for a structured input, so a literal `{{` changes its meaning.",
    ),
  }),
  rename("reasoning_effort", "definition.reasoning.effort"),
  reshape("tools", "definition.tools", tools, {
    ...care(
      "Tools are flat and carry their files and vector stores. Function tools are strict unless they say `strict: false`, so that is written where the classic code said nothing.",
    ),
  }),
  reshape("tool_resources", "definition.tools", toolResources, {
    ...care("Files, vector stores and search indexes belong to the tool that uses them; there is no separate list."),
  }),
  same("metadata", care("Metadata belongs to a version of the agent, so each new version must be given it again.")),
  rename("temperature", "definition.temperature"),
  rename("top_p", "definition.top_p"),
  reshape("response_format", "definition.text.format", responseFormat),
  none("file_ids", { because: V1_FILES }),
];

const NO_ASSISTANT_FILES = { class: "none", because: V1_FILES } as const;
const fileRows = (...fields: readonly string[]): readonly Row[] =>
  fields.map((field) => none(field, { because: V1_FILES }));

export const AGENT_OPERATIONS: readonly OperationMapping[] = [
  {
    classic: "assistants.create",
    current: ["agents.createVersion"],
    class: "care",
    because:
      "Creating an agent makes the first version of a named agent. If an agent of that name exists, it gets a new version instead of a second agent being made. Plain OpenAI stores no agents: there the definition stays in your code and is sent with every response.",
    request: [
      reshape("name", "agent_name", agentNameSlug, {
        ...care(
          "The name is the agent's identity now: unique, at most 63 letters, digits and inner hyphens. Other characters become hyphens; keep a display name in metadata.",
        ),
      }),
      ...DEFINITION,
    ],
  },
  {
    classic: "assistants.retrieve",
    current: ["agents.get"],
    class: "care",
    because: "The agent is read by name, and its settings stand in the definition of its latest version.",
    request: [rename("assistant_id", "agent_name", BY_NAME)],
    result: { at: "versions.latest" },
  },
  {
    classic: "assistants.update",
    current: ["agents.get", "agents.createVersion"],
    class: "care",
    because:
      "An update changed the given fields only. A new version needs the whole definition, so read the latest one, change it and create a version from it.",
    request: [
      rename("assistant_id", "agent_name", BY_NAME),
      none("name", {
        class: "care",
        because: "An agent cannot be renamed: its name is its identity. Keep a display name in metadata.",
      }),
      ...DEFINITION,
    ],
  },
  {
    classic: "assistants.list",
    current: ["agents.list"],
    class: "care",
    because: "The list has agents, not versions: settings are read from the latest version of each.",
    request: [
      same("limit"),
      same("order"),
      same(
        "after",
        care("The cursor is that of an agent in the new list; stored assistant ids do not work as cursors."),
      ),
      same(
        "before",
        care("The cursor is that of an agent in the new list; stored assistant ids do not work as cursors."),
      ),
    ],
    result: { at: "data.*.versions.latest" },
  },
  {
    classic: "assistants.delete",
    current: ["agents.delete"],
    class: "care",
    because:
      "Deleting an agent removes all its versions. Where the same code has just created the version, agents.deleteVersion removes that version only. The answer has `name` instead of `id`.",
    request: [rename("assistant_id", "agent_name", BY_NAME)],
  },
  {
    classic: "assistants.files.create",
    current: [],
    ...NO_ASSISTANT_FILES,
    request: fileRows("assistant_id", "file_id"),
  },
  {
    classic: "assistants.files.retrieve",
    current: [],
    ...NO_ASSISTANT_FILES,
    request: fileRows("assistant_id", "file_id"),
  },
  {
    classic: "assistants.files.list",
    current: [],
    ...NO_ASSISTANT_FILES,
    request: fileRows("assistant_id", ...PAGING_KEPT.map((row) => row.from)),
  },
  {
    classic: "assistants.files.delete",
    current: [],
    ...NO_ASSISTANT_FILES,
    request: fileRows("assistant_id", "file_id"),
  },
];

export const AGENT_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "Assistant",
    current: "AgentVersion",
    rows: [
      rename("id", "name", BY_NAME),
      reshape(
        "object",
        "object",
        objectName,
        care('The value is "agent.version", or "agent" where the agent itself is read.'),
      ),
      same("created_at", care("It is the time of the version, not of the agent's first creation.")),
      same("name", care("The name is the identity; a display name is kept in metadata.")),
      same("description"),
      rename("model", "definition.model"),
      rename("instructions", "definition.instructions"),
      rename("reasoning_effort", "definition.reasoning.effort"),
      rename("tools", "definition.tools"),
      none("tool_resources", { because: "Files and vector stores stand inside the tools of the definition." }),
      same("metadata"),
      rename("temperature", "definition.temperature"),
      rename("top_p", "definition.top_p"),
      reshape("response_format", "definition.text.format", responseFormat, {
        ...care(
          'Where the classic value was "auto", there is no format at all; a JSON schema has no json_schema wrapper.',
        ),
      }),
      none("file_ids", { because: V1_FILES }),
    ],
  },
  {
    classic: "AssistantFile",
    current: "",
    rows: fileRows("id", "object", "created_at", "assistant_id"),
  },
];
