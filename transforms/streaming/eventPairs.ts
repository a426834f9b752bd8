import type { ResultValue } from "../../src/analysis/value.js";
import type { Binding, Write } from "../../src/analysis/scopes.js";
import type { Assign, Declarator, Loop, Name, ObjectPattern, Statement } from "../../src/languages/tree.js";
import { declarationOf, isVisible } from "../code/locals.js";
import { refuseAll } from "../reading/reading.js";
import { streaming as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { HELP, placeOf } from "./eventReads.js";

// `for event_type, data, _ in stream`, `for await (const { event, data } of stream)`, `const { event, data } = chunk`: what an event was
// taken apart into is one flat event now.

/** Where an event is taken apart. */
interface Parting {
  readonly site: Loop | Declarator | Assign;
  /** The event itself, where it had a name already: the statement that takes it apart goes. */
  readonly statement: Statement | undefined;
  readonly event: Binding | undefined;
  readonly of: ResultValue;
}

/** Names the event that is meant by each variable for a part of one. Decided before anything is printed, because tests name the event. */
export function nameEvents(cx: Rewrite): void {
  for (const file of cx.program.files) {
    for (const binding of file.bindings.bindings) {
      const parting = partingOf(cx, binding);
      if (!parting) continue;
      const { event, site } = parting;
      const name = event ? (cx.renames.get(event) ?? event.name) : nameFor(cx, site as Loop, binding);
      cx.eventOf.set(binding, name);
      if (site.target) cx.restated.add(site.target);
    }
  }
}

/** Where a variable gets a part of an event, if it is one of an event that is taken apart into nothing but its parts. */
function partingOf(cx: Rewrite, binding: Binding): Parting | undefined {
  for (const write of binding.writes) {
    const { site } = write;
    const step = write.path.at(-1)?.kind;
    if (step !== "index" && step !== "member") continue;
    if (site.kind === "Loop" && isPattern(site) && (site.target?.kind === "ArrayPattern" || isSettled(cx, site))) {
      const of = site.iterable && activeOf(cx, cx.values.results(site.iterable), "Stream");
      if (of) return { site, statement: undefined, event: undefined, of };
    }
    if (site.kind === "Declarator" || site.kind === "Assign") return namedParting(cx, write, site);
  }
  return undefined;
}

/** `const { event, data } = chunk` of an event that stays in its variable. */
function namedParting(cx: Rewrite, { value, path }: Write, site: Declarator | Assign): Parting | undefined {
  const event = value?.kind === "Name" ? cx.program.bindingOf(value) : undefined;
  if (!value || !event || path.length !== 1 || event.writes.length > 1 || site.annotation || !isPattern(site))
    return undefined;
  const statement = declarationOf(site);
  const of = statement && activeOf(cx, cx.values.results(value), "StreamEvent");
  return of && isSettled(cx, site, event) ? { site, statement, event, of } : undefined;
}

/** Whether the parts of an event are set nowhere else, and the event can be named wherever one is read. */
function isSettled(cx: Rewrite, site: Parting["site"], event?: Binding): boolean {
  const { names } = cx.program.fileOf(site).bindings;
  const isSeen = (read: Name): boolean =>
    !event || (isVisible(event, read) && names.placesOf(event.name).seenAt(read) === 1);
  return targetsOf(site).every((target) => {
    const binding = cx.program.bindingOf(target);
    if (!binding || binding.writes.length > 1 || cx.program.isPublic(binding)) return false;
    return binding.reads.every(isSeen);
  });
}

function activeOf(cx: Rewrite, values: readonly ResultValue[], type: string): ResultValue | undefined {
  return values.find((v) => v.type === type && v.operation !== undefined && cx.isActive(v.operation));
}

/** Whether a target takes nothing but the name and the data of an event. */
function isPattern({ target }: Parting["site"]): boolean {
  return target?.kind === "ArrayPattern" || (target?.kind === "ObjectPattern" && takesParts(target));
}

function takesParts({ entries }: ObjectPattern): boolean {
  return entries.every(
    ({ key, target, fallback, rest }) =>
      /^(event|data)$/.test(key ?? "") && target.kind === "Name" && !fallback && !rest,
  );
}

function nameFor(cx: Rewrite, loop: Loop, binding: Binding): string {
  const printer = cx.printer(loop.tree);
  const { bindings } = cx.program.fileOf(loop);
  const names = ["event", printer.localName(["stream", "event"]), printer.localName(["response", "event"])];
  const isFree = (name: string): boolean =>
    bindings.names.placesOf(name).seenAt(loop.parent!) ===
      (binding.name === name && isVisible(binding, loop) ? 1 : 0) || targetsOf(loop).some((own) => own.name === name);
  return names.find(isFree) ?? names.at(-1)!;
}

/** The names that a pattern fills. */
function targetsOf({ target }: Parting["site"]): readonly Name[] {
  const parts = target?.kind === "ArrayPattern" ? target.items : target?.kind === "ObjectPattern" ? target.entries : [];
  return parts.flatMap((part) => (part?.target.kind === "Name" ? [part.target] : []));
}

/** The places where events are taken apart, and the names that stood for their parts. */
export function rewritePairs(cx: Rewrite): void {
  const done = new Set<Parting["site"]>();
  for (const [binding, event] of cx.eventOf) {
    const { site, statement, of } = partingOf(cx, binding)!;
    const how = { rule, flow: cx.flows.flowOf(of.operation!).id, reason: "An event is one flat object now." };
    if (!done.has(site) && statement) cx.removeStatement(statement, how);
    else if (!done.has(site)) cx.replace(site.target!, event, how);
    done.add(site);
    for (const read of binding.reads) rewritePairRead(cx, read, event, how);
  }
}

function rewritePairRead(
  cx: Rewrite,
  read: Name,
  event: string,
  how: { rule: typeof rule; flow: number; reason: string },
): void {
  const values = cx.values.results(read);
  if (values.some((v) => v.type === "enum(StreamEvent)")) {
    if (!cx.editsIn(read.tree).some((e) => e.start <= read.start && read.end <= e.end))
      put(cx, read, `${event}.type`, how);
    return;
  }
  const place = placeOf(values);
  if (place === undefined)
    return refuseAll(cx, values, "what an event carries is read where this tool cannot tell which event it is", HELP);
  put(cx, read, place === "" ? event : `${event}.${place}`, how);
}

/** `{ data }` keeps its key. */
function put(cx: Rewrite, read: Name, code: string, how: { rule: typeof rule; flow: number; reason: string }): void {
  const isShort = read.parent?.kind === "Entry" && read.parent.form === "shorthand";
  cx.replace(read, isShort ? `${read.name}: ${code}` : code, how);
}
