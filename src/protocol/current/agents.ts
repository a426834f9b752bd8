import { operation, PAGING, shape } from "../define.js";

const AGENT = "/agents/{agent_name}";
const VERSION = `${AGENT}/versions/{agent_version}` as const;

/** Agents with versions: Foundry alone has them; plain OpenAI has nothing in their place. */
export const AGENT_OPERATIONS = [
  operation("agents.createVersion", `POST ${AGENT}/versions`, "AgentVersion", {
    body: { definition: "PromptAgentDefinition!", description: "string", metadata: "json", draft: "boolean" },
    only: "foundry",
  }),
  operation("agents.get", `GET ${AGENT}`, "Agent", { only: "foundry" }),
  operation("agents.getVersion", `GET ${VERSION}`, "AgentVersion", { only: "foundry" }),
  operation("agents.list", "GET /agents", "Page(Agent)", { query: { ...PAGING, kind: "string" }, only: "foundry" }),
  operation("agents.listVersions", `GET ${AGENT}/versions`, "Page(AgentVersion)", {
    query: { ...PAGING, include_drafts: "boolean" },
    only: "foundry",
  }),
  operation("agents.delete", `DELETE ${AGENT}`, "DeletedAgent", { query: { force: "boolean" }, only: "foundry" }),
  operation("agents.deleteVersion", `DELETE ${VERSION}`, "DeletedAgentVersion", {
    query: { force: "boolean" },
    only: "foundry",
  }),
];

export const AGENT_SHAPES = [
  shape(
    "Agent",
    {
      object: "string!",
      id: "string!",
      name: "id(agent)!",
      state: "string!",
      versions: "AgentVersions!",
    },
    "foundry",
  ),
  shape("AgentVersions", { latest: "AgentVersion!" }, "foundry"),
  shape(
    "AgentVersion",
    {
      object: "string!",
      id: "id(agentVersion)!",
      name: "id(agent)!",
      version: "string!",
      description: "string",
      metadata: "json",
      created_at: "timestamp!",
      definition: "PromptAgentDefinition!",
      status: "string",
      draft: "boolean",
      agent_guid: "string",
    },
    "foundry",
  ),
  shape(
    "PromptAgentDefinition",
    {
      kind: "string!",
      model: "string!",
      instructions: "string",
      temperature: "number",
      top_p: "number",
      reasoning: "Reasoning",
      tools: "Tool[]",
      tool_choice: "string|ToolChoice",
      text: "TextOptions",
      structured_inputs: "json",
      rai_config: "json",
      harness: "json",
      skills: "json",
    },
    "foundry",
  ),
  shape("DeletedAgent", { object: "string!", name: "id(agent)!", deleted: "boolean!" }, "foundry"),
  shape(
    "DeletedAgentVersion",
    {
      object: "string!",
      name: "id(agent)!",
      version: "string!",
      deleted: "boolean!",
    },
    "foundry",
  ),
  shape("AgentReference", { type: "string!", name: "id(agent)!", version: "string" }, "foundry"),
];
