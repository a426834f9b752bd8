import type { KeepingHelper, TargetHelper } from "./target.js";

const any = { module: "typing", name: "Any", local: "Any" } as const;
const json = { module: "json", name: "*", local: "json" } as const;
const missing = 'raise KeyError(f"No assistant {assistant_id} is kept: add what it was to assistants.json.")';

/** Functions that keep assistants in a file, for Python files. */
export const keptAssistantsPython: Readonly<Record<KeepingHelper, TargetHelper>> = {
  keptAssistants: {
    names: ["kept_assistants", "assistants_on_file"],
    table: ["ASSISTANTS_FILE", "KEPT_ASSISTANTS_FILE"],
    lines: [
      "# Where assistants are kept, by their ids: the service keeps none any more.",
      'TABLE = Path("assistants.json")',
      "",
      "",
      "def NAME(changed=None) -> dict[str, dict[str, Any]]:",
      '\t"""The assistants; those that were changed are written."""',
      "\tif changed is not None:",
      '\t\tTABLE.write_text(json.dumps(changed, indent=2), encoding="utf-8")',
      '\treturn json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}',
    ],
    imports: [any, json, { module: "pathlib", name: "Path", local: "Path" }],
  },
  keptAssistant: {
    names: ["kept_assistant", "assistant_on_file"],
    uses: "keptAssistants",
    lines: [
      "def NAME(assistant_id) -> dict[str, Any]:",
      '\t"""An assistant by its id."""',
      "\tassistants = USED()",
      "\tif assistant_id not in assistants:",
      `\t\t${missing}`,
      "\treturn assistants[assistant_id]",
    ],
    imports: [any],
  },
  keptConfig: {
    names: ["assistant_config", "config_of_assistant"],
    uses: "keptAssistant",
    lines: [
      "def NAME(assistant_id) -> dict[str, Any]:",
      '\t"""What is sent with every response of an assistant."""',
      '\tlabels = ("id", "name", "description", "metadata", "created_at")',
      "\tconfig = {key: value for key, value in USED(assistant_id).items() if key not in labels}",
      '\treturn {"truncation": "auto", **config}',
    ],
    imports: [any],
  },
  keepAssistant: {
    names: ["keep_assistant", "keep_new_assistant"],
    uses: "keptAssistants",
    lines: [
      "def NAME(fields) -> dict[str, Any]:",
      '\t"""Keeps a new assistant."""',
      '\tassistant = {"id": f"asst_{uuid4().hex}", "created_at": int(time.time()), **fields}',
      '\tUSED({**USED(), assistant["id"]: assistant})',
      "\treturn assistant",
    ],
    imports: [any, { module: "uuid", name: "uuid4", local: "uuid4" }, { module: "time", name: "*", local: "time" }],
  },
  changeAssistant: {
    names: ["change_assistant", "change_kept_assistant"],
    uses: "keptAssistants",
    lines: [
      "def NAME(assistant_id, fields) -> dict[str, Any]:",
      '\t"""Changes the given fields of an assistant."""',
      "\tassistants = USED()",
      "\tif assistant_id not in assistants:",
      `\t\t${missing}`,
      "\tassistants[assistant_id].update(fields)",
      "\tUSED(assistants)",
      "\treturn assistants[assistant_id]",
    ],
    imports: [any],
  },
  forgetAssistant: {
    names: ["forget_assistant", "forget_kept_assistant"],
    uses: "keptAssistants",
    lines: [
      "def NAME(assistant_id) -> SimpleNamespace:",
      '\t"""Keeps an assistant no more, and says so as the classic API did."""',
      "\tassistants = USED()",
      "\tdeleted = assistants.pop(assistant_id, None) is not None",
      "\tUSED(assistants)",
      '\treturn SimpleNamespace(id=assistant_id, object="assistant.deleted", deleted=deleted)',
    ],
    imports: [{ module: "types", name: "SimpleNamespace", local: "SimpleNamespace" }],
  },
  listAssistants: {
    names: ["list_assistants", "list_kept_assistants"],
    uses: "keptAssistants",
    lines: [
      "def NAME() -> list[dict[str, Any]]:",
      '\t"""All assistants, the newest first."""',
      "\treturn list(USED().values())[::-1]",
    ],
    imports: [any],
  },
};
