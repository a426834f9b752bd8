import { classicShape } from "../protocol/classic.js";
import { typeAt } from "../protocol/typeRef.js";
import { wireName } from "./casing.js";
import { EVENT_DATA } from "./streamEvents.js";
import { moduleClientOf } from "./dialectLookup.js";
import type { Step } from "./scopes.js";
import { below, elementType, join, unknown, type ResultValue, type Value } from "./value.js";
import { fieldOfAnswer } from "./rest/answers.js";
import type { Values } from "./values.js";

/** Follows one step from one value. */
export function stepOne(facts: Values, value: Value, step: Step): readonly Value[] {
  if (step.kind === "enter") return [value];
  switch (value.kind) {
    case "client": {
      if (step.kind !== "member") return [unknown("a client is not a list")];
      const path = value.path ? `${value.path}.${step.name}` : step.name;
      // A text that it knows is no part of the client.
      return value.type.services?.[path]?.variable ? [{ kind: "text", value: undefined }] : [{ ...value, path }];
    }
    case "result":
      return stepResult(value, step);
    case "answer":
      return step.kind === "member" ? [fieldOfAnswer(value.operation, step.name)] : [unknown("element of an answer")];
    case "instance":
      return step.kind === "member" ? facts.ofClassMember(value.node, step.name) : [unknown("element of an object")];
    case "class":
      return step.kind === "member" ? facts.ofClassMember(value.node, step.name) : [unknown("element of a class")];
    case "file":
      return step.kind === "member" ? facts.ofExport(value.file, step.name) : [unknown("element of a module")];
    case "external": {
      if (step.kind !== "member") return [unknown("element of a package's value")];
      const client = value.instance ? undefined : moduleClientOf(value, step.name);
      if (client) return [{ kind: "client", ...client, site: undefined, path: step.name }];
      return [{ ...value, path: [...value.path, step.name] }];
    }
    case "object":
      return facts.stepObject(value.node, step);
    case "record": {
      const field = step.kind === "member" ? value.fields.find(({ name }) => name === step.name) : undefined;
      return field?.annotation ? facts.ofAnnotation(field.annotation) : [unknown("not in its type")];
    }
    case "array":
      if (step.kind === "index" && step.index !== undefined && step.index >= 0) {
        const item = value.node.items[step.index];
        if (item) return item.kind === "Spread" ? [unknown("element of a list")] : facts.of(item);
        return value.node.items.length === 0 ? [] : [unknown("element of a list")];
      }
      if (step.kind === "member") return [unknown("method of a list")];
      return facts.stepItems(value.node);
    case "list":
      return step.kind === "member" ? [unknown("method of a list")] : value.elements;
    case "places":
      if (value.isMap) {
        if (step.kind === "member" || step.kind === "index") return [unknown("a method of a map")];
        return [{ kind: "tuple", items: [[{ kind: "text", value: undefined }], value.elements] }];
      }
      // Its keys are run through.
      return step.kind === "member" || step.kind === "index" ? value.elements : [{ kind: "text", value: undefined }];
    case "tuple":
      if (step.kind === "member") return [unknown("method of a list")];
      return step.kind === "index" && step.index !== undefined && step.index >= 0
        ? (value.items[step.index] ?? [])
        : join(...value.items);
    case "turn":
      return step.kind === "member" && step.name === "value" ? value.elements : [{ kind: "scalar" }];
    case "unknown":
      return [value.typed ? unknown(value.reason) : value];
    case "null":
      // Reading it would throw, unless a pattern has a value of its own for it.
      return [{ kind: "null" }];
    default:
      return [unknown(`${value.kind} has no parts`)];
  }
}

function stepResult(value: ResultValue, step: Step): readonly Value[] {
  const { dialect } = value;
  if (step.kind === "rest") return [unknown("the rest of a classic object")];
  if (value.type === "StreamEvent") {
    const part = eventPart(value, step);
    if (part) return [part];
  }
  if (step.kind !== "member") {
    const element = value.type === "Stream" ? "StreamEvent" : elementType(value.type);
    const at = step.kind === "index" && step.index !== undefined ? step.index : "*";
    if (element) return [{ ...value, type: element, path: below(value.path, at), iterable: undefined }];
    return [value.type === "json" ? value : unknown(`an element of ${value.type}`)];
  }
  const type = typeAt(classicShape, value.type, [wireName(step.name, dialect)]);
  if (type !== undefined) return [{ ...value, type, path: below(value.path, step.name), iterable: undefined }];
  const member = dialect.members?.[value.type]?.[step.name];
  if (member?.path.endsWith(".*") && !member.call) {
    const list = typeAt(classicShape, value.type, member.path.split(".").slice(0, -1));
    if (list !== undefined) return [{ ...value, type: list, path: below(value.path, step.name), iterable: undefined }];
  }
  if (value.type.endsWith("[]") && step.name === "length") return [{ kind: "scalar" }];
  return [unknown(`${value.type} has no field ${step.name}`)];
}

/** `event.event` and `event.data`; where the SDK gives tuples, their first and second element. */
function eventPart(value: ResultValue, step: Step): ResultValue | undefined {
  const { dialect } = value;
  const name =
    step.kind === "member" ? wireName(step.name, dialect) : step.kind === "index" ? TUPLE[step.index ?? -1] : undefined;
  if (name === "event") return { ...value, type: "enum(StreamEvent)", path: below(value.path, name) };
  return name === "data" ? { ...value, type: EVENT_DATA, path: below(value.path, name) } : undefined;
}

const TUPLE: readonly (string | undefined)[] = ["event", "data"];
