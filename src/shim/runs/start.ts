import type { Definition } from "../agents/definition.js";
import type { Call } from "../call.js";
import { runWhileActive } from "../errors.js";
import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../json.js";
import { setMetadata } from "../operations/threads.js";
import type { ClassicEvent, Reply } from "../reply.js";
import { showRun } from "../show/run.js";
import type { RunRecord } from "../state/records.js";
import { openStream, streamRun } from "../stream/run.js";
import { addMessages, takeBackMessages } from "../threads/messages.js";
import { attached, madeResources, resourceMetadata, resourcesOf, type ThreadResources } from "../threads/resources.js";
import { activeRun, refusal } from "./active.js";
import { failedRun, failsRun, tellFailure } from "./failed.js";
import { observe } from "./observe.js";
import { planRun, responseRequest, type Plan } from "./plan.js";
import { inBackground } from "./respond.js";

/**
 * Starts a run on a conversation. When the service refuses, none of the run's own messages stay behind: SDKs send the request again.
 * @param before events that a stream begins with
 * @throws ClassicError
 */
export async function startRun(
  call: Call,
  definition: Definition,
  conversation: JsonObject,
  before: readonly ClassicEvent[] = [],
): Promise<JsonObject | Reply> {
  const id = textOf(conversation.id)!;
  const { ids } = call.shim;
  try {
    const active = await activeRun(call, id);
    if (active !== undefined) throw runWhileActive(ids.thread(id), ids.run(active));
    const resources = await attachedBefore(call, conversation);
    const body = { ...call.body, ...(await ownResources(call)) };
    const plan = planRun(call.upstream.foundry, definition, resources, body);
    const request = { ...responseRequest(plan, id, call.shim.options), input: [] };
    const respond = await withMessages(call, id, () => begin(call, plan, id, request, before));
    return await respond();
  } catch (error) {
    throw await refusal(call, id, error, runWhileActive);
  }
}

/** Does something with the run's own messages in the thread; when it fails, they are taken back. */
async function withMessages<Result>(call: Call, conversation: string, work: () => Promise<Result>): Promise<Result> {
  const added = await addMessages(call, conversation, objectsOf(call.body.additional_messages));
  try {
    return await work();
  } catch (error) {
    await takeBackMessages(call, conversation, added);
    throw error;
  }
}

/** Asks for the run's first response. @returns what tells of it, once the request has been accepted */
async function begin(
  call: Call,
  plan: Plan,
  conversation: string,
  request: JsonObject,
  before: readonly ClassicEvent[],
): Promise<() => Promise<JsonObject | Reply>> {
  const beginning = { before, isNew: true };
  try {
    if (call.body.stream === true) {
      const stream = await openStream(call, request);
      return async () => streamRun(call, await noted(call, plan, conversation, stream.response), stream, beginning);
    }
    const response = await inBackground(call, request);
    return async () => {
      const run = await noted(call, plan, conversation, response);
      return showRun(await observe(call, run, response), response, call.shim.ids);
    };
  } catch (error) {
    if (!failsRun(call, error)) throw error;
    const run = await failedRun(call, plan, conversation, error);
    return async () => tellFailure(call, run, beginning);
  }
}

/** What the thread's tools work on, with what is attached to the run's own messages. */
async function attachedBefore(call: Call, conversation: JsonObject): Promise<ThreadResources> {
  const before = resourcesOf(conversation.metadata);
  const attachments = objectsOf(call.body.additional_messages).flatMap((message) => objectsOf(message.attachments));
  if (attachments.length === 0) return before;
  const resources = await attached(call, attachments, before);
  const metadata = { ...objectOf(conversation.metadata), ...resourceMetadata(resources) };
  await setMetadata(call, textOf(conversation.id)!, metadata);
  return resources;
}

async function ownResources(call: Call): Promise<JsonObject> {
  const { tool_resources } = call.body;
  return tool_resources == null ? {} : { tool_resources: await madeResources(call, tool_resources) };
}

async function noted(call: Call, plan: Plan, conversation: string, response: JsonObject): Promise<RunRecord> {
  const id = textOf(response.id)!;
  const created = numberOf(response.created_at) ?? call.shim.now();
  const run: RunRecord = { ...plan, id, conversation, created, links: [{ id }] };
  await call.shim.state.begin(run);
  return run;
}
