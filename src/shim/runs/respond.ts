import type { Call } from "../call.js";
import { ClassicError, isUnreachable } from "../errors.js";
import { objectOf, textOf, type JsonObject } from "../json.js";
import { responsesIn } from "./find.js";
import { REQUEST } from "./plan.js";

/**
 * Creates a response that answers at once; where the service does not do that with a conversation, one that answers when it is done.
 * When the answer gets lost, the response is looked for before anyone asks again: it may be at work.
 * @throws ClassicError
 */
export async function inBackground(call: Call, body: JsonObject): Promise<JsonObject> {
  try {
    return await call.upstream.json(await call.upstream.respond({ ...body, background: true }));
  } catch (error) {
    if (error instanceof ClassicError && error.param === "background") {
      return call.upstream.json(await call.upstream.respond(body));
    }
    const made = isUnreachable(error) ? await answerLost(call, body) : undefined;
    if (made) return made;
    throw error;
  }
}

/** The response whose answer got lost, if there is one; only Foundry can tell. */
async function answerLost(call: Call, { conversation, metadata }: JsonObject): Promise<JsonObject | undefined> {
  const request = objectOf(metadata)[REQUEST];
  if (!call.upstream.foundry || request === undefined) return undefined;
  try {
    const responses = await responsesIn(call, textOf(conversation)!);
    return responses.find((response) => objectOf(response.metadata)[REQUEST] === request);
  } catch {
    return undefined;
  }
}
