import type { Operation } from "../../src/analysis/operation.js";
import { keyedRead } from "../../src/analysis/keyedRead.js";
import { carry } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import type { Json } from "../../src/protocol/types.js";
import { appendMembers } from "../agents/agents.js";
import { attachToMessage, fileArguments } from "../files/carryFiles.js";
import { awaited, isUnused, printCall } from "../code/emit.js";
import { assignedBy, follow } from "../code/followUp.js";
import { isOfRun, listMessagesOfRun } from "./messagesOfRun.js";
import { wordOf } from "./newest.js";
import { isPaged } from "./pages.js";
import { messages as rule } from "../registry.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import { typeFor } from "../types/typeNames.js";
import type { Rewrite } from "../rewrite.js";
import { ENUMS } from "../runs/words.js";

/** Items on the largest page: a page that is smaller may hold no message at all. */
const LARGEST_PAGE = 100;

/** `messages.create` → one item added to the conversation. */
export function createMessage(cx: Rewrite, operation: Operation): void {
  const request = translateRequest(cx, operation, fileArguments(cx, operation));
  attachToMessage(cx, operation);
  tellOfFields(cx, operation);
  const { items, ...rest } = request.fields as { items?: readonly Readonly<Record<string, Json>>[] } & Record<
    string,
    Json
  >;
  if (!items) throw new Untranslatable("The message has no content", "Give it a text.");
  const fields = { ...rest, items: [{ type: "message", ...items[0] }] };
  cx.replaceCall(operation, rule, printCall(cx, operation, "conversations.items.create", { ...request, fields }), {
    text: "conversations.items.create",
    reason: "The message becomes an item of the conversation.",
  });
  if (!isUnused(operation.call) && isRead(cx, operation)) {
    appendMembers(cx, operation, ["data", 0]);
    sayMessage(cx, operation);
  }
}

/** A message of a type of the program's own is sent by the fields that this type has: said, because an object may have more than its type. */
function tellOfFields(cx: Rewrite, { args }: Operation): void {
  const declared = [...args.values()].filter(({ isDeclared }) => isDeclared);
  if (declared.length === 0) return;
  const names = declared.map(({ name }) => `\`${name}\``).join(" and ");
  cx.find(
    declared[0]!.fieldOf!,
    rule,
    "warning",
    `The message is an object that is made elsewhere; of it, ${names} are sent, the fields that its type has.`,
    "Check that no attachments or metadata come with it.",
  );
}

/**
 * Code says that an item which it just asked for, or added, is a message, where it reads what only messages have: typed code where it gets
 * it, other code in a statement behind that.
 */
function sayMessage(cx: Rewrite, operation: Operation): void {
  const { tree } = operation.call;
  const isAsked = cx.flows.usesOf(operation).some((use) => isOfMessages(cx, operation, use));
  if (!isAsked) return;
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "By its type it is an item of any kind." };
  const printer = cx.printer(tree);
  const assigned = assignedBy(operation);
  const kind = assigned && printer.member(carry(assigned.target), "type");
  const assertion = kind && printer.assertion(printer.equals(kind, printer.string("message", cx.style(tree))));
  if (assertion) return follow(cx, assigned, assertion, how);
  const held = awaited(operation.call);
  const { parent } = held;
  if (!tree.typed || parent?.kind !== "Declarator" || parent.value !== held || parent.annotation) return;
  const type = typeFor(cx, tree, "Message");
  if (type) cx.insert(tree, held.end, ` as ${type}`, how);
}

/** Whether a member of what an operation gives is one that not every item has; other items may have no id to go on with. */
function isOfMessages(cx: Rewrite, operation: Operation, use: Expression): boolean {
  const isMessage = (e: Expression) =>
    cx.values.results(e).some((v) => v.operation === operation && v.type === "Message");
  const { parent } = use;
  const byName = parent?.kind === "Member" ? keyedRead(parent.parent) : undefined;
  if (byName?.object === use) return /^(role|content)$/.test(byName.key.value) && isMessage(use);
  if (use.kind !== "Member") return false;
  const call = parent?.kind === "Argument" ? parent.parent : undefined;
  const isGiven =
    use.property === "id" && use.tree.language === "python" && call?.kind === "Call" && cx.values.operationAt(call);
  return (Boolean(isGiven) || /^(role|content)$/.test(use.property)) && isMessage(use.object);
}

/** `messages.retrieve`, `messages.delete` → the item. */
export function translateMessage(cx: Rewrite, operation: Operation): void {
  const current = operation.id === "messages.delete" ? "conversations.items.delete" : "conversations.items.retrieve";
  cx.replaceCall(operation, rule, printCall(cx, operation, current, translateRequest(cx, operation)), {
    text: current,
    reason: "Messages are items of the conversation.",
  });
  if (operation.id === "messages.retrieve") sayMessage(cx, operation);
}

/** `messages.list` → the items of the conversation; what reads the list keeps the messages among them. */
export function listMessages(cx: Rewrite, operation: Operation): void {
  if (operation.spec.select !== undefined) return pickLast(cx, operation);
  if (isOfRun(operation)) return listMessagesOfRun(cx, operation);
  const request = translateRequest(cx, operation);
  const limit = literalLimit(operation);
  if (isPaged(cx, operation)) {
    if (operation.args.has("limit"))
      cx.find(
        operation.call,
        rule,
        "warning",
        "`limit` counts items of every kind now: a page may hold fewer messages than that.",
        "Nothing is lost where the program reads on until there are no more pages.",
      );
  } else if (operation.args.has("limit") && limit === undefined) {
    throw new Untranslatable(
      "`limit` counts items of every kind now, and its value is not known here",
      "Write the limit as a number, or read the list and take the messages you need.",
    );
  } else if (limit !== undefined && limit < LARGEST_PAGE) request.fields.limit = LARGEST_PAGE;
  cx.replaceCall(operation, rule, printCall(cx, operation, "conversations.items.list", request), {
    text: "conversations.items.list",
    reason: "The list has items of every kind; what reads it keeps the messages.",
  });
}

/** `get_last_message_by_role(…)` → the first message of that role, newest first, or the first text in it. */
function pickLast(cx: Rewrite, operation: Operation): void {
  const { call, spec } = operation;
  const asked = operation.args.get("role")?.value;
  const word = asked && wordOf(cx, operation, asked);
  const [role] = (word && ENUMS["enum(Role)"]!(word === "agent" ? "assistant" : word)) || [];
  const help = "List the messages and pick the newest one of that role, then run again.";
  if (role === undefined) throw new Untranslatable("the role that is asked for is not written at the call", help);
  const printer = cx.printer(call.tree);
  const style = cx.style(call.tree);
  const is = (item: string, field: string, value: string) =>
    printer.equals(printer.member(item, field), printer.string(value, style));
  const list = printCall(cx, operation, "conversations.items.list", translateRequest(cx, operation, ["role"]));
  const levels = [{ item: "item", list, test: printer.and([is("item", "type", "message"), is("item", "role", role)]) }];
  const text = {
    item: "part",
    list: printer.member("item", "content"),
    test: is("part", "type", role === "user" ? "input_text" : "output_text"),
  };
  const all = spec.select === "lastMessageText" ? [...levels, text] : levels;
  const isLater = operation.clients.some(({ type }) => type.async);
  const instead = awaited(call);
  const code = isLater ? printer.firstLater(all) : printer.nested(all, "first");
  if (code === undefined || (isLater && instead === call))
    throw new Untranslatable("the newest message is asked for in asynchronous code", help);
  cx.replaceCall(operation, rule, code, {
    ...(isLater && { instead }),
    text: "conversations.items.list",
    reason: "The newest message of a role is the first one in the list.",
  });
}

/** The number of messages a list was asked for, where it was written as a number. */
export function literalLimit(operation: Operation): number | undefined {
  const limit = operation.args.get("limit")?.value;
  return limit?.kind === "NumberLiteral" ? limit.value : undefined;
}

function isRead(cx: Rewrite, operation: Operation): boolean {
  if (cx.given.needs(operation)) return true;
  return cx.flows
    .usesOf(operation)
    .some((use) => use.kind === "Member" && cx.values.results(use.object).some((v) => v.operation === operation));
}
