import { foundryPythonHelpers } from "./foundry-python-helpers.js";
import type { TargetDialect } from "./target.js";

const any = { module: "typing", name: "Any", local: "Any" } as const;

/** Functions that are printed into Python files. */
export const plainOpenaiPythonHelpers: TargetDialect["helpers"] = {
  ...foundryPythonHelpers,
  assistantConfig: {
    names: ["assistant_config", "config_of_assistant"],
    lines: [
      "# What each assistant was: model, instructions and tools by its old id. Put the exported definitions here.",
      "TABLE: dict[str, dict[str, Any]] = {",
      '\t# "asst_…": {"model": "…", "instructions": "…", "tools": []},',
      "}",
      "",
      "",
      "def NAME(assistant_id) -> dict[str, Any]:",
      '\t"""The configuration of an assistant by its old id, sent with every response."""',
      "\tif assistant_id not in TABLE:",
      '\t\traise KeyError(f"Assistant {assistant_id} is not in TABLE: add what it was there.")',
      '\treturn {"truncation": "auto", **TABLE[assistant_id]}',
    ],
    table: ["ASSISTANTS", "ASSISTANT_CONFIGS"],
    imports: [any],
  },
  withInstructions: {
    names: ["with_instructions", "with_more_instructions"],
    lines: [
      "def NAME(config: dict[str, Any], more) -> dict[str, Any]:",
      '\t"""A configuration with more instructions, for one response."""',
      '\treturn {**config, "instructions": "\\n\\n".join(filter(None, [config.get("instructions"), more]))}',
    ],
    imports: [any],
  },
  agentOf: {
    names: ["config_of", "config_of_response"],
    lines: [
      "def NAME(client, response_id) -> dict[str, Any]:",
      '\t"""What a response was made with, to be sent again with the answers to its calls."""',
      "\tresponse = client.responses.retrieve(response_id)",
      '\tfields = ("model", "instructions", "tools", "text", "temperature", "top_p", "truncation")',
      "\treturn {field: getattr(response, field) for field in fields}",
    ],
    asyncLines: [
      "async def NAME(client, response_id) -> dict[str, Any]:",
      '\t"""What a response was made with, to be sent again with the answers to its calls."""',
      "\tresponse = await client.responses.retrieve(response_id)",
      '\tfields = ("model", "instructions", "tools", "text", "temperature", "top_p", "truncation")',
      "\treturn {field: getattr(response, field) for field in fields}",
    ],
    imports: [any],
  },
};
