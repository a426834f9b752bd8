import { param, required, withParam, type Call, type Operation } from "../call.js";
import { isMissing, messageWhileActive, noMessage, noThread } from "../errors.js";
import { conversationId, responseId, timeOf } from "../ids.js";
import { numberOf, objectOf, objectsOf, sameJson, textOf, type JsonObject } from "../json.js";
import { listOf, pageQuery, sift } from "../paging.js";
import { activeRun, refusal } from "../runs/active.js";
import { responsesIn } from "../runs/find.js";
import { ASSISTANT, RUN } from "../runs/plan.js";
import { onceAmongAll, type Asked } from "../runs/again.js";
import { once } from "../runs/once.js";
import { saidIn } from "../runs/observe.js";
import { reasonOf, type Status } from "../show/run.js";
import { showMessage } from "../show/message.js";
import type { MessageRecord } from "../state/records.js";
import { addMessages, plainMessages } from "../threads/messages.js";
import { toCurrent } from "../mapping/request.js";
import { attached, resourceMetadata, resourcesOf } from "../threads/resources.js";
import { conversationOf, setMetadata } from "./threads.js";

/** Addresses of images are shown on request only. */
const INCLUDE = ["message.input_image.image_url"];

/** `POST /threads/{thread_id}/messages` */
export const createMessage: Operation = (call) => {
  const conversation = conversationId(param(call, "thread_id"));
  const asked: Asked = {
    thing: `message in ${conversation}`,
    work: () => create(call),
    again: (id) => retrieveMessage(withParam(call, "message_id", id)),
    lost: () => lostMessage(call, conversation),
  };
  return once(call, asked.thing, () => onceAmongAll(call, asked));
};

/** The newest item, if it says what the request does: a process that was killed had added it. */
async function lostMessage(call: Call, conversation: string): Promise<string | undefined> {
  const path = { conversation_id: conversation };
  const page = await call.upstream.call("conversations.items.list", { path, query: { order: "desc", limit: 1 } });
  const [newest] = objectsOf(page.data);
  const { items } = toCurrent("threads.create", { messages: plainMessages([call.body]) });
  const [meant] = objectsOf(items);
  const textsIn = (item: JsonObject | undefined) => objectsOf(item?.content).map(({ text }) => text ?? null);
  const said = typeof meant?.content === "string" ? [meant.content] : textsIn(meant);
  return newest && newest.role === meant?.role && sameJson(textsIn(newest), said) ? textOf(newest.id) : undefined;
}

async function create(call: Call): Promise<JsonObject> {
  required(call, "role");
  const conversation = conversationId(param(call, "thread_id"));
  const { ids } = call.shim;
  const active = await activeRun(call, conversation);
  if (active !== undefined) throw messageWhileActive(ids.thread(conversation), ids.run(active));
  try {
    const attachments = objectsOf(call.body.attachments);
    if (attachments.length > 0) await attach(call, attachments);
    const [item] = await addMessages(call, conversation, [call.body]);
    // A message that has just been made needs no older conversation to tell its time by.
    return await show(call, { id: conversation, created_at: call.shim.now() }, shownContent(item!, call.body));
  } catch (error) {
    if (isMissing(error)) throw noThread(param(call, "thread_id"));
    throw await refusal(call, conversation, error, messageWhileActive);
  }
}

/** An answer hides the addresses of images; here they are known. */
function shownContent(item: JsonObject, message: JsonObject): JsonObject {
  const sent = objectsOf(message.content);
  const content = objectsOf(item.content).map((part, index) => {
    const url = objectOf(sent[index]?.image_url).url;
    return part.type === "input_image" && url !== undefined ? { ...part, image_url: url } : part;
  });
  return { ...item, content };
}

async function attach(call: Call, attachments: readonly JsonObject[]): Promise<void> {
  const { id, metadata } = await conversationOf(call);
  const resources = await attached(call, attachments, resourcesOf(metadata));
  await setMetadata(call, textOf(id)!, { ...objectOf(metadata), ...resourceMetadata(resources) });
}

/** `GET /threads/{thread_id}/messages` */
export const listMessages: Operation = async (call) => {
  const query = pageQuery(call);
  const conversation = await conversationOf(call);
  const id = textOf(conversation.id)!;
  const filter = call.query.get("run_id");
  const run = filter === null ? undefined : responseId(filter);
  const authors = new Authors(call, id);
  const fetch = async (order: "asc" | "desc", after: string | undefined) => {
    const page = await call.upstream.call("conversations.items.list", {
      path: { conversation_id: id },
      query: { order, after, limit: 100 },
      include: INCLUDE,
    });
    return { rows: objectsOf(page.data), next: page.has_more === true ? textOf(page.last_id) : undefined };
  };
  const keep = async (item: JsonObject) =>
    isMessage(item) && (run === undefined || (await authors.of(item)).run === run);
  const { rows, more } = await sift(fetch, query, keep, (item) => textOf(item.id)!);
  const shown: JsonObject[] = [];
  for (const item of rows) shown.push(await show(call, conversation, item, authors));
  return listOf(shown, more);
};

/** `GET /threads/{thread_id}/messages/{message_id}` */
export const retrieveMessage: Operation = async (call) => {
  const [conversation, item] = await Promise.all([conversationOf(call), itemOf(call)]);
  return show(call, conversation, item);
};

/** `POST /threads/{thread_id}/messages/{message_id}`: items cannot be changed, so the metadata is kept in the store. */
export const updateMessage: Operation = async (call) => {
  const [conversation, item] = await Promise.all([conversationOf(call), itemOf(call)]);
  const { metadata } = call.body;
  if (metadata != null) await call.shim.state.changeMessage(textOf(item.id)!, { metadata: objectOf(metadata) });
  return show(call, conversation, item);
};

/** `DELETE /threads/{thread_id}/messages/{message_id}` */
export const deleteMessage: Operation = async (call) => {
  await itemOf(call);
  const id = param(call, "message_id");
  const path = { conversation_id: conversationId(param(call, "thread_id")), item_id: id };
  await call.upstream.call("conversations.items.delete", { path });
  await call.shim.state.forgetMessage(id);
  return { id, object: "thread.message.deleted", deleted: true };
};

/** The item of the message in the path. @throws ClassicError 404 "No message found", also for items that are no messages */
async function itemOf(call: Call): Promise<JsonObject> {
  const id = param(call, "message_id");
  const path = { conversation_id: conversationId(param(call, "thread_id")), item_id: id };
  try {
    const item = await call.upstream.call("conversations.items.retrieve", { path, include: INCLUDE });
    if (isMessage(item)) return item;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  throw noMessage(id);
}

/** Messages of the developer and of the system were no messages of a thread. */
function isMessage(item: JsonObject): boolean {
  return item.type === "message" && (item.role === "user" || item.role === "assistant");
}

async function show(
  call: Call,
  conversation: JsonObject,
  item: JsonObject,
  authors = new Authors(call, textOf(conversation.id)!),
): Promise<JsonObject> {
  const { ids, now } = call.shim;
  const record = await authors.of(item);
  const earliest = numberOf(conversation.created_at) ?? 0;
  const created = record.created ?? timeOf(textOf(item.id)!, earliest, now()) ?? earliest;
  return showMessage(item, { conversation: textOf(conversation.id)!, created, record, ids, surface: call.surface });
}

/** Which run and assistant made a message: from the item, the store, or the list of responses that Foundry has. */
class Authors {
  readonly #call: Call;
  readonly #conversation: string;
  #listed: Promise<ReadonlyMap<string, MessageRecord>> | undefined;

  constructor(call: Call, conversation: string) {
    this.#call = call;
    this.#conversation = conversation;
  }

  async of(item: JsonObject): Promise<MessageRecord> {
    const id = textOf(item.id)!;
    const stored = await this.#call.shim.state.message(id);
    if (item.role !== "assistant" || stored?.run !== undefined || !this.#call.upstream.foundry) return stored ?? {};
    this.#listed ??= this.#list();
    return { ...(await this.#listed).get(id), ...stored };
  }

  async #list(): Promise<ReadonlyMap<string, MessageRecord>> {
    const made = new Map<string, MessageRecord>();
    for (const response of await responsesIn(this.#call, this.#conversation)) {
      const metadata = objectOf(response.metadata);
      const record = {
        run: textOf(metadata[RUN]) ?? textOf(response.id),
        assistant: textOf(metadata[ASSISTANT]) ?? textOf(objectOf(response.agent_reference).name),
        ...saidIn(response),
        cut: reasonOf(textOf(response.status) as Status, response),
      };
      for (const item of objectsOf(response.output)) made.set(textOf(item.id)!, record);
    }
    return made;
  }
}
