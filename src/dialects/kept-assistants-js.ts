import type { KeepingHelper, TargetHelper } from "./target.js";

/** What is sent with every response. */
const CONFIG = "OpenAI.Responses.ResponseCreateParamsNonStreaming";
const LABELS = ["id: string", "created_at: number", "name?: string | null", "description?: string | null"];
/** What stands around its type in that of a definition that is kept. */
export const KEPT: readonly [string, string] = ["", ` & { ${LABELS.join("; ")} }`];

const openai = { module: "openai", name: "default", local: "OpenAI", typeOnly: true } as const;
const fs = (name: string) => ({ module: "node:fs", name, local: name });

const TYPES = /: (?:string|Partial<KeptAssistant>|Omit<KeptAssistant, "id" \| "created_at">)(?=[,)])| as const/g;

/** A function whose parameters alone have types. */
function helper(typedLines: readonly string[], rest: Omit<TargetHelper, "lines" | "typedLines">): TargetHelper {
  return { ...rest, lines: typedLines.map((line) => line.replace(TYPES, "")), typedLines };
}

const file = [
  "/** Where assistants are kept, by their ids: the service keeps none any more. */",
  'const TABLE = "assistants.json";',
  "",
];
const onFile = (signature: string): readonly string[] => [
  "/** The assistants; those that were changed are written. */",
  signature,
  "\tif (changed) writeFileSync(TABLE, JSON.stringify(changed, null, 2));",
  '\treturn existsSync(TABLE) ? JSON.parse(readFileSync(TABLE, "utf8")) : {};',
  "}",
];

const MAP = "Record<string, KeptAssistant>";
const missing = "throw new Error(`No assistant ${id} is kept: add what it was to assistants.json.`);";

/** Functions that keep assistants in a file, for JavaScript and TypeScript files. */
export const keptAssistantsJs: Readonly<Record<KeepingHelper, TargetHelper>> = {
  keptAssistants: {
    names: ["keptAssistants", "assistantsOnFile"],
    table: ["ASSISTANTS_FILE", "KEPT_ASSISTANTS_FILE"],
    lines: [...file, ...onFile("function NAME(changed) {")],
    typedLines: [
      ...file,
      `type KeptAssistant = ${CONFIG} & {`,
      ...LABELS.map((label) => `\t${label};`),
      "};",
      "",
      ...onFile(`function NAME(changed?: ${MAP}): ${MAP} {`),
    ],
    imports: [openai, fs("existsSync"), fs("readFileSync"), fs("writeFileSync")],
  },
  keptAssistant: helper(
    [
      "/** An assistant by its id. */",
      "function NAME(id: string) {",
      "\tconst assistant = USED()[id];",
      `\tif (!assistant) ${missing}`,
      "\treturn assistant;",
      "}",
    ],
    { names: ["keptAssistant", "assistantOnFile"], uses: "keptAssistants", imports: [] },
  ),
  keptConfig: helper(
    [
      "/** What is sent with every response of an assistant. */",
      "function NAME(id: string) {",
      "\tconst { id: _, name, description, metadata, created_at, ...config } = USED(id);",
      '\treturn { truncation: "auto" as const, ...config };',
      "}",
    ],
    { names: ["assistantConfig", "configOfAssistant"], uses: "keptAssistant", imports: [] },
  ),
  keepAssistant: helper(
    [
      "/** Keeps a new assistant. */",
      'function NAME(fields: Omit<KeptAssistant, "id" | "created_at">) {',
      "\tconst assistant = { id: `asst_${randomUUID()}`, created_at: Math.floor(Date.now() / 1000), ...fields };",
      "\tUSED({ ...USED(), [assistant.id]: assistant });",
      "\treturn assistant;",
      "}",
    ],
    {
      names: ["keepAssistant", "keepNewAssistant"],
      uses: "keptAssistants",
      imports: [{ module: "node:crypto", name: "randomUUID", local: "randomUUID" }],
    },
  ),
  changeAssistant: helper(
    [
      "/** Changes the given fields of an assistant. */",
      "function NAME(id: string, fields: Partial<KeptAssistant>) {",
      "\tconst assistants = USED();",
      "\tconst assistant = assistants[id];",
      `\tif (!assistant) ${missing}`,
      "\tconst changed = { ...assistant, ...fields };",
      "\tUSED({ ...assistants, [id]: changed });",
      "\treturn changed;",
      "}",
    ],
    { names: ["changeAssistant", "changeKeptAssistant"], uses: "keptAssistants", imports: [] },
  ),
  forgetAssistant: helper(
    [
      "/** Keeps an assistant no more, and says so as the classic API did. */",
      "function NAME(id: string) {",
      "\tconst { [id]: forgotten, ...others } = USED();",
      "\tUSED(others);",
      '\treturn { id, object: "assistant.deleted" as const, deleted: forgotten !== undefined };',
      "}",
    ],
    { names: ["forgetAssistant", "forgetKeptAssistant"], uses: "keptAssistants", imports: [] },
  ),
  listAssistants: helper(
    ["/** All assistants, the newest first. */", "function NAME() {", "\treturn Object.values(USED()).reverse();", "}"],
    { names: ["listAssistants", "listKeptAssistants"], uses: "keptAssistants", imports: [] },
  ),
};
