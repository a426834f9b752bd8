import type { SettingsFromElsewhereHelper, TargetHelper } from "./target.js";

const any = { module: "typing", name: "Any", local: "Any" } as const;

/** Functions for settings of an assistant that are only known at run time, for Python files. */
export const changedSettingsPython: Readonly<Record<SettingsFromElsewhereHelper, TargetHelper>> = {
  changedSettings: {
    names: ["changed_settings", "changed_definition"],
    uses: ["flattenTools", "filesOfTools", "withOtherFiles"],
    lines: [
      "def NAME(changes, latest=None) -> dict[str, Any]:",
      '\t"""Settings of an assistant as a definition has them; `latest` are the tools that it has."""',
      '\tsettings = {key: changes[key] for key in ("model", "instructions", "temperature", "top_p") if key in changes}',
      '\ttools, resources = changes.get("tools"), changes.get("tool_resources") or {}',
      "\tif tools is not None:",
      '\t\tsettings["tools"] = USED(tools, {**ALSO(latest), **resources})',
      "\telif resources:",
      '\t\tsettings["tools"] = BESIDES(latest, resources)',
      '\tif "reasoning_effort" in changes:',
      '\t\tsettings["reasoning"] = {"effort": changes["reasoning_effort"]}',
      '\tif "response_format" in changes:',
      '\t\ttext = changes["response_format"] or "auto"',
      '\t\tformat = {"type": "text"} if text == "auto" else {"type": text["type"], **(text.get("json_schema") or {})}',
      '\t\tsettings["text"] = {"format": format}',
      "\treturn settings",
    ],
    imports: [any],
  },
  changedVersion: {
    names: ["changed_version", "changed_agent_version"],
    uses: "changedSettings",
    lines: [
      "def NAME(latest, changes) -> dict[str, Any]:",
      '\t"""The latest version of an agent with what an assistant is updated with, as a new version takes it."""',
      '\tdefinition = {**latest.definition, **USED(changes, latest.definition.get("tools"))}',
      '\tmetadata = changes.get("metadata", latest.metadata)',
      '\tif changes.get("name"):',
      '\t\tmetadata = {**(metadata or {}), "assistant_name": changes["name"]}',
      "\treturn {",
      '\t\t"definition": PromptAgentDefinition({key: value for key, value in definition.items() if value is not None}),',
      '\t\t"description": changes.get("description", latest.description),',
      '\t\t"metadata": metadata,',
      "\t}",
    ],
    imports: [
      any,
      { module: "azure.ai.projects.models", name: "PromptAgentDefinition", local: "PromptAgentDefinition" },
    ],
  },
  assistantFields: {
    names: ["assistant_fields", "fields_of_assistant"],
    uses: "changedSettings",
    lines: [
      "def NAME(settings, latest=None) -> dict[str, Any]:",
      '\t"""What an assistant is created or changed with, as it is kept; `latest` are the tools that it has."""',
      '\tlabels = {key: settings[key] for key in ("name", "description", "metadata") if key in settings}',
      "\treturn {**labels, **USED(settings, latest)}",
    ],
    imports: [any],
  },
};
