import { elementType, type ResultValue } from "../../src/analysis/value.js";
import { shapeMapping } from "../../src/protocol/mapping/index.js";
import type { TypeRef } from "../../src/protocol/types.js";
import type { Rewrite } from "../rewrite.js";

/** Whether a classic object has the same fields in the current API, so that it may go anywhere. */
export function isUnchanged(type: TypeRef): boolean {
  const shape = elementType(type) ?? type;
  const mapping = shapeMapping(shape);
  return mapping !== undefined && mapping.rows.every((row) => row.kind === "same" && row.class === "mechanical");
}

/** Whether a value is the same in the current SDK: its shape is, or what deletes it is the same call. */
export function staysAsItIs(cx: Rewrite, value: ResultValue): boolean {
  const { type, operation } = value;
  if (type === "Deleted" && /^(files|vectorStores)\./.test(operation?.id ?? ""))
    return operation!.dialect.service !== "foundry";
  // What keeps assistants in the service's place answers as the service did.
  if (type === "Deleted" && operation?.id === "assistants.delete") return cx.definitionsOf(value) !== "service";
  return isUnchanged(type);
}

/** Whether a current object has all that its classic counterpart had: threads, what is said when one is deleted, and errors of runs. */
export function isMuchTheSame({ type, operation }: ResultValue): boolean {
  return type === "Thread" || type === "RunError" || (type === "Deleted" && operation?.id === "threads.delete");
}

/** Whether what readers look at first (id, status, metadata) is still under the same names. */
export function staysReadable({ type }: ResultValue): boolean {
  return (elementType(type) ?? type) === "Run";
}

/** What is under the same name in the current object. */
export function fieldsThatStay({ type }: ResultValue): string {
  if (type === "Deleted") return "its id and `deleted`";
  if (type === "RunError") return "its code and message";
  return `its id, ${type === "Thread" ? "time" : "status"} and metadata`;
}

/** What it is called in the current API. */
export function currentName({ type, operation }: ResultValue): string {
  if (type === "Deleted" && operation?.id === "threads.delete") return "ConversationDeletedResource";
  return shapeMapping(elementType(type) ?? type)?.current ?? "different object";
}
