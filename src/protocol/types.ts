/**
 * The words in which both APIs and the way from one to the other are written down. Data files: `classic.ts`, `current.ts`, `mapping/*.ts`.
 * Wire names throughout (snake_case), whatever a language's SDK calls them.
 */

/**
 * The type of a wire field: "string", "integer", "number", "boolean", "json" (free-form), "timestamp" (unix seconds),
 * "id(thread)" (an identifier of a noun), a shape's name ("Run"), "Run[]", "Page(Message)" (a list envelope), "enum(RunStatus)".
 */
export type TypeRef = string;

export interface Field {
  readonly type: TypeRef;
  /** Required in requests; in results: always present and never null. */
  readonly required?: true;
}

/** A JSON object of one of the two APIs: its fields by wire name. */
export interface Shape {
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
}

export interface Endpoint {
  readonly method: "GET" | "POST" | "DELETE";
  /** "/threads/{thread_id}/runs/{run_id}" */
  readonly path: string;
}

/** One wire operation of either API. */
export interface ApiOperation {
  /** "runs.create"; the same id is used by dialect tables, rules, reports and docs. */
  readonly id: string;
  readonly endpoint: Endpoint;
  /** Names of the path parameters, in path order. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, Field>>;
  readonly body: Readonly<Record<string, Field>>;
  /** Type of the answer. */
  readonly result: TypeRef;
}

/** How much a reader of the result has to think: copied from the reference tables (M, C, N there). */
export type MappingClass = "mechanical" | "care" | "none";

interface RowBase {
  /** Classic field, dotted below the operation or shape. */
  readonly from: string;
  readonly class: MappingClass;
  /** Why it is so, for people; required unless the row is mechanical. */
  readonly because?: string;
}

/**
 * One field of the classic API and what becomes of it.
 * - same: the name and the meaning stay;
 * - rename: the value stays, the place changes; `to` is a dotted path, "" stands for the object itself (`text.value` → `text`);
 * - reshape: the value changes too; `via` maps the JSON value of the classic field to that of the current one;
 * - client: a convenience of SDKs that never reached the wire (poll intervals); dropped;
 * - none: the current API has nothing for it.
 */
export type Row =
  | (RowBase & { readonly kind: "same" })
  | (RowBase & { readonly kind: "rename"; readonly to: string })
  | (RowBase & { readonly kind: "reshape"; readonly to: string; readonly via: Reshape })
  | (RowBase & { readonly kind: "client" })
  | (RowBase & { readonly kind: "none" });

/** A pure function on JSON values. Throws `CannotReshape` when the value has no counterpart. */
export interface Reshape {
  /** For docs: "responseFormat". */
  readonly name: string;
  readonly apply: (value: Json) => Json;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Thrown by a reshape for a value the current API cannot express; the message names the value and the reason. */
export class CannotReshape extends Error {
  override readonly name = "CannotReshape";
}

/** What becomes of the fields of a classic shape when a current one stands in its place. */
export interface ShapeMapping {
  readonly classic: string;
  readonly current: string;
  readonly rows: readonly Row[];
}

/** What becomes of a classic operation. */
export interface OperationMapping {
  readonly classic: string;
  /** Current operations it turns into, in calling order; empty when there is none. */
  readonly current: readonly string[];
  readonly class: MappingClass;
  readonly because?: string;
  /** Path, query and body fields. Every classic field has exactly one row. */
  readonly request: readonly Row[];
}
