import { badRequest, conversationLocked, missingParameter, notFound } from "../http/errors.js";
import { isObject } from "../json.js";
import type { UnverifiedBehaviour } from "../options.js";
import type { Conversation, State } from "../store/state.js";
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
  const { input } = body;
  const absent = input === undefined || input === null;
  const continued = conversationId !== undefined || previousId !== undefined || isObject(body["prompt"]);
  if (absent && surface === "openai" && unverified.omittedInputOnOpenAI === "refuse") throw missingParameter("input");
  if (!continued && (absent || (Array.isArray(input) && input.length === 0))) {
    throw badRequest(
      `One of "input" or "previous_response_id" or 'prompt' or 'conversation' must be provided.`,
      "input",
      "missing_required_parameter",
    );
  }
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
export function openConversation(state: State, id: string): Conversation {
  const conversation = state.conversations.get(id);
  if (!conversation) throw notFound("Conversation", id);
  if (conversation.lockedBy !== undefined) throw conversationLocked();
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
