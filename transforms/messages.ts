import type { Operation } from "../src/analysis/operation.js";
import type { Json } from "../src/protocol/types.js";
import { appendMembers } from "./agents.js";
import { isUnused, printCall } from "./emit.js";
import { messages as rule } from "./registry.js";
import { translateRequest, Untranslatable } from "./request.js";
import type { Rewrite } from "./rewrite.js";

/** Items on the largest page: a page that is smaller may hold no message at all. */
const LARGEST_PAGE = 100;

/** `messages.create` → one item added to the conversation. */
export function createMessage(cx: Rewrite, operation: Operation): void {
  const request = translateRequest(cx, operation);
  const { items, ...rest } = request.fields as { items: readonly Readonly<Record<string, Json>>[] } & Record<
    string,
    Json
  >;
  const fields = { ...rest, items: [{ type: "message", ...items[0] }] };
  cx.replaceCall(operation, rule, printCall(cx, operation, "conversations.items.create", { ...request, fields }), {
    text: "conversations.items.create",
    reason: "The message becomes an item of the conversation.",
  });
  if (!isUnused(operation.call) && isRead(cx, operation)) appendMembers(cx, operation, ["data", 0]);
}

/** `messages.retrieve`, `messages.delete` → the item. */
export function translateMessage(cx: Rewrite, operation: Operation): void {
  const current = operation.id === "messages.delete" ? "conversations.items.delete" : "conversations.items.retrieve";
  cx.replaceCall(operation, rule, printCall(cx, operation, current, translateRequest(cx, operation)), {
    text: current,
    reason: "Messages are items of the conversation.",
  });
}

/** `messages.list` → the items of the conversation; what reads the list keeps the messages among them. */
export function listMessages(cx: Rewrite, operation: Operation): void {
  const request = translateRequest(cx, operation);
  const limit = literalLimit(operation);
  if (operation.args.has("limit") && limit === undefined) {
    throw new Untranslatable(
      "`limit` counts items of every kind now, and its value is not known here",
      "Write the limit as a number, or read the list and take the messages you need.",
    );
  }
  if (limit !== undefined && limit < LARGEST_PAGE) request.fields.limit = LARGEST_PAGE;
  cx.replaceCall(operation, rule, printCall(cx, operation, "conversations.items.list", request), {
    text: "conversations.items.list",
    reason: "The list has items of every kind; what reads it keeps the messages.",
  });
}

/** The number of messages a list was asked for, where it was written as a number. */
export function literalLimit(operation: Operation): number | undefined {
  const limit = operation.args.get("limit")?.value;
  return limit?.kind === "NumberLiteral" ? limit.value : undefined;
}

function isRead(cx: Rewrite, operation: Operation): boolean {
  return cx.flows.uses.some(
    (use) => use.kind === "Member" && cx.values.results(use.object).some((v) => v.operation === operation),
  );
}
