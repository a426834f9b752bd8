import type { ClassicDialect, ClientType } from "../dialects/types.js";
import type { ArrayLiteral, Call, ClassNode, Field, FunctionNode, Node, ObjectLiteral } from "../languages/tree.js";
import { parseType } from "../protocol/typeRef.js";
import type { TypeRef } from "../protocol/types.js";
import type { ExternalName } from "./dialectLookup.js";
import type { Operation } from "./operation.js";
import type { ProgramFile } from "./program.js";

/** What analysis knows of an expression: one member of a set (the join over all writes). */
export type Value =
  | ClientValue
  | ResultValue
  | AnswerValue
  | { readonly kind: "function"; readonly fn: FunctionNode }
  | { readonly kind: "class"; readonly node: ClassNode }
  | { readonly kind: "instance"; readonly node: ClassNode }
  | { readonly kind: "file"; readonly file: ProgramFile }
  | ExternalValue
  | { readonly kind: "object"; readonly node: ObjectLiteral }
  | { readonly kind: "array"; readonly node: ArrayLiteral }
  /** An object of which only the type of its properties is known: an interface, `{ openai: OpenAI }`. */
  | { readonly kind: "record"; readonly fields: readonly Field[]; readonly node: Node }
  /** A list whose elements are known but not one by one. */
  | { readonly kind: "list"; readonly elements: readonly Value[] }
  /** A dictionary that is filled at places: what stands at one of them. Of a `Map`, only methods tell it. */
  | { readonly kind: "places"; readonly elements: readonly Value[]; readonly isMap?: true }
  /** A list whose elements are known one by one. */
  | { readonly kind: "tuple"; readonly items: readonly (readonly Value[])[] }
  /** What `next()` of an iterator gives: `{ value, done }`. */
  | { readonly kind: "turn"; readonly elements: readonly Value[] }
  | { readonly kind: "text"; readonly value: string | undefined }
  | { readonly kind: "scalar" }
  | { readonly kind: "null" }
  | UnknownValue;

/** A client of a classic SDK, or a part of one (`client.beta.threads` has path "beta.threads"). */
export interface ClientValue {
  readonly kind: "client";
  readonly type: ClientType;
  /** Dialects whose operations hang on this class. */
  readonly dialects: readonly ClassicDialect[];
  /** Where it is constructed; undefined when only an annotation says what it is. */
  readonly site: Call | undefined;
  readonly path: string;
  /** Known by its use only: the file that builds it is not among those given. */
  readonly assumed?: boolean;
}

/** The result of a classic operation, or a part of it, by its wire type ("Run", "Message[]", "id(thread)", "string"). */
export interface ResultValue {
  readonly kind: "result";
  readonly type: TypeRef;
  readonly dialect: ClassicDialect;
  /** Undefined when only an annotation says what it is. */
  readonly operation: Operation | undefined;
  /**
   * How it was reached from the operation's result: "data.0.content.0.text.value". "*" is some element (a loop, an index that is not a
   * literal); list methods stand by their names ("data.filter.find").
   */
  readonly path: string;
  /** A pager: iterable, but without a list envelope. */
  readonly iterable?: boolean;
  /** Of an event of a stream, and of what it carries: which classic events it can be; undefined where no test or type says it. */
  readonly events?: readonly string[];
}

/** The answer to a request that no SDK sends: the result is its JSON. */
export interface AnswerValue {
  readonly kind: "answer";
  readonly operation: Operation;
}

/** The path one step further. */
export function below(path: string, step: string | number): string {
  return path === "" ? String(step) : `${path}.${step}`;
}

/** Something a package outside the run exports. */
export interface ExternalValue extends ExternalName {
  readonly kind: "external";
  /** An instance of it, not the thing itself. */
  readonly instance?: boolean;
}

export interface UnknownValue {
  readonly kind: "unknown";
  readonly reason: string;
  /** A type says that it is something else than this tool knows. */
  readonly typed?: true;
}

export function unknown(reason: string): UnknownValue {
  return { kind: "unknown", reason };
}

/** Whether nothing at all is known of what something is, except that it may be nothing. */
export function isUnknown(values: readonly Value[]): boolean {
  const isOpen = (value: Value) => value.kind === "unknown" && !value.typed;
  return values.some(isOpen) && values.every((value) => isOpen(value) || value.kind === "null");
}

/** Why nothing is known of a field that an object literal does not have. */
export function notThere(field: string): string {
  return `no ${field} in this object`;
}

/** Whether a value is a dictionary of Python, or one that is filled at places. */
export function isDictionary(value: Value): boolean {
  return value.kind === "places" || (value.kind === "object" && value.node.tree.language === "python");
}

/** Whether a value is a whole client. */
export function isClient(value: Value): value is ClientValue {
  return value.kind === "client" && value.path === "";
}

/** Whether all of some values are among others. */
export function isWithin(some: readonly Value[], all: readonly Value[]): boolean {
  if (some === all || some.length === 0) return true;
  const keys = new Set(all.map(keyOf));
  return some.every((value) => keys.has(keyOf(value)));
}

/** Joins sets of values; equal members appear once. */
export function join(...sets: readonly (readonly Value[])[]): readonly Value[] {
  const all = sets.flat();
  if (all.length < 2) return all;
  const seen = new Set<string>();
  return all.filter((value) => {
    const key = keyOf(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const identities = new WeakMap<object, number>();
let nextIdentity = 1;
function identity(thing: object | undefined): number {
  if (!thing) return 0;
  const known = identities.get(thing);
  if (known) return known;
  identities.set(thing, nextIdentity);
  return nextIdentity++;
}

function keyOf(value: Value): string {
  switch (value.kind) {
    case "client":
      return `client ${identity(value.site)} ${identity(value.type)} ${value.path} ${value.assumed ?? false}`;
    case "result":
      return `result ${identity(value.operation)} ${value.type} ${value.path} ${value.dialect.id} ${value.iterable ?? false} ${value.events?.join("|") ?? ""}`;
    case "answer":
      return `answer ${identity(value.operation)}`;
    case "function":
      return `function ${identity(value.fn)}`;
    case "class":
    case "instance":
    case "object":
    case "array":
    case "record":
      return `${value.kind} ${identity(value.node)}`;
    case "file":
      return `file ${identity(value.file)}`;
    case "external":
      return `external ${value.module} ${value.path.join(".")} ${value.instance ?? false}`;
    case "places":
      return `places ${value.isMap ?? false} ${value.elements.map(keyOf).join("|")}`;
    case "list":
    case "turn":
      return `${value.kind} ${value.elements.map(keyOf).join("|")}`;
    case "tuple":
      return `tuple ${value.items.map((item) => item.map(keyOf).join("|")).join(" , ")}`;
    case "text":
      return `text ${value.value ?? "?"}`;
    case "unknown":
      return `unknown ${value.typed ?? false} ${value.reason}`;
    default:
      return value.kind;
  }
}

/** Whether a result type names an object (or a list of objects) of the classic API, not a plain value. */
export function isObjectType(type: TypeRef): boolean {
  const parsed = parseType(type);
  switch (parsed.kind) {
    case "shape":
    case "page":
      return true;
    case "list":
      return isObjectType(parsed.of);
    case "union":
      return parsed.of.some(isObjectType);
    default:
      return false;
  }
}

/** "Run[]" → "Run", "Page(Message)" → "Message"; undefined for types without elements. */
export function elementType(type: TypeRef): TypeRef | undefined {
  const parsed = parseType(type);
  return parsed.kind === "list" || parsed.kind === "page" ? parsed.of : undefined;
}

/** A thing of a package outside the run: whatever it is, an annotation knows more. */
export function isForeign(value: Value): boolean {
  return value.kind === "external" && value.module !== "<global>";
}
