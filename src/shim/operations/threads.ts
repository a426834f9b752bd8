import { param, type Call, type Operation } from "../call.js";
import { isMissing, noOperation, noThread } from "../errors.js";
import { conversationId } from "../ids.js";
import { objectsOf, textOf, type JsonObject } from "../json.js";
import { toClassic } from "../mapping/result.js";
import { listOf, pageQuery } from "../paging.js";
import { addMessages, plainMessages } from "../threads/messages.js";
import {
  attached,
  keptMetadata,
  madeResources,
  ownMetadata,
  resourceMetadata,
  resourcesOf,
  shownResources,
  threadResources,
} from "../threads/resources.js";
import { toCurrent } from "../mapping/request.js";
import { LIMITS } from "../../protocol/current.js";

/** `POST /threads` */
export const createThread: Operation = async (call) => showThread(call, await makeConversation(call, call.body));

/** Makes the conversation of a new thread with its messages. @param thread body of `POST /threads` */
export async function makeConversation(call: Call, thread: JsonObject): Promise<JsonObject> {
  const messages = objectsOf(thread.messages);
  const given = threadResources(await madeResources(call, thread.tool_resources));
  const attachments = messages.flatMap((message) => objectsOf(message.attachments));
  const resources = await attached(call, attachments, given);
  const metadata = { ...ownMetadata(thread.metadata), ...resourceMetadata(resources) };
  const noted = messages.some((message) => message.attachments != null || message.metadata != null);
  // Only items that are added later tell their ids, which notes on messages are kept by.
  const first = noted ? [] : messages.slice(0, LIMITS.itemsPerCall);
  const body = toCurrent("threads.create", { messages: plainMessages(first), metadata });
  const conversation = await call.upstream.call("conversations.create", { body });
  try {
    await addMessages(call, textOf(conversation.id)!, messages.slice(first.length));
  } catch (error) {
    await unmake(call, conversation);
    throw error;
  }
  return conversation;
}

/** Takes a conversation back that was made for nothing; one that stays is not worth another error. */
export async function unmake(call: Call, { id }: JsonObject): Promise<void> {
  await call.upstream.call("conversations.delete", { path: { conversation_id: textOf(id)! } }).catch(() => undefined);
}

/** `GET /threads/{thread_id}` */
export const retrieveThread: Operation = async (call) => showThread(call, await conversationOf(call));

/** `POST /threads/{thread_id}`: metadata and resources are replaced where they are given. */
export const updateThread: Operation = async (call) => {
  const conversation = await conversationOf(call);
  const { metadata, tool_resources } = call.body;
  const before = resourcesOf(conversation.metadata);
  const resources = tool_resources == null ? before : threadResources(await madeResources(call, tool_resources));
  const changed = await setMetadata(call, textOf(conversation.id)!, {
    ...(metadata == null ? ownMetadata(conversation.metadata) : ownMetadata(metadata)),
    ...pointerOf(conversation),
    ...resourceMetadata(resources),
  });
  return showThread(call, changed);
};

/** `DELETE /threads/{thread_id}` */
export const deleteThread: Operation = async (call) => {
  const id = param(call, "thread_id");
  const conversation = conversationId(id);
  try {
    await call.upstream.call("conversations.delete", { path: { conversation_id: conversation } });
  } catch (error) {
    throw isMissing(error) ? noThread(id) : error;
  }
  await call.shim.state.forgetThread(conversation);
  return { id, object: "thread.deleted", deleted: true };
};

/** `GET /threads`: Foundry alone ever listed them. */
export const listThreads: Operation = async (call) => {
  if (!call.upstream.foundry || call.surface !== "foundry") throw noOperation("GET", "/threads");
  const { limit, order, after, before } = pageQuery(call);
  const cursor = (id: string | undefined) => (id === undefined ? id : conversationId(id));
  const page = await call.upstream.list("/conversations", {
    limit,
    order,
    after: cursor(after),
    before: cursor(before),
  });
  const threads = objectsOf(page.data).map((conversation) => showThread(call, conversation));
  return listOf(threads, page.has_more === true);
};

/** The conversation of the thread in the path. @throws ClassicError 404 "No thread found" */
export async function conversationOf(call: Call): Promise<JsonObject> {
  const id = param(call, "thread_id");
  try {
    return await call.upstream.call("conversations.retrieve", { path: { conversation_id: conversationId(id) } });
  } catch (error) {
    throw isMissing(error) ? noThread(id) : error;
  }
}

/** Replaces the metadata of a conversation. */
export function setMetadata(call: Call, conversation: string, metadata: JsonObject): Promise<JsonObject> {
  return call.upstream.call("conversations.update", {
    path: { conversation_id: conversation },
    body: toCurrent("threads.update", { metadata }),
  });
}

export function showThread(call: Call, conversation: JsonObject): JsonObject {
  return {
    ...toClassic("Thread", conversation),
    id: call.shim.ids.thread(textOf(conversation.id)!),
    object: "thread",
    metadata: ownMetadata(conversation.metadata),
    tool_resources: shownResources(resourcesOf(conversation.metadata)),
  };
}

/** What the shim keeps in the metadata beside the resources. */
function pointerOf(conversation: JsonObject): JsonObject {
  const { _ar } = keptMetadata(conversation.metadata);
  return _ar === undefined ? {} : { _ar };
}
