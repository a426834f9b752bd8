import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SPECS } from "./folder.js";

/** A description derived from an Azure SDK. */
export interface Derived {
  readonly operations: readonly DerivedOperation[];
  /** Fields of answers by model and wire name. */
  readonly response_models: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface DerivedOperation {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly body_fields?: readonly string[];
  /** The SDK serialises the body as one object: its fields are in the code it names, or not known. */
  readonly body_is_whole_object?: string;
}

export function readDerived(file: string): Derived {
  return JSON.parse(readFileSync(join(SPECS!, file), "utf8")) as Derived;
}

/** "/threads/{threadId}" and "/threads/{thread_id}" are the same endpoint. */
export function anonymous(path: string): string {
  return path.replace(/\{\w+\}/g, "{}");
}

/** Query and body fields as far as the description knows them. */
export function sentFields(operation: DerivedOperation): readonly string[] {
  const query = operation.query.filter((name) => name !== "api-version").map((name) => name.replace("[]", ""));
  const inline = operation.body_is_whole_object?.match(/\w+(?=:)/g) ?? [];
  return [...query, ...(operation.body_fields ?? []), ...inline];
}
