import type { Operation } from "../../src/analysis/operation.js";
import type { HelperId } from "../../src/dialects/target.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { dropData, limitOf, readersOf } from "./agentLists.js";
import { fieldsFromElsewhere } from "./agentsElsewhere.js";
import { isStable, updateRequest } from "./agentUpdate.js";
import { instead, tellOfKept } from "./configuration.js";
import { awaited } from "../code/emit.js";
import { withoutSlots } from "../files/fileSlots.js";
import { agents as rule } from "../registry.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";

// Assistants that the program keeps, by their ids, because the service keeps none and more is done with them than configuration in the
// code allows: ids are stored or sent, definitions change, are listed or told apart by name. Printed functions read and write a file.

/** `assistants.create` → a definition that is kept under a new id. */
export function createKept(cx: Rewrite, operation: Operation): void {
  const fields = fieldsFromElsewhere(cx, operation) ?? fieldsHere(cx, operation);
  tellOfKept(cx, operation.call);
  instead(cx, operation, through(cx, operation, "keepAssistant", [fields]), "assistant that is kept");
}

function fieldsHere(cx: Rewrite, operation: Operation): Code {
  const { fields, holes } = translateRequest(cx, operation);
  const tools = withoutSlots(fields.tools);
  return holes.print(tools === undefined ? fields : { ...fields, tools });
}

/** `assistants.retrieve` → what is kept under the id. */
export function retrieveKept(cx: Rewrite, operation: Operation): void {
  instead(cx, operation, kept(cx, operation), "assistant that is kept");
}

/** `assistants.update` → the given fields changed in what is kept. */
export function updateKept(cx: Rewrite, operation: Operation): void {
  const id = idOf(operation);
  const { tree } = operation.call;
  const latest = (): Code => {
    if (!isStable(id))
      throw new Untranslatable(
        "the assistant is named by an expression that this tool would have to write twice",
        "Put the assistant's id into a variable, then run again.",
      );
    const style = cx.style(tree);
    const printer = cx.printer(tree);
    const assistant = kept(cx, operation);
    return [assistant, ...(tree.language === "python" ? [".get(", printer.string("tools", style), ")"] : [".tools"])];
  };
  const changed = fieldsFromElsewhere(cx, operation, latest) ?? changedHere(cx, operation, latest);
  tellOfKept(cx, operation.call);
  const code = through(cx, operation, "changeAssistant", [carry(id), changed]);
  instead(cx, operation, code, "assistant that is kept, changed");
}

function changedHere(cx: Rewrite, operation: Operation, latest: () => Code): Code {
  const { fields, holes } = updateRequest(cx, operation, ["assistant_id"], latest);
  const tools = withoutSlots(fields.tools);
  return holes.print({ ...fields, ...(tools === undefined ? {} : { tools }) });
}

/** `assistants.delete` → what is kept goes; the function answers as the service did. */
export function deleteKept(cx: Rewrite, operation: Operation): void {
  tellOfKept(cx, operation.call);
  instead(
    cx,
    operation,
    through(cx, operation, "forgetAssistant", [carry(idOf(operation))]),
    "assistant that is kept no more",
  );
}

/** `assistants.list` → all that are kept, newest first. */
export function listKept(cx: Rewrite, operation: Operation): void {
  const unknown = ["after", "before", "order"].find(
    (name) => operation.args.has(name) && !isNewestFirst(cx, operation, name),
  );
  const whole = awaited(operation.call);
  const isLooped = whole.parent?.kind === "Loop" || whole.parent?.kind === "Clause";
  if (unknown !== undefined || (isLooped && operation.call.tree.language === "python" && isAsync(operation)))
    throw new Untranslatable(
      `assistants are listed ${unknown === undefined ? "by an asynchronous loop" : `with \`${unknown}\``}, and the program has all of them at once now`,
      "Read the whole list and take from it what you need.",
    );
  const readers = readersOf(cx, operation);
  if (readers.some(({ taken }) => taken !== undefined))
    throw new Untranslatable(
      "the list of assistants is taken apart where it is assigned",
      "Give the page a variable, and read its `data`.",
    );
  dropData(cx, operation, readers, limitOf(cx, operation));
  const all = through(cx, operation, "listAssistants", []);
  tellOfKept(cx, operation.call);
  instead(cx, operation, all, "list of assistants that are kept");
}

/** Whether an argument only says what holds without it. */
function isNewestFirst(cx: Rewrite, operation: Operation, name: string): boolean {
  const values = cx.values.of(operation.args.get(name)!.value);
  return name === "order" && values.length > 0 && values.every((v) => v.kind === "text" && v.value === "desc");
}

function isAsync({ clients }: Operation): boolean {
  return clients.some(({ type }) => type.async);
}

function idOf(operation: Operation): Expression {
  const id = operation.args.get("assistant_id")?.value;
  if (!id) throw new Untranslatable("the assistant is not named", "Name it at the call, then run again.");
  return id;
}

function kept(cx: Rewrite, operation: Operation): Code {
  return through(cx, operation, "keptAssistant", [carry(idOf(operation))]);
}

/** A call of one of the functions that keep assistants. */
function through(cx: Rewrite, operation: Operation, id: HelperId, args: readonly Code[]): Code {
  const { tree } = operation.call;
  const flow = cx.flows.flowOf(operation).id;
  const helper = cx.helper(tree, id, { rule, flow, reason: "Keeps assistants, which the service does not." });
  return cx.printer(tree).call(helper, args.map(plain), cx.style(tree));
}

function plain(value: Code) {
  return { name: undefined, value };
}
