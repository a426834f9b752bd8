import type { TargetHelper } from "./target.js";

const SAYS =
  "What an assistant is created with, as a version of an agent takes it: its name, its definition, and the rest.";

const lines = (parameter: string, result: string, definition: string, effort: string): readonly string[] => [
  `/** ${SAYS}${result === "" ? " @returns {[string, any, object]}" : ""} */`,
  `function NAME(${parameter})${result} {`,
  "\tconst { name, description, metadata, tools, tool_resources: resources, response_format: format } = assistant;",
  "\tconst { model, instructions, temperature, top_p, reasoning_effort: effort } = assistant;",
  '\tif (!name) throw new Error("An agent is called by its name, and this one has none.");',
  `\tconst definition${definition} = {`,
  '\t\tkind: "prompt",',
  "\t\tmodel,",
  "\t\tinstructions: instructions ?? undefined,",
  "\t\ttemperature: temperature ?? undefined,",
  "\t\ttop_p: top_p ?? undefined,",
  "\t\ttools: tools ? ALSO(tools, resources) : undefined,",
  `\t\treasoning: effort ? ${effort} : undefined,`,
];

/** A function that makes a version of an agent of what an assistant is created with, where that is only known at run time. */
export const agentVersionJs: TargetHelper = {
  names: ["toAgentVersion", "asAgentVersion"],
  uses: ["agentName", "flattenTools"],
  lines: [
    ...lines("assistant", "", "", "{ effort }"),
    '\t\ttext: format && format !== "auto" ? { format: { type: format.type, ...format.json_schema } } : undefined,',
    "\t};",
    "\treturn [USED(name), definition, { description: description ?? undefined, metadata: metadata ?? undefined }];",
    "}",
  ],
  typedLines: [
    ...lines(
      "assistant: OpenAI.Beta.AssistantCreateParams",
      ": [string, PromptAgentDefinition, { description?: string; metadata?: Record<string, string> }]",
      ": PromptAgentDefinition",
      // Classic code may know more words for it than the types of the current SDK.
      '({ effort } as PromptAgentDefinition["reasoning"])',
    ),
    "\t};",
    '\tif (format && format !== "auto")',
    '\t\tdefinition.text = { format: format.type === "json_schema" ? { type: format.type, ...format.json_schema } : format };',
    "\treturn [USED(name), definition, { description: description ?? undefined, metadata: metadata ?? undefined }];",
    "}",
  ],
  imports: [{ module: "openai", name: "default", local: "OpenAI", typeOnly: true }],
  types: ["PromptAgentDefinition"],
};
