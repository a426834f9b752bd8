import { agentsOf } from "../agents/agents.js";
import { param, required, type Call, type Operation } from "../call.js";
import { ClassicError, runWhileActive } from "../errors.js";
import { conversationId, responseId } from "../ids.js";
import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../json.js";
import { cut, listOf, pageQuery } from "../paging.js";
import type { ClassicEvent, Reply } from "../reply.js";
import { activeRun, refusal } from "../runs/active.js";
import { findRun, latestOf, recover, responsesIn } from "../runs/find.js";
import { leavePointer, observe } from "../runs/observe.js";
import { planRun, responseRequest, RUN, type Plan } from "../runs/plan.js";
import { showRun } from "../show/run.js";
import type { RunRecord } from "../state/records.js";
import { openStream, streamRun } from "../stream/run.js";
import { addMessages } from "../threads/messages.js";
import { attached, madeResources, resourceMetadata, resourcesOf, type ThreadResources } from "../threads/resources.js";
import { conversationOf, makeConversation, setMetadata, showThread } from "./threads.js";

/** `POST /threads/{thread_id}/runs` */
export const createRun: Operation = (call) => {
  const conversation = conversationId(param(call, "thread_id"));
  const start = () => startRun(call, () => conversationOf(call));
  if (call.body.stream === true) return start();
  return call.shim.running.once(`run ${conversation}`, call.request.headers, JSON.stringify(call.body), start);
};

/** `POST /threads/runs` */
export const createThreadAndRun: Operation = async (call) => {
  required(call, "assistant_id");
  const conversation = await makeConversation(call, objectOf(call.body.thread));
  const before = [{ event: "thread.created", data: showThread(call, conversation) }];
  return startRun(call, async () => conversation, before);
};

/** Starts a run on a conversation. @param before events that a stream begins with */
async function startRun(
  call: Call,
  conversationFor: () => Promise<JsonObject>,
  before: readonly ClassicEvent[] = [],
): Promise<JsonObject | Reply> {
  const assistant = required(call, "assistant_id");
  const [definition, conversation] = await Promise.all([agentsOf(call).get(assistant), conversationFor()]);
  const id = textOf(conversation.id)!;
  const active = await activeRun(call, id);
  const { ids } = call.shim;
  if (active !== undefined) throw runWhileActive(ids.thread(id), ids.run(active));
  try {
    const resources = await addedMessages(call, conversation);
    const body = { ...call.body, ...(await runResources(call)) };
    const plan = planRun(call.upstream.foundry, definition, resources, body);
    const request = { ...responseRequest(plan, id, call.shim.options), input: [] };
    if (call.body.stream === true) {
      const stream = await openStream(call, request);
      const run = await beginRun(call, plan, id, stream.response);
      return streamRun(call, run, stream, { before, isNew: true });
    }
    const response = await inBackground(call, request);
    const run = await beginRun(call, plan, id, response);
    return showRun(await observe(call, run, response), response, ids);
  } catch (error) {
    throw await refusal(call, id, error, runWhileActive);
  }
}

/** Adds the run's own messages to the thread. @returns what the thread's tools work on after them */
async function addedMessages(call: Call, conversation: JsonObject): Promise<ThreadResources> {
  const messages = objectsOf(call.body.additional_messages);
  const before = resourcesOf(conversation.metadata);
  if (messages.length === 0) return before;
  const attachments = messages.flatMap((message) => objectsOf(message.attachments));
  const resources = await attached(call, attachments, before);
  const id = textOf(conversation.id)!;
  if (attachments.length > 0) {
    await setMetadata(call, id, { ...objectOf(conversation.metadata), ...resourceMetadata(resources) });
  }
  await addMessages(call, id, messages);
  return resources;
}

async function runResources(call: Call): Promise<JsonObject> {
  const { tool_resources } = call.body;
  return tool_resources == null ? {} : { tool_resources: await madeResources(call, tool_resources) };
}

/** Creates a response that answers at once; where the service does not do that with a conversation, one that answers when it is done. */
export async function inBackground(call: Call, body: JsonObject): Promise<JsonObject> {
  try {
    return await call.upstream.json(await call.upstream.respond({ ...body, background: true }));
  } catch (error) {
    if (!(error instanceof ClassicError) || error.param !== "background") throw error;
    return call.upstream.json(await call.upstream.respond(body));
  }
}

async function beginRun(call: Call, plan: Plan, conversation: string, response: JsonObject): Promise<RunRecord> {
  const id = textOf(response.id)!;
  const created = numberOf(response.created_at) ?? call.shim.now();
  const run: RunRecord = { ...plan, id, conversation, created, links: [{ id }] };
  await call.shim.state.begin(run);
  return run;
}

/** `GET /threads/{thread_id}/runs/{run_id}` */
export const retrieveRun: Operation = async (call) => {
  const run = await findRun(call);
  const response = await latestOf(call, run);
  const seen = await observe(call, run, response);
  if (seen !== run) await leavePointer(call, seen);
  return showRun(seen, response, call.shim.ids);
};

/** `POST /threads/{thread_id}/runs/{run_id}`: responses cannot be changed, so the metadata is kept in the store. */
export const updateRun: Operation = async (call) => {
  const run = await findRun(call);
  const changed = call.body.metadata == null ? run : { ...run, metadata: objectOf(call.body.metadata) };
  await call.shim.state.saveRun(changed);
  return showRun(changed, await latestOf(call, changed), call.shim.ids);
};

/** `GET /threads/{thread_id}/runs`: Foundry lists responses by conversation; elsewhere the store knows the runs. */
export const listRuns: Operation = async (call) => {
  const query = pageQuery(call);
  const conversation = textOf((await conversationOf(call)).id)!;
  const ids = await runIds(call, conversation);
  const native = (id: string | undefined) => (id === undefined ? id : responseId(id));
  const { rows, more } = cut(ids, { ...query, after: native(query.after), before: native(query.before) }, (id) => id);
  const runs = await Promise.all(
    rows.map(async (id) => {
      const run = (await call.shim.state.run(id)) ?? (await recover(call, conversation, id));
      return run && showRun(run, await latestOf(call, run), call.shim.ids);
    }),
  );
  return listOf(
    runs.filter((run) => run !== undefined),
    more,
  );
};

/** First responses of the runs of a conversation, oldest first. */
async function runIds(call: Call, conversation: string): Promise<readonly string[]> {
  if (!call.upstream.foundry) return (await call.shim.state.thread(conversation)).runs;
  const responses = await responsesIn(call, conversation);
  return responses.filter((response) => objectOf(response.metadata)[RUN] === undefined).map(({ id }) => textOf(id)!);
}
