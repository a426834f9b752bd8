import { toSnake } from "../analysis/casing.js";
import type { Operation } from "../analysis/operation.js";
import { Program, type ProgramInput } from "../analysis/program.js";
import { isObjectType, type ResultValue } from "../analysis/value.js";
import { Values } from "../analysis/values.js";
import type { Call, Expression, Node, Span } from "../languages/tree.js";
import { walk } from "../languages/walk.js";
import { classicShape } from "../protocol/classic.js";
import { currentShape } from "../protocol/current.js";
import type { Shape } from "../protocol/types.js";
import { CLIENTS, CurrentThings, type CurrentThing } from "./currentThings.js";

/** A place where the two APIs meet. */
export interface Mixed {
  readonly file: string;
  readonly range: Span;
  /**
   * - object: an object of one API is an argument of the other;
   * - id: an identifier of one is an argument of the other, which only the shim understands;
   * - read: a field is read that only the other API has;
   * - status: a status is looked for that only runs have.
   */
  readonly kind: "object" | "id" | "read" | "status";
  readonly message: string;
  /** The classic operation that is asked, or that gave what is read or passed, where there is one. */
  readonly classic?: Operation;
}

/** What stands for what: shapes of the current API and their forerunners. */
const COUNTERPARTS: readonly (readonly [current: string, classic: string])[] = [
  ["Response", "Run"],
  ["ResponseUsage", "RunUsage"],
  ["Conversation", "Thread"],
  ["AgentVersion", "Assistant"],
  ["Agent", "Assistant"],
  ["ConversationItem", "Message"],
  ["ItemPart", "ContentPart"],
];

/** States that a run had, and no response has. */
const RUN_ONLY_STATES = new Set(["requires_action", "expired", "cancelling"]);

/**
 * Every place of a program where something of the current API reaches a classic operation or read, or the other way round. Code that is
 * wholly classic or wholly current has none. Follows current results by itself; of the rules it knows nothing.
 */
export function findMixed(input: ProgramInput): Mixed[] {
  const program = new Program(input);
  const values = new Values(program);
  return mixedIn(program, values, new CurrentThings(program, values));
}

/** The same for a program that is analysed already. */
export function mixedIn(program: Program, values: Values, things: CurrentThings): Mixed[] {
  const found: Mixed[] = [];
  for (const file of program.files) {
    for (const node of walk(file.tree.root)) {
      if (node.kind === "Call") found.push(...argumentsOf(node, values, things));
      else if (node.kind === "Member") found.push(...readsOf(node, node.object, node.property, values, things));
      else if (node.kind === "Binary") found.push(...statesOf(node, [node.left, node.right], values, things));
      else if (node.kind === "Switch")
        found.push(...statesOf(node, [node.subject, ...node.cases.flatMap((each) => each.tests)], values, things));
    }
  }
  return found;
}

function argumentsOf(call: Call, values: Values, things: CurrentThings): Mixed[] {
  const classic = values.operationAt(call);
  const current = things.operationAt(call);
  if (!classic && !current) return [];
  return call.args.flatMap(({ value }) =>
    outermost(value, (node) => {
      if (classic) {
        const thing = things.within(node).find(isHandle);
        return (
          thing &&
          mixed(
            node,
            kindOf(thing.type),
            `${nounOf(thing.type)} of ${thing.operation} goes to classic ${classic.id}`,
            classic,
          )
        );
      }
      const result = values.results(node).find((each) => each.operation && isHandle(each));
      return (
        result &&
        mixed(
          node,
          kindOf(result.type),
          `${nounOf(result.type)} of classic ${result.operation!.id} goes to ${current}`,
          result.operation,
        )
      );
    }),
  );
}

/** "id(thread)" → "the id of a thread". */
function nounOf(type: string): string {
  const id = /^id\((\w+)\)$/.exec(type)?.[1];
  if (id === undefined) return type;
  const words = id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `the id of ${/^[aeiou]/.test(words) ? "an" : "a"} ${words}`;
}

/** Objects, and the ids of what only one of the two APIs has. Files and vector stores are the same in both. */
function isHandle({ type }: CurrentThing | ResultValue): boolean {
  if (CLIENTS.has(type)) return false;
  if (/(^|\W)(File|VectorStore)\b|VectorStoreFile|^id\((file|vectorStore)\)/.test(type)) return false;
  return isObjectType(type) || type.startsWith("id(");
}

function kindOf(type: string): Mixed["kind"] {
  return type.startsWith("id(") ? "id" : "object";
}

function readsOf(node: Node, object: Expression, property: string, values: Values, things: CurrentThings): Mixed[] {
  const name = toSnake(property);
  for (const { type, operation } of things.of(object)) {
    const forerunners = COUNTERPARTS.filter(([current]) => current === type).map(([, classic]) =>
      classicShape(classic),
    );
    if (isOnlyIn(name, forerunners, currentShape(type)))
      return [mixed(node, "read", `${type} of ${operation} has no ${property}: that is a field of the classic API`)];
  }
  for (const { type, operation } of values.results(object)) {
    const successors = COUNTERPARTS.filter(([, classic]) => classic === type).map(([current]) => currentShape(current));
    if (operation && isOnlyIn(name, successors, classicShape(type)))
      return [
        mixed(
          node,
          "read",
          `${type} of classic ${operation.id} has no ${property}: that is a field of the current API`,
          operation,
        ),
      ];
  }
  // `text` was an object with a value, and is a text.
  if (property === "value" && (object.kind === "Member" || object.kind === "Index")) {
    const part = things.of(object.object).find(({ type }) => type === "ItemPart");
    if (part && object.kind === "Member" && object.property === "text")
      return [mixed(node, "read", `the text of an item's part has no value: it is the text`)];
  }
  return [];
}

function isOnlyIn(name: string, others: readonly (Shape | undefined)[], own: Shape | undefined): boolean {
  return own !== undefined && !(name in own.fields) && others.some((shape) => shape && name in shape.fields);
}

function statesOf(node: Node, parts: readonly Expression[], values: Values, things: CurrentThings): Mixed[] {
  const status = parts.find((part) => things.of(part).some(({ type }) => type === "enum(ResponseStatus)"));
  // New code may say "requires_action" itself where a response asks for calls.
  if (!status || values.of(status).some(({ kind }) => kind === "text")) return [];
  const states = parts
    .flatMap((part) => [...walk(part)])
    .flatMap((each) => (each.kind === "StringLiteral" && RUN_ONLY_STATES.has(each.value) ? [each.value] : []));
  return states.map((state) => mixed(node, "status", `no response has the status ${state}`));
}

/** What `test` gives for the outermost nodes of an expression for which it gives something. */
function outermost(e: Expression, test: (node: Expression) => Mixed | undefined): Mixed[] {
  const found: Mixed[] = [];
  let end = -1;
  for (const node of walk(e)) {
    if (node.start < end || !isValueNode(node)) continue;
    const one = test(node);
    if (!one) continue;
    found.push(one);
    end = node.end;
  }
  return found;
}

const VALUE_KINDS = new Set<Node["kind"]>(["Name", "Member", "Index", "Call", "Await"]);

function isValueNode(node: Node): node is Expression {
  return VALUE_KINDS.has(node.kind);
}

function mixed(node: Node, kind: Mixed["kind"], message: string, classic?: Operation): Mixed {
  const range = { start: node.start, end: node.end };
  return { file: node.tree.path, range, kind, message, ...(classic && { classic }) };
}
