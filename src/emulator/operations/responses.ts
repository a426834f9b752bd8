import { ApiError, badRequest, conversationLocked, movedParameter, notFound } from "../http/errors.js";
import { checkedBody, includeQuery, pageQuery, param, type Call, type Operation } from "../http/call.js";
import { eventStream, type Reply } from "../http/reply.js";
import { objectOf, textsOf, type JsonObject } from "../json.js";
import { plan, type Plan } from "../engine/create.js";
import type { LiveResponse } from "../engine/live.js";
import { rememberLater } from "../engine/memory.js";
import { run, type Run } from "../engine/run.js";
import type { StreamEvent } from "../events/event.js";
import { showItem, showResponse } from "../present.js";
import type { Step } from "../script/step.js";
import type { Service } from "../service.js";
import { page } from "../store/table.js";
import { includes } from "../validate/responses.js";
import { ofType } from "./itemType.js";
import { streamChunks } from "./stream.js";

/** `POST /responses` */
export const createResponse: Operation = async (call) => {
  const { service, surface } = call;
  const body = checkedRequest(call);
  const planned = plan({
    state: service.state,
    surface,
    body,
    boundAgent: call.boundAgent,
    unverified: service.unverified,
    prompts: service.options.prompts,
    contextWindow: service.options.contextWindow,
    turnNumber: service.log.nextTurn,
  });
  const { live } = planned;
  const job = start(call, planned);
  if (live.background) {
    void drive(job);
    return live.stream
      ? streamed(call, live, live.listen(-1))
      : showResponse(live.record, { include: includesOf(body), surface });
  }
  await refuseIfScripted(service, planned, job);
  const events = run(job);
  if (live.stream) return streamed(call, live, events);
  let next = await events.next();
  while (!next.done) next = await events.next();
  return showResponse(live.record, { include: includesOf(body), surface });
};

/** Parameters of chat completions and assistants, and where responses have them (as reported). */
const MOVED: Readonly<Record<string, string>> = {
  messages: "input",
  response_format: "text.format",
  reasoning_effort: "reasoning.effort",
};

/** The body, with the agent under its one name. @throws ApiError 400 */
function checkedRequest(call: Call): JsonObject {
  const moved = Object.keys(call.body).find((name) => Object.hasOwn(MOVED, name));
  if (moved !== undefined) throw movedParameter(moved, MOVED[moved]!);
  const { fields, unverified } = call.service;
  if (call.surface === "openai") return checkedBody(call, fields.openai.response);
  const { agentKey } = unverified;
  const other = agentKey === "agent" ? "agent_reference" : "agent";
  if (call.body[other] !== undefined) {
    throw badRequest(`The '${other}' property is deprecated. Use '${agentKey}' instead.`, other, "invalid_payload");
  }
  const { [agentKey]: agent_reference, ...rest } = checkedBody(call, fields.foundry.response);
  return agent_reference === undefined ? rest : { ...rest, agent_reference };
}

/** Takes the conversation, notes the turn and makes the job. */
function start({ service, surface }: Call, planned: Plan): Run {
  const { live, turn, conversation, store } = planned;
  const { state, options, unverified } = service;
  if (conversation) {
    if (conversation.lockedBy !== undefined) throw conversationLocked(surface, unverified.lockOnFoundry);
    conversation.lockedBy = live.id;
  }
  if (store) state.responses.set(live.id, live);
  service.log.turn(turn);
  let thought: Promise<readonly Step[]> | undefined;
  return {
    state,
    live,
    turn,
    offsets: unverified.textOffsets,
    backgroundDelay: options.backgroundDelay ?? 10,
    think: () => (thought ??= service.ask(turn)),
    settle: () => {
      if (conversation) conversation.lockedBy = undefined;
      // Only what was finished counts; a failed or cancelled turn leaves conversation and memory as they were.
      if (live.record.status !== "completed" && live.record.status !== "incomplete") return;
      rememberLater(state, turn, planned.input);
      if (!conversation) return;
      for (const item of [...planned.input, ...live.record.output]) conversation.items.set(item.id, item);
    },
  };
}

/** A script may answer with an HTTP error, as long as nothing was sent. */
async function refuseIfScripted(service: Service, planned: Plan, job: Run): Promise<void> {
  const first = await job.think().then(
    (steps) => steps[0],
    () => undefined, // a model that throws fails the response: the run says so
  );
  if (!first || !("http_error" in first)) return;
  service.state.responses.delete(planned.live.id);
  if (planned.conversation) planned.conversation.lockedBy = undefined;
  planned.turn.status = "refused";
  const { status, message, code, headers } = first.http_error;
  throw new ApiError(status, message, { code: code ?? null, headers });
}

/** Runs a background response to its end, for whoever asks later. */
async function drive(job: Run): Promise<void> {
  for await (const event of run(job)) job.live.tell(event);
  job.live.end();
}

function streamed(call: Call, live: LiveResponse, events: AsyncGenerator<StreamEvent>): Reply {
  const options = objectOf(call.body["stream_options"]);
  const obfuscate = options["include_obfuscation"] !== false && call.query.get("include_obfuscation") !== "false";
  const include = [...includesOf(call.body), ...includeQuery(call)];
  const chunks = streamChunks(events, live.record, { include, surface: call.surface }, obfuscate);
  // A background response goes on without its reader.
  return eventStream(chunks, live.background ? undefined : () => live.stop());
}

/** `GET /responses/{response_id}`, also as a stream that goes on after `starting_after`. */
export const getResponse: Operation = (call) => {
  const live = stored(call);
  includes.check(includeQuery(call), "include");
  if (call.query.get("stream") !== "true")
    return showResponse(live.record, { include: includeQuery(call), surface: call.surface });
  if (!live.background || !live.stream) {
    throw badRequest(
      `Response with id '${live.id}' cannot be streamed: only responses created with 'background' and 'stream' set to true can.`,
      "stream",
      "invalid_value",
    );
  }
  const after = call.query.get("starting_after");
  if (after !== null && !/^\d+$/.test(after))
    throw badRequest("Invalid 'starting_after': expected an integer.", "starting_after", "invalid_type");
  return streamed(call, live, live.listen(after === null ? -1 : Number(after)));
};

/** `POST /responses/{response_id}/cancel`; cancelling what is over gives it back as it is. */
export const cancelResponse: Operation = async (call) => {
  const live = stored(call);
  if (!live.background) throw badRequest("Cannot cancel a synchronous response.", "response_id");
  live.stop();
  await live.over;
  return showResponse(live.record, { include: [], surface: call.surface });
};

/** `DELETE /responses/{response_id}` */
export const deleteResponse: Operation = (call) => {
  const live = stored(call);
  live.stop();
  call.service.state.responses.delete(live.id);
  return { id: live.id, object: "response.deleted", deleted: true };
};

/** `GET /responses/{response_id}/input_items` */
export const listInputItems: Operation = (call) => {
  const live = stored(call);
  includes.check(includeQuery(call), "include");
  const view = { include: includeQuery(call), surface: call.surface };
  return page(
    ofType(call, live.context),
    pageQuery(call),
    (item) => item.id,
    (item) => showItem(item, view),
  );
};

/** `GET /responses` (Foundry only): newest first, by conversation or agent. */
export const listResponses: Operation = (call) => {
  const conversation = call.query.get("conversation_id");
  const agent = call.query.get("agent_name");
  const rows = [...call.service.state.responses.values()].filter(
    (live) =>
      (conversation === null || objectOf(live.record["conversation"])["id"] === conversation) &&
      (agent === null || live.agentName === agent) &&
      (live.agentName !== undefined || call.service.unverified.agentlessResponsesListed),
  );
  const show = (live: LiveResponse): JsonObject => showResponse(live.record, { include: [], surface: call.surface });
  return page(rows, pageQuery(call), (live) => live.id, show);
};

function stored(call: Call): LiveResponse {
  const id = param(call, "response_id");
  const live = call.service.state.responses.get(id);
  if (!live) throw notFound("Response", id);
  return live;
}

function includesOf(body: JsonObject): string[] {
  return textsOf(body["include"]);
}
