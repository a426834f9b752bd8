/**
 * The words in which both APIs and the way from one to the other are written down. Data files: `classic.ts`, `current.ts`, `mapping/*.ts`.
 * Wire names throughout (snake_case), whatever a language's SDK calls them.
 */

/**
 * The type of a wire field: "string", "integer", "number", "boolean", "json" (free-form), "timestamp" (unix seconds),
 * "binary", "id(thread)" (an identifier of a noun), a shape's name ("Run"), "Run[]", "Page(Message)" (a list envelope),
 * "enum(RunStatus)", and alternatives: "string|InputPart[]". `typeRef.ts` takes them apart.
 */
export type TypeRef = string;

/** Where something exists that not every service has: Foundry alone, or only the first Assistants beta ("v1", gone since 2024). */
export type Only = "foundry" | "v1";

export interface Field {
  readonly type: TypeRef;
  /** Required in requests; in results: always present and never null. */
  readonly required?: true;
  readonly only?: Only;
}

/** A JSON object of one of the two APIs: its fields by wire name. */
export interface Shape {
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly only?: Only;
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
  readonly only?: Only;
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

/** Which elements of a list count: those whose fields have one of the given values ({ type: ["function_call"] }). */
export type Where = Readonly<Record<string, readonly string[]>>;

/**
 * One field of the classic API and what becomes of it. In requests null means absent: rows are not applied to null.
 * - same: the name and the meaning stay;
 * - rename: the value stays, the place changes; `to` is a dotted path, "" stands for the object itself (`text.value` → `text`);
 *   a list renamed to "" loses its index as well (`result.content[0].text` → `result.text`);
 * - reshape: the value changes too; `via` maps the JSON value of the classic field to that of the current one;
 * - client: a convenience of SDKs that never reached the wire (poll intervals); dropped;
 * - none: the current API has nothing for it; it is dropped, with loss (class "none"), perhaps with a difference ("care"),
 *   or without either ("mechanical": the thread of a run whose id is enough now). `without`: calls go without it all the same, and this
 *   is what is different then.
 */
export type Row =
  | (RowBase & { readonly kind: "same" })
  | (RowBase & { readonly kind: "rename"; readonly to: string; readonly where?: Where })
  | (RowBase & { readonly kind: "reshape"; readonly to: string; readonly via: Reshape })
  | (RowBase & { readonly kind: "client" })
  | (RowBase & { readonly kind: "none"; readonly without?: string });

/** A pure function on JSON values. */
export interface Reshape {
  /** For docs: "responseFormat". */
  readonly name: string;
  /** Other fields of the same request or object that the outcome depends on: content is written differently for each role. */
  readonly needs?: readonly string[];
  /**
   * Gives the current value, or undefined when the field is to be left out ("auto" response format).
   * `rest` holds the fields named by `needs` that are present.
   * @throws CannotReshape when the value has no counterpart.
   */
  readonly apply: (value: Json, rest?: JsonObject) => Json | undefined;
}

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Thrown by a reshape for a value the current API cannot express; the message names the value and the reason. */
export class CannotReshape extends Error {
  override readonly name = "CannotReshape";
}

/** What becomes of the fields of a classic shape when a current one stands in its place. */
export interface ShapeMapping {
  readonly classic: string;
  /** "" where no current shape stands in its place. */
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
  /** Where the counterpart of the classic result stands; absent when it is the whole answer of the last current operation. */
  readonly result?: ResultPlace;
}

/** A place in the answer of the last current operation. */
export interface ResultPlace {
  /** Dotted path: "data.0", "versions.latest"; "*" stands for each element of a list: "data.*.versions.latest". */
  readonly at: string;
  /** Which elements of that list count. */
  readonly where?: Where;
}
