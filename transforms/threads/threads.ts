import type { Operation } from "../../src/analysis/operation.js";
import { operationMapping } from "../../src/protocol/mapping/index.js";
import { fileArguments, giveToConversation, updateFiles } from "../files/carryFiles.js";
import { printCall } from "../code/emit.js";
import { threads as rule } from "../registry.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";

/** Most items that one call takes. */
const MOST_ITEMS = 20;

/** Threads become conversations: create with messages as items, retrieve, update, delete. */
export function translateThread(cx: Rewrite, operation: Operation): void {
  const current = operationMapping(operation.id)!.current[0]!;
  const files = operation.id === "threads.update" ? updateFiles(cx, operation) : undefined;
  if (files) {
    return cx.replaceCall(operation, rule, files, {
      text: current,
      reason: "Files of a thread are named in the metadata of its conversation.",
    });
  }
  if (operation.id === "threads.update" && cx.threadFiles.mayForget(operation)) {
    throw new Untranslatable(
      "an update replaces the metadata of the conversation, which names the files of the thread",
      "Read the metadata first and keep what is in it, then run again.",
    );
  }
  const request = translateRequest(cx, operation, fileArguments(cx, operation));
  giveToConversation(cx, operation, request.fields, request.holes);
  const { items } = request.fields;
  if (Array.isArray(items) && items.length > MOST_ITEMS) {
    throw new Untranslatable(
      `a conversation is created with at most ${MOST_ITEMS} items, and this thread has ${items.length} messages`,
      "Create it with the first 20 and add the others with conversations.items.create.",
    );
  }
  cx.replaceCall(operation, rule, printCall(cx, operation, current, request), {
    text: current,
    reason: "A conversation takes the place of the thread.",
  });
}
