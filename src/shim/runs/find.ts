import { agentsOf } from "../agents/agents.js";
import { param, type Call } from "../call.js";
import { isMissing, noRun } from "../errors.js";
import { conversationId, responseId } from "../ids.js";
import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../json.js";
import { toClassic } from "../mapping/result.js";
import { classicResources } from "../mapping/tools.js";
import { settingsOf } from "../agents/definition.js";
import type { Link, RunRecord } from "../state/records.js";
import { POINTER } from "../threads/resources.js";
import { ASSISTANT, included, PREVIOUS, RUN, runMetadata } from "./plan.js";

/** Seconds that the service's clock may be behind. */
const CLOCKS_DIFFER_BY = 5;

/** The run in the path. @throws ClassicError 404 "No run found" */
export async function findRun(call: Call): Promise<RunRecord> {
  const shown = param(call, "run_id");
  const conversation = conversationId(param(call, "thread_id"));
  const id = responseId(shown);
  const run = (await call.shim.state.run(id)) ?? (await recover(call, conversation, id));
  if (!run || run.conversation !== conversation) throw noRun(shown);
  return run;
}

/** The latest response of a run; nothing for one that failed before it had any. @throws ClassicError 404 "No run found" when the service has let go of it */
export async function latestOf(call: Call, run: RunRecord): Promise<JsonObject> {
  const last = run.links.at(-1);
  return last ? responseOf(call, run, last.id) : {};
}

/** One response of a run, with what its steps show. */
export async function responseOf(call: Call, run: RunRecord, id: string): Promise<JsonObject> {
  try {
    return await call.upstream.call("responses.retrieve", {
      path: { response_id: id },
      include: included(run.settings),
    });
  } catch (error) {
    throw isMissing(error) ? noRun(call.shim.ids.run(run.id)) : error;
  }
}

/**
 * Puts a run together again from what the service holds, for a process that has not seen it: its first response, the links in the metadata
 * of the others, and the pointer in that of the conversation.
 */
export async function recover(call: Call, conversation: string, id: string): Promise<RunRecord | undefined> {
  let first: JsonObject;
  try {
    first = await call.upstream.call("responses.retrieve", { path: { response_id: id } });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const metadata = objectOf(first.metadata);
  const belongs = textOf(objectOf(first.conversation).id) === conversation;
  // A response that goes on with a run is no run.
  if (!belongs || metadata[RUN] !== undefined) return undefined;
  const [status, later] = await continuations(call, conversation, id);
  const responses = [first, ...later];
  const links = await Promise.all(responses.map((response, index) => linkOf(call, response, responses[index + 1])));
  const reference = objectOf(first.agent_reference);
  const name = textOf(reference.name);
  const run = {
    id,
    conversation,
    assistant: textOf(metadata[ASSISTANT]) ?? name ?? "",
    created: numberOf(first.created_at) ?? 0,
    links,
    settings: await settingsOfResponse(call, first, name),
    ...(name !== undefined && { agent: {} }),
    metadata: runMetadata(metadata),
    ...(status === "cancelled" && { ended: { status: "cancelled" as const, at: call.shim.now() } }),
  };
  await call.shim.state.saveRun(run);
  return run;
}

/**
 * A run that a process began which was killed before it could note it: one that the service has and the store does not know. Foundry alone
 * lists them.
 * @param since milliseconds; when it was asked for
 * @returns its id as programs see it
 */
export async function lostRun(call: Call, conversation: string, since: number): Promise<string | undefined> {
  if (!call.upstream.foundry) return undefined;
  const { state, ids } = call.shim;
  const { runs } = await state.thread(conversation);
  const isLost = ({ id, metadata, created_at }: JsonObject) =>
    objectOf(metadata)[RUN] === undefined &&
    !runs.includes(textOf(id)!) &&
    (numberOf(created_at) ?? 0) >= Math.floor(since / 1000) - CLOCKS_DIFFER_BY;
  const id = textOf((await responsesIn(call, conversation)).filter(isLost).at(-1)?.id);
  const run = id === undefined ? undefined : await recover(call, conversation, id);
  if (run) await state.begin(run);
  return run && ids.run(run.id);
}

/** The responses that went on with a run, oldest first, and the status that the pointer has for it. */
async function continuations(
  call: Call,
  conversation: string,
  id: string,
): Promise<readonly [status: string | undefined, responses: readonly JsonObject[]]> {
  const stored = await call.upstream.call("conversations.retrieve", { path: { conversation_id: conversation } });
  const [first, last, status] = (textOf(objectOf(stored.metadata)[POINTER]) ?? "").split("|");
  const pointed = first === id ? status : undefined;
  if (call.upstream.foundry) {
    const all = await responsesIn(call, conversation);
    return [pointed, all.filter((response) => objectOf(response.metadata)[RUN] === id)];
  }
  const responses: JsonObject[] = [];
  for (let next = first === id && last !== id ? last : undefined; next !== undefined;) {
    const response = await call.upstream.call("responses.retrieve", { path: { response_id: next } });
    responses.unshift(response);
    const previous = textOf(objectOf(response.metadata)[PREVIOUS]);
    next = previous === id ? undefined : previous;
  }
  return [pointed, responses];
}

/** All responses in a conversation, oldest first; Foundry alone lists them. */
export async function responsesIn(call: Call, conversation: string): Promise<readonly JsonObject[]> {
  const responses: JsonObject[] = [];
  for (let after: string | undefined, more = true; more;) {
    const page = await call.upstream.list("/responses", {
      conversation_id: conversation,
      order: "asc",
      limit: 100,
      after,
    });
    const data = objectsOf(page.data);
    responses.push(...data);
    after = textOf(data.at(-1)?.id);
    more = page.has_more === true && after !== undefined;
  }
  return responses;
}

/** A response as a link, with the outputs that the next one brought for its calls. */
async function linkOf(call: Call, response: JsonObject, next: JsonObject | undefined): Promise<Link> {
  const id = textOf(response.id)!;
  const usage = response.usage === null || response.usage === undefined ? undefined : objectOf(response.usage);
  if (!next) return { id, ...(usage && { usage }) };
  const items = await call.upstream.call("responses.inputItems.list", {
    path: { response_id: textOf(next.id)! },
    query: { order: "desc", limit: 100 },
  });
  const calls = objectsOf(response.output).map((item) => item.call_id);
  const outputs = objectsOf(items.data).filter(
    (item) => item.type === "function_call_output" && calls.includes(item.call_id),
  );
  const answers = Object.fromEntries(outputs.map((item) => [textOf(item.call_id)!, textOf(item.output) ?? ""]));
  return { id, ...(usage && { usage }), answers };
}

/** Settings of a run: its agent's, or those that the response repeats. */
async function settingsOfResponse(call: Call, response: JsonObject, agent: string | undefined): Promise<JsonObject> {
  if (agent !== undefined) {
    try {
      return (await agentsOf(call).get(agent)).settings;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  const fields = toClassic("Run", response);
  const { tool_choice, parallel_tool_calls, max_completion_tokens } = fields;
  return {
    ...settingsOf({
      ...fields,
      tools: response.tools ?? [],
      tool_resources: classicResources(response.tools),
    }),
    ...(tool_choice != null && { tool_choice }),
    ...(parallel_tool_calls != null && { parallel_tool_calls }),
    ...(max_completion_tokens != null && { max_completion_tokens }),
  };
}
