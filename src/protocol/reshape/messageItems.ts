import { isEmpty, isList, isObject, quote } from "../json.js";
import { CannotReshape, type Json, type JsonObject, type Reshape } from "../types.js";
import { contentFor } from "./messageContent.js";

/** Messages of a thread → items of a conversation, in the same order. */
export const messageItems: Reshape = { name: "messageItems", apply: toItems };

/** `additional_messages` of a run → `input`, after the developer message that `additional_instructions` becomes. */
export const additionalMessages: Reshape = {
  name: "additionalMessages",
  needs: ["additional_instructions"],
  apply: (messages, rest) => runInput(messages, rest?.additional_instructions),
};

/** `additional_instructions` of a run → a developer message in `input`, before the additional messages. */
export const additionalInstructions: Reshape = {
  name: "additionalInstructions",
  needs: ["additional_messages"],
  apply: (instructions, rest) => runInput(rest?.additional_messages, instructions),
};

/** What a run says beyond its thread, as the input of a response. */
function runInput(messages: Json | undefined, instructions: Json | undefined): Json | undefined {
  const items = isEmpty(messages) ? [] : toItems(messages!);
  const input = isEmpty(instructions)
    ? items
    : [{ type: "message", role: "developer", content: instructions! }, ...items];
  return input.length === 0 ? undefined : input;
}

function toItems(messages: Json): readonly Json[] {
  if (isList(messages)) return messages.map(toItem);
  throw new CannotReshape(`Messages ${quote(messages)} are not a list.`);
}

function toItem(message: Json): Json {
  if (!isObject(message) || typeof message.role !== "string" || message.content === undefined) {
    throw new CannotReshape(`Message ${quote(message)} needs a role and content.`);
  }
  refuseLoss(message);
  return { type: "message", role: message.role, content: contentFor(message.content, message.role) };
}

function refuseLoss(message: JsonObject): void {
  if (!isEmpty(message.attachments) || !isEmpty(message.file_ids)) {
    throw new CannotReshape(
      "A message item cannot carry attachments: give the files to the code_interpreter tool (container.file_ids) or, in a vector store, to the file_search tool.",
    );
  }
  if (!isEmpty(message.metadata)) {
    throw new CannotReshape("A message item cannot carry metadata: keep it in your own storage, by the item's id.");
  }
}
