import { classicOperation, classicShape } from "./classic.js";
import { currentOperation, LIMITS, refusedWithAgent } from "./current.js";
import { AGENT_OPERATIONS, AGENT_SHAPES } from "./mapping/agents.js";
import { ANNOTATION_SHAPES } from "./mapping/annotations.js";
import { CLIENT_ROWS } from "./mapping/client.js";
import { COMMON_SHAPES } from "./mapping/common.js";
import { CONTENT_SHAPES } from "./mapping/content.js";
import { REQUEST_ERRORS } from "./mapping/errors.js";
import { EVENT_SHAPES, EVENTS } from "./mapping/events.js";
import { FILE_OPERATIONS, FILE_SHAPES } from "./mapping/files.js";
import { MESSAGE_OPERATIONS, MESSAGE_SHAPES } from "./mapping/messages.js";
import { RUN_OPERATIONS, RUN_SHAPES } from "./mapping/runs.js";
import { RUN_STATUSES } from "./mapping/status.js";
import { STEP_OPERATIONS, STEP_SHAPES } from "./mapping/steps.js";
import { THREAD_OPERATIONS, THREAD_SHAPES } from "./mapping/threads.js";
import { RESOURCE_SHAPES, SETTING_SHAPES, TOOL_SHAPES } from "./mapping/tools.js";
import { VECTOR_STORE_OPERATIONS, VECTOR_STORE_SHAPES } from "./mapping/vectorStores.js";
import { code, codes, table } from "./markdown.js";
import type { ApiOperation, Field, MappingClass, Only, OperationMapping, Row, ShapeMapping, Where } from "./types.js";

/** A chapter on one noun. */
interface Chapter {
  readonly title: string;
  readonly operations: readonly OperationMapping[];
  readonly shapes: readonly ShapeMapping[];
}

const CHAPTERS: readonly Chapter[] = [
  { title: "Agents", operations: AGENT_OPERATIONS, shapes: AGENT_SHAPES },
  { title: "Threads", operations: THREAD_OPERATIONS, shapes: THREAD_SHAPES },
  { title: "Messages", operations: MESSAGE_OPERATIONS, shapes: MESSAGE_SHAPES },
  { title: "Content and annotations", operations: [], shapes: [...CONTENT_SHAPES, ...ANNOTATION_SHAPES] },
  { title: "Runs", operations: RUN_OPERATIONS, shapes: RUN_SHAPES },
  { title: "Run steps", operations: STEP_OPERATIONS, shapes: STEP_SHAPES },
  { title: "Tools and settings", operations: [], shapes: [...TOOL_SHAPES, ...RESOURCE_SHAPES, ...SETTING_SHAPES] },
  { title: "Vector stores", operations: VECTOR_STORE_OPERATIONS, shapes: VECTOR_STORE_SHAPES },
  { title: "Files", operations: FILE_OPERATIONS, shapes: FILE_SHAPES },
  { title: "Lists and deletions", operations: [], shapes: COMMON_SHAPES },
];

const GRADES: Readonly<Record<MappingClass, string>> = {
  mechanical: "mechanical",
  care: "needs care",
  none: "no equivalent",
};

const ONLY: Readonly<Record<Only, string>> = { foundry: "Foundry", v1: "first beta" };

const INTRO = `# From the classic to the current API

What becomes of every operation and field of the classic agent APIs (OpenAI Assistants, Azure OpenAI Assistants, classic
Foundry Agents) in the current one (agents, conversations, responses). Names are those of the wire; SDKs spell them in their
own way. The codemod, the shim and the emulator run on the same tables this page is printed from.

Each row is graded:

- **mechanical**: name or place changes, behaviour does not;
- **needs care**: it is translated, and behaviour can differ in the way the row says;
- **no equivalent**: the current API has nothing for it; the row says what to do instead.
`;

/** The mapping tables as a page for people, in Markdown. */
export function renderMapping(): string {
  const chapters = CHAPTERS.flatMap(({ title, operations, shapes }) => [
    `## ${title}`,
    operations.length > 0 && overview(operations),
    ...operations.filter(hasNews).map(operationText),
    ...shapes.filter((mapping) => mapping.rows.some(isNews)).map(shapeText),
    unchangedShapes(shapes),
  ]);
  const text = [INTRO.trim(), ...chapters, statusText(), eventText(), errorText(), agentText(), clientText()];
  return `${text.filter((part) => part !== false && part !== "").join("\n\n")}\n`;
}

/** What the page says of some operations and objects, by their names, in its order. */
export function mappingOf(names: readonly string[]): string[] {
  return CHAPTERS.flatMap(({ operations, shapes }) => {
    const own = operations.filter(({ classic }) => names.includes(classic));
    return [
      ...(own.length > 0 ? [overview(own)] : []),
      ...own.filter(hasNews).map(operationText),
      ...shapes.filter(({ classic, rows }) => names.includes(classic) && rows.some(isNews)).map(shapeText),
    ];
  });
}

/** Names of the objects that the page has a table for. */
export function mappedShapes(): string[] {
  return CHAPTERS.flatMap(({ shapes }) => shapes.map(({ classic }) => classic));
}

function overview(mappings: readonly OperationMapping[]): string {
  const rows = mappings.map(({ classic, current, class: grade, because }) => [
    name(classic, classicOperation(classic)),
    current[0] === classic ? "stays" : current.map(code).join(", then ") || "–",
    GRADES[grade],
    because ?? "",
  ]);
  return table(["classic operation", "current operation", "grade", "what to know"], rows);
}

/** Whether an operation has more to say than its line in the overview. */
function hasNews({ current, request }: OperationMapping): boolean {
  return current.length > 0 && request.some(isNews);
}

function operationText(mapping: OperationMapping): string {
  const classic = classicOperation(mapping.classic)!;
  const targets = mapping.current.map((id) => endpoint(currentOperation(id)!)).join(", then ");
  const place =
    mapping.result && `The result is ${code(mapping.result.at)} of the answer${condition(mapping.result.where)}.`;
  return [
    `### ${name(mapping.classic, classic)}`,
    targets === endpoint(classic) ? targets : `${endpoint(classic)} → ${targets}`,
    rowTable(mapping.request, { ...classic.query, ...classic.body }),
    unchanged(mapping.request),
    place ?? "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function shapeText({ classic, current, rows }: ShapeMapping): string {
  const title = `### Object ${name(classic, classicShape(classic))}${current === "" || current === classic ? "" : ` → ${code(current)}`}`;
  const reasons = new Set(rows.map((row) => row.because));
  if (current === "" && reasons.size === 1) return `${title}\n\nNo equivalent. ${[...reasons].join("")}`;
  return [title, rowTable(rows, classicShape(classic)!.fields), unchanged(rows)]
    .filter((part) => part !== "")
    .join("\n\n");
}

function unchangedShapes(shapes: readonly ShapeMapping[]): string {
  const names = shapes.filter((mapping) => !mapping.rows.some(isNews)).map((mapping) => mapping.classic);
  return names.length === 0 ? "" : `Unchanged objects: ${codes(names)}.`;
}

function rowTable(rows: readonly Row[], fields: Readonly<Record<string, Field>>): string {
  return table(
    ["field", "becomes", "grade", "why, and what to do"],
    rows
      .filter(isNews)
      .map((row) => [name(row.from, fields[row.from]), becomes(row), GRADES[row.class], row.because ?? ""]),
  );
}

/** A name, marked where not every service had what it stands for. */
function name(text: string, what: { readonly only?: Only } | undefined): string {
  return what?.only === undefined ? code(text) : `${code(text)} (${ONLY[what.only]})`;
}

function unchanged(rows: readonly Row[]): string {
  const names = rows.filter((row) => !isNews(row)).map((row) => row.from);
  return names.length === 0 ? "" : `Unchanged: ${codes(names)}.`;
}

function isNews(row: Row): boolean {
  return row.kind !== "same" || row.because !== undefined;
}

function becomes(row: Row): string {
  switch (row.kind) {
    case "same":
      return "stays";
    case "rename":
      return row.to === "" ? "its members move up" : `${code(row.to)}${condition(row.where)}`;
    case "reshape":
      return `${code(row.to)}, in a new form`;
    case "client":
      return "dropped";
    case "none":
      return row.class === "none" ? "–" : "dropped";
  }
}

function condition(where: Where | undefined): string {
  const parts = Object.entries(where ?? {}).map(
    ([field, values]) => `${code(field)} is ${values.map(code).join(" or ")}`,
  );
  return parts.length === 0 ? "" : ` where ${parts.join(" and ")}`;
}

function endpoint({ endpoint: { method, path } }: ApiOperation): string {
  return code(`${method} ${path}`);
}

function statusText(): string {
  const rows = RUN_STATUSES.map(({ classic, current, class: grade, because }) => [
    code(classic),
    current === undefined ? "–" : code(current),
    GRADES[grade],
    because ?? "",
  ]);
  return `## Status of a run\n\n${table(["run", "response", "grade", "why, and what to do"], rows)}`;
}

function eventText(): string {
  const rows = EVENTS.map(({ classic, current, at, where, class: grade, because }) => [
    code(classic),
    current.length === 0 ? "–" : `${current.map(code).join(" or ")}${condition(where)}`,
    current.length === 0 || at === "" ? "" : code(at),
    GRADES[grade],
    because ?? "",
  ]);
  const shapes = EVENT_SHAPES.map(shapeText).join("\n\n");
  return `## Stream events\n\n${table(["classic event", "current event", "`data` is now", "grade", "what to know"], rows)}\n\n${shapes}`;
}

function errorText(): string {
  const rows = REQUEST_ERRORS.map(({ status, text, current, class: grade, because }) => [
    code(`${status} ${text}`),
    current === undefined ? "–" : `${current.status} ${current.code === undefined ? "" : code(current.code)}`.trim(),
    GRADES[grade],
    because,
  ]);
  return `## Errors\n\n${table(["classic answer", "current answer", "grade", "what to know"], rows)}`;
}

function agentText(): string {
  const rows = refusedWithAgent.map(({ field, evidence, because }) => [code(field), evidence, because]);
  const { agentName, metadata } = LIMITS;
  return [
    "## Responses with an agent",
    "Foundry refuses these fields of `responses.create` next to `agent_reference`:",
    table(["field", "how it is known", "because"], rows),
    "## Limits",
    [
      `- ${LIMITS.itemsPerCall} items in one \`conversations.create\` or \`conversations.items.create\``,
      `- metadata: ${metadata.pairs} pairs, keys up to ${metadata.keyLength} and values up to ${metadata.valueLength} characters`,
      `- agent names: at most ${agentName.maxLength} letters, digits and hyphens; the first and the last are no hyphens`,
      `- lists: ${LIMITS.page.default} elements a page, ${LIMITS.page.max} at most`,
      `- \`max_output_tokens\`: at least ${LIMITS.outputTokens}`,
      `- ${LIMITS.containerFiles} files in a code interpreter's own container, ${LIMITS.agentTools} tools for an agent`,
    ].join("\n"),
  ].join("\n\n");
}

function clientText(): string {
  const rows = CLIENT_ROWS.map((row) => [code(row.from), row.because ?? ""]);
  return `## Arguments that only SDKs knew\n\n${table(["argument", "dropped, because"], rows)}`;
}
