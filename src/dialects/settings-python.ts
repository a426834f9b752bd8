import type { SettingsHelper, TargetHelper } from "./target.js";

const any = { module: "typing", name: "Any", local: "Any" } as const;

/** Functions for Python that send what a response is made with along with its request. */
export const settingsPython: Readonly<Record<SettingsHelper | "withServers", TargetHelper>> = {
  settingsOf: {
    names: ["settings_of", "settings_of_agent"],
    lines: [
      "def NAME(definition, **replaced) -> dict[str, Any]:",
      '\t"""The settings of an agent, some of them replaced for one response: next to a reference to the agent none may be sent."""',
      '\tfields = ("model", "instructions", "tools", "temperature", "top_p", "text", "reasoning", "tool_choice", "truncation")',
      "\tgiven = {field: value for field, value in replaced.items() if value is not None}",
      '\tsettings = {"truncation": "auto", **definition.as_dict(), **given}',
      "\treturn {field: settings[field] for field in fields if field in settings}",
    ],
    imports: [any],
  },
  withInstructions: {
    names: ["with_instructions", "with_more_instructions"],
    lines: [
      "def NAME(config: dict[str, Any], more) -> dict[str, Any]:",
      '\t"""A configuration with more instructions, for one response."""',
      '\treturn {**config, "instructions": "\\n".join(filter(None, [config.get("instructions"), more]))}',
    ],
    imports: [any],
  },
  withServers: {
    names: ["with_servers", "with_mcp_servers"],
    lines: [
      "def NAME(definition, servers) -> PromptAgentDefinition:",
      '\t"""A definition whose MCP servers are asked with other headers or approvals, for one response."""',
      '\tchanges = {server["server_label"]: server for server in servers}',
      '\ttools = [{**tool, **changes.get(tool.get("server_label"), {})} for tool in definition.get("tools") or []]',
      '\treturn PromptAgentDefinition({**definition, "tools": tools})',
    ],
    imports: [{ module: "azure.ai.projects.models", name: "PromptAgentDefinition", local: "PromptAgentDefinition" }],
  },
  settingsOfResponse: {
    names: ["config_of", "config_of_response"],
    lines: [
      "def NAME(client, response_id) -> dict[str, Any]:",
      '\t"""What a response was made with, to be sent again with the answers to its calls; not all models take the defaults."""',
      "\tresponse = client.responses.retrieve(response_id)",
      '\tfields = ("model", "instructions", "tools", "text", "temperature", "top_p", "truncation")',
      "\tsettings = {field: getattr(response, field) for field in fields}",
      '\treturn {field: value for field, value in settings.items() if field not in ("temperature", "top_p") or value != 1}',
    ],
    asyncLines: [
      "async def NAME(client, response_id) -> dict[str, Any]:",
      '\t"""What a response was made with, to be sent again with the answers to its calls; not all models take the defaults."""',
      "\tresponse = await client.responses.retrieve(response_id)",
      '\tfields = ("model", "instructions", "tools", "text", "temperature", "top_p", "truncation")',
      "\tsettings = {field: getattr(response, field) for field in fields}",
      '\treturn {field: value for field, value in settings.items() if field not in ("temperature", "top_p") or value != 1}',
    ],
    imports: [any],
  },
};
