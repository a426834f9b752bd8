import type { ClassicRunHelper, TargetHelper } from "./target.js";

const USAGE =
  "/** The tokens that a response took as the classic API counted them; null where they are not counted yet. */";
const CALL = "/** A function call as the classic API asked for its output. */";
const CALLS = "/** The calls that a response wants answered, as the classic API listed them. */";
const ACTION = "/** What a response wants of its caller, as the classic API said it; null where it wants nothing. */";
const STEP_CALL = "/** The call of a tool as the classic API gave it in a step. */";
const STEP =
  "/** An item of a response as the classic API gave the steps of a run, without what an item does not record. */";
const STEPS = "/** The items of a response as the classic API listed the steps of a run. */";

const callFrom = [
  "\tconst { call_id, name, arguments: input } = item;",
  '\treturn { id: call_id, type: "function", function: { name, arguments: input } };',
  "}",
];

const usageFrom = [
  "\tif (!usage) return null;",
  "\tconst { input_tokens, output_tokens, total_tokens } = usage;",
  "\treturn { prompt_tokens: input_tokens, completion_tokens: output_tokens, total_tokens };",
  "}",
];

const actionFrom = [
  "\tconst { tool_calls } = USED(response);",
  '\tconst isAsked = response.status === "completed" && tool_calls.length > 0;',
  '\treturn isAsked ? { type: "submit_tool_outputs", submit_tool_outputs: { tool_calls } } : null;',
  "}",
];

const stepCallFrom = [
  "\tconst found = results?.map(({ file_id, filename, score, text }) => ({",
  "\t\tfile_id,",
  "\t\tfile_name: filename,",
  "\t\tscore,",
  '\t\tcontent: [{ type: "text", text }],',
  "\t}));",
  "\tswitch (type) {",
  '\t\tcase "function_call":',
  '\t\t\treturn { id: call_id, type: "function", function: { name, arguments: input } };',
  '\t\tcase "code_interpreter_call":',
  '\t\t\treturn { id, type: "code_interpreter", code_interpreter: { input: code, outputs: outputs ?? [] } };',
  '\t\tcase "file_search_call":',
  '\t\t\treturn { id, type: "file_search", file_search: { results: found } };',
  "\t\tdefault:",
  "\t\t\treturn item;",
  "\t}",
  "}",
];

const FIELDS = "const { id, call_id, type, name, arguments: input, code, outputs, results } = item";

const stepFrom = (fields: string): readonly string[] => [
  `\t${fields}`,
  '\tconst step = { id, object: "thread.run.step", status };',
  '\tif (type === "message") {',
  '\t\tconst details = { type: "message_creation", message_creation: { message_id: id } };',
  '\t\treturn { ...step, type: "message_creation", step_details: details };',
  "\t}",
  '\treturn { ...step, type: "tool_calls", step_details: { type: "tool_calls", tool_calls: [USED(item)] } };',
  "}",
];

const stepsFrom = [
  '\tconst steps = items.filter(({ type }) => type === "message" || type.endsWith("_call"));',
  "\tconst data = steps.map(USED);",
  '\tif (order === "desc") data.reverse();',
  '\treturn { object: "list", data, first_id: data.at(0)?.id, last_id: data.at(-1)?.id, has_more: false };',
  "}",
];

/** Functions that give what a response did, and what it asks for, the shape that it had in a run, for JavaScript and TypeScript. */
export const classicRunsJs: Readonly<Record<ClassicRunHelper, TargetHelper>> = {
  asUsage: {
    names: ["toClassicUsage", "asClassicUsage"],
    lines: [USAGE, "function NAME(usage) {", ...usageFrom],
    typedLines: [
      USAGE,
      "function NAME(usage: { input_tokens: number; output_tokens: number; total_tokens: number } | null | undefined) {",
      ...usageFrom,
    ],
    imports: [],
  },
  asToolCall: {
    names: ["toClassicToolCall", "asClassicToolCall"],
    lines: [CALL, "function NAME(item) {", ...callFrom],
    typedLines: [CALL, "function NAME(item: { call_id: string; name: string; arguments: string }) {", ...callFrom],
    imports: [],
  },
  asToolCalls: {
    names: ["toClassicToolCalls", "asClassicToolCalls"],
    uses: "asToolCall",
    lines: [
      CALLS,
      "function NAME(response) {",
      '\tconst calls = response.output.filter((item) => item.type === "function_call");',
      "\treturn { tool_calls: calls.map(USED) };",
      "}",
    ],
    typedLines: [
      CALLS,
      "function NAME(response: { output: readonly { type: string }[] }) {",
      '\tconst calls = response.output.filter((item) => item.type === "function_call");',
      "\treturn { tool_calls: (calls as (Parameters<typeof USED>[0] & { type: string })[]).map(USED) };",
      "}",
    ],
    imports: [],
  },
  asRequiredAction: {
    names: ["toClassicRequiredAction", "asClassicRequiredAction"],
    uses: "asToolCalls",
    lines: [ACTION, "function NAME(response) {", ...actionFrom],
    typedLines: [ACTION, "function NAME(response: Parameters<typeof USED>[0] & { status?: string }) {", ...actionFrom],
    imports: [],
  },
  asStepCall: {
    names: ["toClassicStepCall", "asClassicStepCall"],
    lines: [STEP_CALL, "function NAME(item) {", `\t${FIELDS};`, ...stepCallFrom],
    typedLines: [
      STEP_CALL,
      "function NAME(item: { type: string }) {",
      `\t${FIELDS} as {`,
      "\t\ttype: string;",
      "\t\tid?: string;",
      "\t\tcall_id?: string;",
      "\t\tname?: string;",
      "\t\targuments?: string;",
      "\t\tcode?: string | null;",
      "\t\toutputs?: object[] | null;",
      "\t\tresults?: { file_id?: string; filename?: string; score?: number; text?: string }[] | null;",
      "\t};",
      ...stepCallFrom,
    ],
    imports: [],
  },
  asStep: {
    names: ["toClassicStep", "asClassicStep"],
    uses: "asStepCall",
    lines: [STEP, "function NAME(item) {", ...stepFrom("const { id, type, status } = item;")],
    typedLines: [
      STEP,
      "function NAME(item: { type: string }) {",
      ...stepFrom("const { id, type, status } = item as { type: string; id?: string; status?: string };"),
    ],
    imports: [],
  },
  asSteps: {
    names: ["toClassicSteps", "asClassicSteps"],
    uses: "asStep",
    lines: [STEPS, 'function NAME(items, order = "desc") {', ...stepsFrom],
    typedLines: [STEPS, 'function NAME(items: readonly { type: string }[], order = "desc") {', ...stepsFrom],
    imports: [],
  },
};
