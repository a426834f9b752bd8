import type { TargetHelper } from "./target.js";

/** The items of a response that answers calls, behind those of the responses before it. */
export const outputOfJs: TargetHelper = {
  names: ["outputOf", "outputOfAnswers"],
  lines: [
    "/** The items of a response, behind those of the responses whose calls it answers. */",
    "async function NAME(client, responseId, query) {",
    "\tconst { metadata, output } = await client.responses.retrieve(responseId, query);",
    "\treturn metadata?.answers ? [...(await NAME(client, metadata.answers, query)), ...output] : output;",
    "}",
  ],
  typedLines: [
    "/** The items of a response, behind those of the responses whose calls it answers. */",
    "async function NAME(",
    "\tclient: OpenAI,",
    "\tresponseId: string,",
    "\tquery?: OpenAI.Responses.ResponseRetrieveParamsNonStreaming,",
    "): Promise<OpenAI.Responses.ResponseOutputItem[]> {",
    "\tconst { metadata, output } = await client.responses.retrieve(responseId, query);",
    "\treturn metadata?.answers ? [...(await NAME(client, metadata.answers, query)), ...output] : output;",
    "}",
  ],
  imports: [{ module: "openai", name: "default", local: "OpenAI", typeOnly: true }],
};
