import { keptShapesPython } from "./classic-shapes-python.js";
import { filesInToolsPython } from "./files-python.js";
import { foundryPythonHelpers } from "./foundry-python-helpers.js";
import { settingsPython } from "./settings-python.js";
import { keptAssistantsPython } from "./kept-assistants-python.js";
import type { TargetDialect } from "./target.js";

const any = { module: "typing", name: "Any", local: "Any" } as const;

/** Functions that are printed into Python files. */
export const plainOpenaiPythonHelpers: TargetDialect["helpers"] = {
  ...foundryPythonHelpers,
  ...filesInToolsPython,
  // An empty list of stores is one that responses fill.
  flattenTools: {
    ...foundryPythonHelpers.flattenTools,
    lines: foundryPythonHelpers.flattenTools.lines.map((line) =>
      line.replace(
        'if not tool.get("vector_store_ids") and not tool.get("vector_stores"):',
        'if "vector_store_ids" not in tool and "vector_stores" not in tool:',
      ),
    ),
  },
  ...keptAssistantsPython,
  ...keptShapesPython,
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
  agentOf: settingsPython.settingsOfResponse,
};
