import { LIMITS } from "../../protocol/current.js";
import { isEmpty, without } from "../../protocol/json.js";
import type { Call } from "../call.js";
import { objectOf, objectsOf, textOf, type JsonObject } from "../json.js";
import { toCurrent } from "../mapping/request.js";

/** Messages without what items have no place for; that is kept apart. */
export function plainMessages(messages: readonly JsonObject[]): readonly JsonObject[] {
  return messages.map((message) => without(message, "attachments", "metadata", "file_ids"));
}

/** Adds messages to a conversation, in order, all or none. Attachments must have been taken care of. @returns the items */
export async function addMessages(
  call: Call,
  conversation: string,
  messages: readonly JsonObject[],
): Promise<readonly JsonObject[]> {
  const added: JsonObject[] = [];
  try {
    for (let start = 0; start < messages.length; start += LIMITS.itemsPerCall) {
      const chunk = messages.slice(start, start + LIMITS.itemsPerCall);
      const { items } = toCurrent("threads.create", { messages: plainMessages(chunk) });
      const page = await call.upstream.call("conversations.items.create", {
        path: { conversation_id: conversation },
        body: { items: items! },
      });
      const made = objectsOf(page.data);
      added.push(...made);
      await Promise.all(made.map((item, index) => note(call, item, chunk[index]!)));
    }
    return added;
  } catch (error) {
    await takeBackMessages(call, conversation, added);
    throw error;
  }
}

/** Takes messages back whose request failed in the end: it will be sent again. As far as the service lets them go. */
export async function takeBackMessages(call: Call, conversation: string, items: readonly JsonObject[]): Promise<void> {
  const path = (item: JsonObject) => ({ conversation_id: conversation, item_id: textOf(item.id)! });
  await Promise.allSettled(items.map((item) => call.upstream.call("conversations.items.delete", { path: path(item) })));
}

/** Keeps what an item cannot say of its message. */
async function note(call: Call, item: JsonObject, message: JsonObject): Promise<void> {
  if (isEmpty(message.metadata) && isEmpty(message.attachments)) return;
  await call.shim.state.changeMessage(textOf(item.id)!, {
    created: call.shim.now(),
    metadata: objectOf(message.metadata),
    attachments: objectsOf(message.attachments),
  });
}
