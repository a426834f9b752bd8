import {
  type ApiError,
  badRequest,
  conversationLocked,
  invalidType,
  missingParameter,
  notFound,
} from "../http/errors.js";
import { isObject, objectOf, type JsonObject } from "../json.js";
import type { Conversation, Item, State } from "../store/state.js";
import type { UnverifiedBehaviour } from "../unverified.js";
import type { PlanRequest } from "./create.js";
import type { LiveResponse } from "./live.js";

/** Checks what a turn may start from. @throws ApiError 400 */
export function checkInput(
  request: PlanRequest,
  conversationId: string | undefined,
  previousId: string | undefined,
): void {
  const { body, surface, unverified } = request;
  if (conversationId !== undefined && previousId !== undefined) {
    throw badRequest(
      "Mutually exclusive parameters. Ensure you are only providing one of: 'previous_response_id' or 'conversation'.",
      null,
      "mutually_exclusive_parameters",
    );
  }
  const input = body["input"] ?? undefined;
  const continued = conversationId !== undefined || previousId !== undefined || isObject(body["prompt"]);
  const empty = input === "" || (Array.isArray(input) && input.length === 0);
  if (surface === "openai") {
    if (body["input"] === null) throw invalidType("input", "one of a string or an array", null);
    if (input === undefined && unverified.omittedInputOnOpenAI === "refuse") throw missingParameter("input");
    if (empty && unverified.emptyInputOnOpenAI === "refuse") throw noInput();
  }
  if (!continued && (input === undefined || empty)) throw noInput();
}

function noInput(): ApiError {
  return badRequest(
    `One of "input" or "previous_response_id" or 'prompt' or 'conversation' must be provided.`,
    null,
    "missing_required_parameter",
  );
}

/**
 * JSON mode wants the word in what the model reads. Instructions do not count: many were surprised by that.
 * @throws ApiError 400
 */
export function checkJsonWord(text: JsonObject, items: readonly Item[]): void {
  if (objectOf(text["format"])["type"] !== "json_object" || /json/i.test(JSON.stringify(items))) return;
  throw badRequest(
    "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
    "input",
  );
}

/** Checks what goes with background mode. @throws ApiError 400 */
export function checkBackground(
  rules: UnverifiedBehaviour,
  background: boolean,
  store: boolean,
  conversationId?: string,
): void {
  if (!background) return;
  if (!store && rules.backgroundWithoutStore === "refuse") {
    throw badRequest("Background mode requires 'store' to be true.", "background", "invalid_value");
  }
  if (conversationId !== undefined && rules.backgroundWithConversation === "refuse") {
    throw badRequest("Background mode is not supported with 'conversation'.", "background", "invalid_value");
  }
}

/** A conversation on which nothing runs. @throws ApiError 404, 400 `conversation_locked` */
export function openConversation({ state, surface, unverified }: PlanRequest, id: string): Conversation {
  const conversation = state.conversations.get(id);
  if (!conversation) throw notFound("Conversation", id);
  if (conversation.lockedBy !== undefined) throw conversationLocked(surface, unverified.lockOnFoundry);
  return conversation;
}

/** A response that can be continued. @throws ApiError 400 */
export function previousResponse(state: State, id: string): LiveResponse {
  const previous = state.responses.get(id);
  if (!previous) {
    throw badRequest(
      `Previous response with id '${id}' not found.`,
      "previous_response_id",
      "previous_response_not_found",
    );
  }
  if (previous.running) {
    throw badRequest(
      `Previous response with id '${id}' is still ${previous.record.status}.`,
      "previous_response_id",
      "invalid_value",
    );
  }
  return previous;
}
