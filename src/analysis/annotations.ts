import type { Expression } from "../languages/tree.js";
import { clientFor } from "./calls.js";
import { typeOf } from "./dialectLookup.js";
import { eventOfClass } from "./streamEvents.js";
import { join, type Value } from "./value.js";
import type { Values } from "./values.js";

/** What an annotation says a value is. Empty: nothing this tool knows. */
export function ofAnnotation(facts: Values, annotation: Expression): readonly Value[] {
  switch (annotation.kind) {
    case "TypeUnion":
      return join(...annotation.members.map((m) => ofAnnotation(facts, m)));
    case "TypeApply": {
      if (!annotation.base) return annotation.args.flatMap((a) => listOf(ofAnnotation(facts, a)));
      const name =
        annotation.base.kind === "Name"
          ? annotation.base.name
          : annotation.base.kind === "Member"
            ? annotation.base.property
            : "";
      const inner = annotation.args.flatMap((a) => ofAnnotation(facts, a));
      if (/^(Array|ReadonlyArray|[Ll]ist|Iterable|AsyncIterable|Sequence|Iterator|AsyncIterator)$/.test(name))
        return listOf(inner);
      if (/^(Promise|PromiseLike|Awaited|Optional|Union|Awaitable|Coroutine|Readonly|Final|Annotated)$/.test(name))
        return inner;
      return ofAnnotation(facts, annotation.base);
    }
    case "Name":
    case "Member": {
      if (annotation.kind === "Name" && annotation.name === "string") return [{ kind: "text", value: undefined }];
      if (annotation.kind === "Name" && annotation.name === "str") return [{ kind: "text", value: undefined }];
      return join(
        ...facts
          .of(annotation)
          .flatMap((v) => ofTypeValue(v))
          .map((v) => [v]),
      );
    }
    default:
      return [];
  }
}

function ofTypeValue(value: Value): readonly Value[] {
  if (value.kind === "class") return [{ kind: "instance", node: value.node }];
  if (value.kind !== "external") return [];
  const client = clientFor(value, undefined);
  if (client) return [client];
  const typed = typeOf(value);
  if (!typed?.type.shape) return [];
  const event = typed.type.shape === "StreamEvent" ? eventOfClass(value.path.at(-1) ?? "") : undefined;
  const base = {
    kind: "result",
    type: typed.type.shape,
    dialect: typed.dialect,
    operation: undefined,
    path: "",
  } as const;
  return [event === undefined ? base : { ...base, events: [event] }];
}

function listOf(values: readonly Value[]): readonly Value[] {
  return values.map((v) => (v.kind === "result" ? { ...v, type: `${v.type}[]` } : { kind: "list", elements: [v] }));
}
