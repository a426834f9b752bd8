import type { Call, Expression } from "../languages/tree.js";
import { classicOperation } from "../protocol/classic.js";
import { assumedClient } from "./assumed.js";
import { clientOf, clientTypeOf } from "./dialectLookup.js";
import { injected } from "./injected.js";
import { isNothing, type KeyedRead } from "./keyedRead.js";
import { listMethod } from "./lists.js";
import type { Operation } from "./operation.js";
import { passedThrough } from "./passThrough.js";
import { readsStream, SENT, sentStreams } from "./sentStreams.js";
import {
  below,
  elementType,
  isObjectType,
  join,
  unknown,
  type ClientValue,
  type ExternalValue,
  type ResultValue,
  type Value,
} from "./value.js";
import { yielded } from "./generators.js";
import type { Values } from "./values.js";
import { workOf } from "./workers.js";

/** What conveniences give that pick one thing out of a list: newest first. */
const PICKED: Readonly<Record<string, { readonly type: string; readonly path: string } | undefined>> = {
  lastMessage: { type: "Message", path: "0" },
  lastMessageText: { type: "ContentPart", path: "0.content.0" },
};

/** A field of a classic object that is read by its name; a fallback that says "nothing" is none. */
export function ofKeyed(facts: Values, { object, key, fallback }: KeyedRead): readonly Value[] | undefined {
  const objects = facts.of(object).filter((v) => v.kind === "result" && isObjectType(v.type));
  if (objects.length === 0) return undefined;
  const field = facts.step(objects, { kind: "member", name: key.value });
  return fallback && !isNothing(fallback) ? join(field, facts.of(fallback)) : field;
}

/** What a call of a value gives. */
export function ofCallee(facts: Values, callee: Value, call: Call): readonly Value[] {
  switch (callee.kind) {
    case "function":
      return facts.returns(callee.fn);
    case "class":
      return [{ kind: "instance", node: callee.node }];
    case "external":
      return ofExternalCall(facts, callee, call);
    case "client":
      // What a client gives comes from here, not from code out of sight: its calls do not tell what it is (`client.with_options(timeout=3)`).
      return [
        { ...unknown(`${callee.path || callee.type.typeName} is not an operation this tool knows`), typed: true },
      ];
    case "unknown": {
      const through = passedThrough(facts, call);
      return through ? facts.of(through) : [callee];
    }
    default:
      return [unknown("the callee is not known")];
  }
}

/** `asyncio.run(x())`, `loop.run_until_complete(x())` and their like: they give what their first argument gives. */
export function isWaiting({ module, path }: ExternalValue): boolean {
  return (
    module === "asyncio" &&
    /^(run|run_until_complete|wait_for|create_task|ensure_future|shield)$/.test(path.at(-1) ?? "")
  );
}

/** `typing.cast(Run, x)`: what is cast stays what it is. */
export function isCast(callee: Value): boolean {
  return callee.kind === "external" && /^typing(_extensions)?$/.test(callee.module) && callee.path.join(".") === "cast";
}

function ofExternalCall(facts: Values, callee: ExternalValue, call: Call): readonly Value[] {
  const client = clientFor(callee, call) ?? assumedAt(facts, callee, call);
  if (client) return [client];
  const given = injected(facts, call);
  if (given) return provided(facts, given);
  const through = passedThrough(facts, call);
  if (through) return facts.of(through);
  const name = callee.path.join(".");
  if (readsStream(facts, call)) return sentStreams(facts);
  if (callee.module === "asyncio" && name === "gather") return gathered(facts, call);
  const work = workOf(facts, call);
  if (work)
    return join(
      ...facts
        .of(work)
        .map((v) => (v.kind === "function" ? facts.returns(v.fn) : [unknown("a worker of another function")])),
    );
  if (isCast(callee)) return castTo(facts, call);
  if (isWaiting(callee)) return call.args[0] ? facts.of(call.args[0].value) : [];
  if (callee.module === "<global>") {
    const first = call.args[0]?.value;
    if (
      name === "Promise.all" ||
      name === "list" ||
      name === "sorted" ||
      name === "reversed" ||
      name === "tuple" ||
      name === "Array.from"
    )
      return first ? facts.of(first).flatMap((v) => asList(v, name)) : [];
    if (name === "enumerate" && first) {
      const elements = facts.step(facts.of(first), { kind: "iterate" });
      return [{ kind: "list", elements: [{ kind: "tuple", items: [[{ kind: "scalar" }], elements] }] }];
    }
    const parts = first && /^Object\.(values|entries)$/.test(name) ? partsIn(facts, facts.of(first)) : undefined;
    if (parts) {
      const pair = { kind: "tuple", items: [[{ kind: "text", value: undefined }], parts] } as const;
      return [{ kind: "list", elements: name === "Object.values" ? parts : [pair] }];
    }
    if (name === "zip") {
      const lists = call.args.filter(({ form }) => form === "positional");
      const items = lists.map(({ value }) => facts.step(facts.of(value), { kind: "iterate" }));
      return [{ kind: "list", elements: [{ kind: "tuple", items }] }];
    }
    if (name === "filter" && call.args[1]) return facts.of(call.args[1].value).flatMap((v) => asList(v, name));
    if ((name === "max" || name === "min") && first && facts.of(first).some((v) => facts.hasElements(v)))
      return facts.step(facts.of(first), { kind: "iterate" });
    if ((name === "next" || name === "anext") && first) return facts.step(facts.of(first), { kind: "iterate" });
    if ((name === "iter" || name === "aiter") && first) return facts.of(first);
    if (name === "Map" && call.args.length === 0) return [{ kind: "places", elements: [], isMap: true }];
    if (name === "str" || name === "String") return [{ kind: "text", value: undefined }];
  }
  return [{ ...callee, instance: true }];
}

/** What stands in objects that the program writes out, or fills by their keys; undefined for all others. */
export function partsIn(facts: Values, objects: readonly Value[]): readonly Value[] | undefined {
  const isOwn = (v: Value) => v.kind === "object" || (v.kind === "places" && !v.isMap) || v.kind === "null";
  if (objects.length === 0 || !objects.every(isOwn)) return undefined;
  return join(
    ...objects.map((v) =>
      v.kind === "places" ? v.elements : v.kind === "object" ? facts.step([v], { kind: "iterate" }) : [],
    ),
  );
}

/** What is cast; where nothing is known of it, the type that it is said to have. */
function castTo(facts: Values, { args: [type, cast] }: Call): readonly Value[] {
  const values = cast ? facts.of(cast.value) : [];
  const typed = type && values.every((v) => v.kind === "unknown") ? facts.ofAnnotation(type.value) : [];
  return typed.length > 0 ? typed : values;
}

/** `asyncio.gather(a(), b())`: one result after the other. */
function gathered(facts: Values, call: Call): readonly Value[] {
  const items = call.args.filter(({ form }) => form !== "named");
  if (items.some(({ form }) => form === "spread"))
    return [
      { kind: "list", elements: join(...items.map(({ value, form }) => spreadOf(facts, facts.of(value), form))) },
    ];
  return [{ kind: "tuple", items: items.map(({ value }) => facts.of(value)) }];
}

function spreadOf(facts: Values, values: readonly Value[], form: string): readonly Value[] {
  return form === "spread" ? facts.step(values, { kind: "iterate" }) : values;
}

/** What a framework takes from a function that it calls: a generator's one element, else its result. */
export function provided(facts: Values, provider: Expression): readonly Value[] {
  const all = facts.of(provider).flatMap((v) => (v.kind === "function" ? [v.fn] : []));
  return join(...all.map((fn) => (fn.generator ? yielded(facts, fn) : facts.returns(fn))));
}

/** A client that a function of a missing file gives, or one that a framework puts into reach, known by what is done with the variable it goes into. */
function assumedAt(facts: Values, callee: ExternalValue, call: Call): ClientValue | undefined {
  const file = facts.program.fileOf(call);
  if (callee.instance || !(callee.module === "<global>" || file.language.modules.isOwn(callee.module)))
    return undefined;
  let at: Expression = call;
  while (at.parent?.kind === "Await" || at.parent?.kind === "Wrap") at = at.parent;
  const holder = at.parent;
  if (
    (holder?.kind !== "Declarator" && holder?.kind !== "Assign") ||
    holder.value !== at ||
    holder.target.kind !== "Name"
  )
    return undefined;
  const binding = facts.program.bindingOf(holder.target);
  const assumed = binding && assumedClient(binding.reads);
  return assumed && { ...assumed, site: call };
}

/** The client that a package's value is: constructed at `site`, or named by a type. */
export function clientFor(value: ExternalValue, site: Call | undefined): ClientValue | undefined {
  const hit = site ? clientOf(value) : clientTypeOf(value);
  return hit && { kind: "client", type: hit.type, dialects: hit.dialects, site, path: "" };
}

/** `messages.get_last_text_message_by_role(role)`: the newest message of a page, or its text. */
export function lastOfPage(
  facts: Values,
  call: Call,
  method: string,
  object: Expression,
): readonly Value[] | undefined {
  const found = facts.of(object).flatMap((v) => {
    const member = v.kind === "result" ? v.dialect.members[v.type]?.[method] : undefined;
    if (v.kind !== "result" || !member?.call || !member.first || call.args.length !== member.call.length) return [];
    const text = member.path.endsWith("content.*");
    return [
      {
        ...v,
        type: text ? "ContentPart" : "Message",
        path: text ? "data.0.content.0" : "data.0",
        iterable: undefined,
      },
    ];
  });
  return found.length > 0 ? found : undefined;
}

/** `{ value, done }`, where a pager is asked for its next element. */
export function turnOf(facts: Values, method: string, object: Expression): readonly Value[] | undefined {
  if (method !== "next") return undefined;
  const pages = facts.of(object).filter((v) => v.kind === "result" && v.iterable);
  return pages.length > 0 ? [{ kind: "turn", elements: facts.step(pages, { kind: "iterate" }) }] : undefined;
}

/** What a method of a dictionary gives: what stands at one of its places, or all of it. Undefined: no such method. */
export function placesCall(
  facts: Values,
  call: Call,
  method: string,
  object: Expression,
): readonly Value[] | undefined {
  if (!/^(get|pop|setdefault|values|items|entries)$/.test(method)) return undefined;
  const key = call.args[0]?.value;
  const elements = facts
    .of(object)
    .flatMap((v) =>
      v.kind === "places" ? v.elements : writtenOut(facts, v, key?.kind === "StringLiteral" ? key.value : undefined),
    );
  if (elements.length === 0) return undefined;
  if (method === "values") return [{ kind: "list", elements }];
  if (method !== "items" && method !== "entries")
    return method === "get" ? join(elements, [{ kind: "null" }]) : elements;
  const pair = { kind: "tuple", items: [[{ kind: "text", value: undefined }], elements] } as const;
  return [{ kind: "list", elements: [pair] }];
}

/** The classic objects in a dictionary that is written out: under a key, or all. */
function writtenOut(facts: Values, value: Value, key: string | undefined): readonly Value[] {
  if (value.kind !== "object" || value.node.tree.language !== "python") return [];
  const step = key === undefined ? ({ kind: "iterate" } as const) : ({ kind: "member", name: key } as const);
  return facts.step([value], step).filter((v) => v.kind === "result" && isObjectType(v.type));
}

/** What a list method gives, by the values of its list. Undefined: no list method. */
export function listCall(facts: Values, call: Call, method: string, object: Expression): readonly Value[] | undefined {
  const kind = listMethod(method);
  if (!kind) return undefined;
  const values = facts.of(object);
  if (kind === "then") {
    const callback = call.args[0]?.value;
    if (!callback || values.length === 0) return undefined;
    if (method === "catch" || method === "finally") return values;
    return join(
      ...facts
        .of(callback)
        .map((v) => (v.kind === "function" ? facts.returns(v.fn) : [unknown("then with an unknown callback")])),
    );
  }
  if (!values.some((v) => facts.hasElements(v))) return undefined;
  if (kind === "same") return values.flatMap((v) => asList(v, method));
  if (kind === "element") {
    const index =
      method === "at" && call.args[0]?.value.kind === "NumberLiteral" ? call.args[0].value.value : undefined;
    const list = index === undefined && method !== "at" ? values.flatMap((v) => asList(v, method)) : values;
    return facts.step(list, index === undefined ? { kind: "iterate" } : { kind: "index", index });
  }
  const callback = call.args[0]?.value;
  const mapped = callback ? facts.of(callback).flatMap((v) => (v.kind === "function" ? facts.returns(v.fn) : [])) : [];
  const isFlat = method === "flatMap" && mapped.every((v) => facts.hasElements(v));
  return [{ kind: "list", elements: isFlat ? facts.step(mapped, { kind: "iterate" }) : mapped }];
}

/** Some elements of a list, in this order or the other. */
export function someOf(facts: Values, list: Value): readonly Value[] {
  return list.kind === "result"
    ? asList(list, "slice")
    : [{ kind: "list", elements: facts.step([list], { kind: "iterate" }) }];
}

/** The same elements after a list method: reordered or fewer. */
function asList(value: Value, method: string): readonly Value[] {
  if (value.kind !== "result") return [value];
  const element = elementType(value.type);
  return element ? [{ ...value, type: `${element}[]`, path: below(value.path, method) }] : [value];
}

/** What a classic operation gives. */
export function resultOf(operation: Operation): ResultValue {
  const { gives } = operation.spec;
  const result = classicOperation(operation.id)?.result ?? "json";
  const base = { kind: "result", dialect: operation.dialect, operation } as const;
  const picked = operation.spec.select === undefined ? undefined : PICKED[operation.spec.select];
  if (picked) return { ...base, ...picked };
  const same = gives === "helper" && /AndPoll$|^upload/.test(operation.spec.select ?? "");
  const type = gives === "stream" || isStreamed(operation) ? "Stream" : gives === "helper" && !same ? "json" : result;
  return { ...base, type, path: "", iterable: gives === "iterable" };
}

/** Whether a run is asked to tell its events: `stream: true`. */
export function isStreamed({ args, spec }: Operation): boolean {
  const stream = args.get("stream")?.value;
  return spec.mode === "start" && stream?.kind === "BooleanLiteral" && stream.value;
}

/** `runs.create(…).stream()`: the events of what the call would otherwise wait for; and a stream that gets listeners, which is itself. */
export function streamOf(facts: Values, method: string, object: Expression): readonly Value[] | undefined {
  const streams = facts.results(object).filter((v) => v.type === "Stream");
  if (method === "finalRun" && streams.length > 0)
    return streams.map((v) => ({ ...v, type: "Run", path: below(v.path, method) }));
  const found = facts
    .of(object)
    .filter(
      (v): v is ResultValue =>
        v.kind === "result" &&
        (v.path === "" || v.path === SENT) &&
        (v.operation?.spec.streamsBy === method || (v.type === "Stream" && /^(on|once|off)$/.test(method))),
    );
  return found.length > 0 ? found.map((v) => ({ ...v, type: "Stream" })) : undefined;
}
