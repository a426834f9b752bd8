import type { OperationMapping, Row, ShapeMapping } from "../types.js";
import { AGENT_OPERATIONS, AGENT_SHAPES } from "./agents.js";
import { care, client, none, PAGING_KEPT, rename, same } from "./rows.js";
import { NO_LIST } from "./runs.js";

// Where the service keeps no agents (plain OpenAI), what an assistant was stands in the code, as fields of each response's request.

const DEFINITION = "definition.";
const IN_CODE = "The service keeps no assistants: this is configuration in the code now, sent with every response.";
const NO_LABEL =
  "Names, descriptions and metadata of assistants never reached the model, and nothing keeps them any more.";
const NOT_KEPT: readonly string[] = ["name", "description", "metadata"];

/** A row of a definition as one of a request: what stood in the definition stands in the request itself. */
function inRequest(row: Row): Row {
  if (NOT_KEPT.includes(row.from)) return client(row.from, NO_LABEL);
  if (!("to" in row) || !row.to.startsWith(DEFINITION)) return row;
  return { ...row, to: row.to.slice(DEFINITION.length) };
}

/** The same where the program keeps definitions under ids: labels stay beside the settings. */
function inKept(row: Row): Row {
  return NOT_KEPT.includes(row.from) ? same(row.from) : inRequest(row);
}

function operation(classic: string, request: readonly Row[]): OperationMapping {
  return { classic, current: [], class: "care", because: IN_CODE, request };
}

const rowsOf = (classic: string, place = inRequest): readonly Row[] =>
  AGENT_OPERATIONS.find((mapping) => mapping.classic === classic)!.request.map(place);

/** What the service without agents lacks besides. */
const NOT_THERE: readonly OperationMapping[] = [
  {
    classic: "runs.list",
    current: [],
    class: "none",
    because: NO_LIST,
    request: ["thread_id", ...PAGING_KEPT.map((row) => row.from)].map((field) => none(field, { because: NO_LIST })),
  },
];

/** What becomes of operations where definitions of assistants are configuration in the code: none of those on assistants calls the service. */
export const CONFIGURATION_OPERATIONS: readonly OperationMapping[] = [
  ...NOT_THERE,
  operation("assistants.create", rowsOf("assistants.create")),
  operation("assistants.retrieve", [rename("assistant_id", "")]),
  operation("assistants.update", rowsOf("assistants.update")),
  operation("assistants.delete", [rename("assistant_id", "")]),
];

/** What becomes of them where the program keeps definitions itself, because ids of theirs go where configuration cannot. */
export const KEPT_OPERATIONS: readonly OperationMapping[] = [
  ...NOT_THERE,
  operation("assistants.create", rowsOf("assistants.create", inKept)),
  operation("assistants.retrieve", [same("assistant_id")]),
  operation("assistants.update", [same("assistant_id"), ...rowsOf("assistants.update", inKept).slice(1)]),
  operation("assistants.delete", [same("assistant_id")]),
];

const ASSISTANT = AGENT_SHAPES.find((shape) => shape.classic === "Assistant")!;

/** What is read of an assistant that is configuration: it stands for itself where its id stood. */
export const CONFIGURATION_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "Assistant",
    current: "ResponseConfiguration",
    rows: ASSISTANT.rows.map((row) => {
      if (row.from === "id") return rename("id", "", care("The configuration itself is passed on where its id was."));
      if (["object", "created_at", ...NOT_KEPT].includes(row.from)) return none(row.from, { because: NO_LABEL });
      return inRequest(row);
    }),
  },
];

/** What is read of an assistant that the program keeps. */
export const KEPT_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "Assistant",
    current: "KeptAssistant",
    rows: ASSISTANT.rows.map((row) => {
      if (["id", "created_at"].includes(row.from)) return same(row.from);
      return row.from === "object" ? none("object", { because: IN_CODE }) : inKept(row);
    }),
  },
];
