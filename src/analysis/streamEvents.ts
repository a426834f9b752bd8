import type { Expression, Node, Statement } from "../languages/tree.js";
import { eventMapping, EVENTS } from "../protocol/mapping/events.js";
import type { TypeRef } from "../protocol/types.js";
import { typeOf } from "./dialectLookup.js";
import type { ResultValue, Value } from "./value.js";
import type { Values } from "./values.js";

/** The type of what an event carries before a test has said which event it is. */
export const EVENT_DATA = "StreamData";

/** What carries data: `event.data`, or the second element of the pairs of an Azure stream. A test around it says what it is. */
export function narrowed(facts: Values, e: Expression, values: readonly Value[]): readonly Value[] {
  if (!hasEvents(values)) return values;
  return values.flatMap((value): readonly Value[] => {
    if (value.kind !== "result") return [value];
    // What a function was handed under a test, it has without one.
    if (value.type === "StreamEvent") return [{ ...value, events: eventsAt(facts, e, value) ?? value.events }];
    if (value.type !== EVENT_DATA) return [value];
    const types = dataTypes(eventsAt(facts, e, value) ?? value.events);
    return types.length === 0 ? [value] : types.map((type) => ({ ...value, type }));
  });
}

/** Lists that were looked through: what a variable can hold is one list for all places where it stands. */
const withEvents = new WeakMap<readonly Value[], boolean>();

function hasEvents(values: readonly Value[]): boolean {
  const known =
    withEvents.get(values) ??
    values.some((v) => v.kind === "result" && (v.type === EVENT_DATA || v.type === "StreamEvent"));
  withEvents.set(values, known);
  return known;
}

function dataTypes(events: readonly string[] | undefined): readonly TypeRef[] {
  return events ? [...new Set(events.map((name) => eventMapping(name)!.data))] : [];
}

/** The classic events that an event can be where a node stands, as far as tests around it say; undefined where none does. */
export function eventsAt(facts: Values, node: Node, event: ResultValue): readonly string[] | undefined {
  let at: Node = node;
  let found: readonly string[] | undefined;
  const meet = (names: readonly string[] | undefined): void => {
    if (names) found = found ? found.filter((name) => names.includes(name)) : names;
  };
  for (let up = node.parent; up; at = up, up = up.parent) {
    if ((up.kind === "If" || up.kind === "Conditional") && up.then === at) meet(named(facts, up.test, event));
    if (up.kind === "Binary" && up.operator === "and" && up.right === at) meet(named(facts, up.left, event));
    if (up.kind === "Case" && up.parent?.kind === "Switch" && isEventName(facts, up.parent.subject, event))
      meet(up.tests.flatMap((test) => wordOf(facts, test, event) ?? []));
    if (up.kind === "Block") for (const before of beforeIn(up.statements, at)) meet(left(facts, before, event));
    if (up.kind === "Function" || (up.kind === "Loop" && up.body === at)) break;
  }
  return found && found.length > 0 ? found : undefined;
}

function beforeIn(statements: readonly Statement[], node: Node): readonly Statement[] {
  return statements.slice(0, statements.indexOf(node as Statement));
}

/** What is left behind a statement that leaves for all other events: `if (event.event !== "x") continue;`. */
function left(facts: Values, statement: Statement, event: ResultValue): readonly string[] | undefined {
  if (statement.kind !== "If" || statement.otherwise) return undefined;
  const last = statement.then.statements.at(-1);
  if (last?.kind !== "Jump" && last?.kind !== "Return") return undefined;
  const { test } = statement;
  if (test.kind === "Binary" && test.operator === "!=") return compared(facts, test.left, test.right, event);
  return test.kind === "Unary" && test.operator === "not" ? named(facts, test.value, event) : undefined;
}

/** The events for which a test can hold; undefined where it says nothing about them. */
function named(facts: Values, test: Expression, event: ResultValue): readonly string[] | undefined {
  switch (test.kind) {
    case "Wrap":
      return named(facts, test.value, event);
    case "Binary": {
      if (test.operator === "==") return compared(facts, test.left, test.right, event);
      if (test.operator === "in" && test.right.kind === "ArrayLiteral" && isEventName(facts, test.left, event))
        return test.right.items.flatMap((item) => wordOf(facts, item, event) ?? []);
      const sides = [named(facts, test.left, event), named(facts, test.right, event)] as const;
      if (test.operator === "and")
        return sides[0] && sides[1] ? sides[0].filter((n) => sides[1]!.includes(n)) : (sides[0] ?? sides[1]);
      if (test.operator === "or") return sides[0] && sides[1] ? [...sides[0], ...sides[1]] : undefined;
      return undefined;
    }
    case "Call": {
      const [tested, cls] = test.args;
      if (test.callee.kind !== "Name" || test.callee.name !== "isinstance" || !tested || !cls) return undefined;
      return isPartOf(facts, tested.value, event) ? eventsOfClass(facts, cls.value) : undefined;
    }
    default:
      return undefined;
  }
}

function compared(facts: Values, a: Expression, b: Expression, event: ResultValue): readonly string[] | undefined {
  const [name, word] = isEventName(facts, a, event) ? [a, b] : [b, a];
  if (!isEventName(facts, name, event)) return undefined;
  const found = wordOf(facts, word, event);
  return found === undefined ? undefined : [found];
}

/** Whether an expression is the name of the event that a value is (part of). */
export function isEventName(facts: Values, e: Expression, event: ResultValue): boolean {
  return facts.results(e).some((v) => v.type === "enum(StreamEvent)" && v.operation === event.operation);
}

function isPartOf(facts: Values, e: Expression, event: ResultValue): boolean {
  return facts.results(e).some((v) => v.operation === event.operation);
}

/** The name of a classic event that an expression is: a literal, or a constant of the SDK. */
export function wordOf(facts: Values, e: Expression, event: ResultValue): string | undefined {
  if (e.kind === "StringLiteral") return eventMapping(e.value) && e.value;
  for (const value of facts.of(e)) {
    const word =
      value.kind === "text"
        ? value.value
        : value.kind === "external"
          ? event.dialect.constants[value.path.slice(-2).join(".")]
          : undefined;
    if (word !== undefined && eventMapping(word)) return word;
  }
  return undefined;
}

/** The classic event that a class or type of an SDK is named after: `ThreadRunRequiresAction`. */
export function eventOfClass(name: string): string | undefined {
  return EVENTS.find(({ classic }) => classic.replace(/[._]/g, "") === name.toLowerCase())?.classic;
}

/**
 * The events a class stands for: that of an event (`ThreadMessageDelta`), or all that carry it (`MessageDeltaChunk`, `ThreadRun`).
 * Undefined for a class that is neither.
 */
export function eventsOfClass(facts: Values, cls: Expression): readonly string[] | undefined {
  for (const value of facts.of(cls)) {
    if (value.kind !== "external") continue;
    const name = value.path.at(-1) ?? "";
    const own = eventOfClass(name);
    if (own) return [own];
    const shape = typeOf(value)?.type.shape;
    const carrying = EVENTS.filter(({ data }) => data === shape).map(({ classic }) => classic);
    if (carrying.length > 0) return carrying;
  }
  return undefined;
}
