import type { Surface } from "../http/errors.js";
import { isObject, textOf, type Json } from "../json.js";
import type { Conversation, Item, State } from "../store/state.js";
import { effective, type Sources } from "./effective.js";
import { readingOrder } from "./history.js";
import { inputItems, responseIds } from "./items.js";
import { LiveResponse } from "./live.js";
import { beginning, turnOf } from "./record.js";
import { checkBackground, checkInput, checkJsonWord, openConversation, previousResponse } from "./requirements.js";
import { checkFiles, checkResources, checkToolChoice } from "./resources.js";
import { fillItem } from "./templates.js";
import type { Turn } from "./turn.js";
import { fit } from "./window.js";

/** A response that may start: everything about it is checked, nothing has happened yet. */
export interface Plan {
  readonly live: LiveResponse;
  readonly turn: Turn;
  readonly conversation: Conversation | undefined;
  /** The items of this request. */
  readonly input: readonly Item[];
  readonly store: boolean;
}

export interface PlanRequest extends Sources {
  readonly surface: Surface;
  readonly contextWindow: number | undefined;
  readonly turnNumber: number;
}

/**
 * Puts together what the model will get, and the response as it begins.
 * @throws ApiError for everything the service refuses beside wrong fields (those are checked before)
 */
export function plan(request: PlanRequest): Plan {
  const { state, surface, body, unverified } = request;
  const settings = effective(request);
  const conversationId = idOf(body["conversation"]);
  const previousId = textOf(body["previous_response_id"]);
  checkInput(request, conversationId, previousId);
  const background = body["background"] === true;
  const store = body["store"] !== false;
  checkBackground(unverified, background, store, conversationId);
  const conversation = conversationId === undefined ? undefined : openConversation(request, conversationId);
  const previous = previousId === undefined ? undefined : previousResponse(state, previousId);
  checkResources(state, settings.tools);
  checkToolChoice(settings.tool_choice, settings.tools);

  const partition = state.ids.partitionOf(conversationId ?? previousId ?? "");
  const id = state.ids.within("resp", partition);
  const input = inputItems(body["input"], responseIds(state.ids, id));
  checkFiles(state, input);
  const history = conversation
    ? [...conversation.items.values()]
    : previous
      ? [...previous.context, ...previous.record.output]
      : [];
  const ordered = readingOrder(state, history, input);
  // Templates are filled for the model only: what is stored stays as it was sent.
  const { values } = settings;
  const filled = values ? ordered.map((item) => fillItem(item, values)) : ordered;
  checkJsonWord(settings.text, filled);
  const read = fit(filled, settings, textOf(body["truncation"]) ?? "disabled", request.contextWindow);

  const links = { id, conversationId, previousId, background, store };
  const turn = turnOf(request, settings, links, read);
  const record = beginning(state, body, settings, links);
  const live = new LiveResponse({
    record,
    context: ordered,
    surface,
    agentName: settings.agent?.name,
    background,
    stream: body["stream"] === true,
    containerId: previous?.containerId ?? containerOf(state, conversation),
  });
  return { live, turn, conversation, input: ordered.slice(history.length), store };
}

/** The container that earlier turns of the conversation used. */
function containerOf(state: State, conversation: Conversation | undefined): string | undefined {
  if (!conversation) return undefined;
  const call = [...conversation.items.values()].findLast((item) => item.type === "code_interpreter_call");
  const id = textOf(call?.["container_id"]);
  return id !== undefined && state.containers.has(id) ? id : undefined;
}

function idOf(value: Json | undefined): string | undefined {
  return isObject(value) ? textOf(value["id"]) : textOf(value);
}
