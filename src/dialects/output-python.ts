import type { TargetHelper } from "./target.js";

const DOC = '\t"""The items of a response, behind those of the responses whose calls it answers."""';

/** The items of a response that answers calls, behind those of the responses before it. */
export const outputOfPython: TargetHelper = {
  names: ["output_of", "output_of_answers"],
  lines: [
    "def NAME(client, response_id, **query) -> list[ResponseOutputItem]:",
    DOC,
    "\tresponse = client.responses.retrieve(response_id, **query)",
    '\tanswered = (response.metadata or {}).get("answers")',
    "\treturn [*(NAME(client, answered, **query) if answered else []), *response.output]",
  ],
  asyncLines: [
    "async def NAME(client, response_id, **query) -> list[ResponseOutputItem]:",
    DOC,
    "\tresponse = await client.responses.retrieve(response_id, **query)",
    '\tanswered = (response.metadata or {}).get("answers")',
    "\treturn [*(await NAME(client, answered, **query) if answered else []), *response.output]",
  ],
  imports: [{ module: "openai.types.responses", name: "ResponseOutputItem", local: "ResponseOutputItem" }],
};
