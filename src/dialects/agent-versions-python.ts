import type { TargetHelper } from "./target.js";

/** A function that makes a version of an agent of what an assistant is created with, where that is only known at run time. */
export const agentVersionPython: TargetHelper = {
  names: ["to_agent_version", "as_agent_version"],
  uses: ["agentName", "flattenTools"],
  lines: [
    "def NAME(assistant) -> dict:",
    '\t"""What an assistant is created with, as a version of an agent takes it."""',
    '\tif not assistant.get("name"):',
    '\t\traise ValueError("An agent is called by its name, and this one has none.")',
    '\tsettings = ("model", "instructions", "temperature", "top_p")',
    '\tdefinition = {"kind": "prompt", **{key: assistant[key] for key in settings if assistant.get(key) is not None}}',
    '\tif assistant.get("tools"):',
    '\t\tdefinition["tools"] = ALSO(assistant["tools"], assistant.get("tool_resources"))',
    '\tif assistant.get("reasoning_effort"):',
    '\t\tdefinition["reasoning"] = {"effort": assistant["reasoning_effort"]}',
    '\ttext = assistant.get("response_format") or "auto"',
    '\tif text != "auto":',
    '\t\tdefinition["text"] = {"format": {"type": text["type"], **(text.get("json_schema") or {})}}',
    "\treturn {",
    '\t\t"agent_name": USED(assistant["name"]),',
    '\t\t"definition": PromptAgentDefinition(definition),',
    '\t\t"description": assistant.get("description"),',
    '\t\t"metadata": assistant.get("metadata"),',
    "\t}",
  ],
  imports: [{ module: "azure.ai.projects.models", name: "PromptAgentDefinition", local: "PromptAgentDefinition" }],
};
