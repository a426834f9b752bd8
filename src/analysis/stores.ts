import { listAt } from "../languages/listAt.js";
import type { Assign, Call, Expression, Member } from "../languages/tree.js";
import { bare, walk } from "../languages/walk.js";
import { assumedClient, tellingAt } from "./assumed.js";
import { contentsOf } from "./contents.js";
import type { Step } from "./scopes.js";
import { StateObjects } from "./stateObjects.js";
import { isClient, isObjectType, isUnknown, join, type ClientValue, type Value } from "./value.js";
import type { Values } from "./values.js";

/**
 * A place in an object that a framework hands around (`app.state.client`, `event.context.openai`, `st.session_state["client"]`,
 * `cl.user_session.set("client", …)`): the object itself is not followed, and the same place is reached through other names elsewhere
 * (`request.app.state.client`). Its key is the name of the object, however that was reached, and the name in it.
 */
export interface StoreWrite {
  readonly key: string;
  readonly object: Expression;
  readonly value: Expression;
  /** The assignment or the call that writes. */
  readonly site: Assign | Call;
}

/** A place that a client is put into, or a classic object, with everything that is put there. */
export interface Store {
  readonly key: string;
  readonly writes: readonly StoreWrite[];
  /** What it must be where nothing in the program says what is put there: its uses tell. */
  readonly assumed?: ClientValue;
}

/** Methods that put a value under a name that is their first argument, and that take it out again. */
const PUTS = /^(set|decorate|provide)$/;
const TAKES = /^(get|inject)$/;

/** What a call like `app.set("openai", client)` puts into a store. */
export function putBy(call: Call): StoreWrite | undefined {
  const [name, value, ...more] = call.args;
  if (call.callee.kind !== "Member" || !PUTS.test(call.callee.property) || more.length > 0) return undefined;
  if (name?.value.kind !== "StringLiteral" || value?.form !== "positional") return undefined;
  const { object } = call.callee;
  const key = keyIn(object, name.value.value);
  return key === undefined ? undefined : { key, object, value: value.value, site: call };
}

function assignedBy(member: Member): StoreWrite | undefined {
  const { parent, object } = member;
  if (parent?.kind !== "Assign" || parent.target !== member || !parent.value || !isPlain(parent)) return undefined;
  const key = keyIn(object, member.property);
  return key === undefined ? undefined : { key, object, value: parent.value, site: parent };
}

/** `a.b = x`, `a.b ??= x` */
function isPlain({ operator }: Assign): boolean {
  return operator === "=" || operator === "??=" || operator === "||=";
}

/** The place that an expression reads, and the object that it is in. */
export function placeRead(e: Expression): { readonly key: string; readonly object: Expression } | undefined {
  if (e.kind === "Member") {
    const key = keyIn(e.object, e.property);
    return key === undefined ? undefined : { key, object: e.object };
  }
  if (e.kind !== "Call" || e.callee.kind !== "Member" || !TAKES.test(e.callee.property)) return undefined;
  const name = e.args[0]?.value;
  const key = name?.kind === "StringLiteral" ? keyIn(e.callee.object, name.value) : undefined;
  return key === undefined ? undefined : { key, object: e.callee.object };
}

function keyIn(object: Expression, name: string): string | undefined {
  let at = object;
  while (at.kind === "Wrap" || at.kind === "Await") at = at.value;
  const container =
    at.kind === "Name" ? at.name : at.kind === "Member" ? at.property : at.kind === "Call" ? calledName(at) : undefined;
  return container === undefined || container === "this" ? undefined : `${at.tree.language} ${container} ${name}`;
}

function calledName({ callee }: Call): string | undefined {
  return callee.kind === "Name" ? `${callee.name}()` : callee.kind === "Member" ? `${callee.property}()` : undefined;
}

/** All writes into such places, by their key. */
export class Stores {
  private readonly writes = new Map<string, StoreWrite[]>();
  /** Reads that tell what stands at a place. */
  private readonly told = new Map<string, Expression[]>();
  private readonly states: StateObjects;

  constructor(private readonly facts: Values) {
    this.states = new StateObjects(facts.program);
    for (const file of facts.program.files)
      for (const node of walk(file.tree.root)) {
        this.states.add(node);
        const write = node.kind === "Member" ? assignedBy(node) : node.kind === "Call" ? putBy(node) : undefined;
        if (write) listAt(this.writes, write.key).push(write);
        const place = (node.kind === "Member" || node.kind === "Call") && tellingAt(node) ? placeRead(node) : undefined;
        if (place) listAt(this.told, place.key).push(node as Expression);
      }
  }

  /** The place that an expression reads and that code of the program puts a client or a classic object into. */
  read(e: Expression): Store | undefined {
    return this.at(placeRead(e));
  }

  /** The same, where a pattern takes a name out of an object: `const { openai } = req.app.locals`. */
  taken(object: Expression, [step, ...more]: readonly Step[]): Store | undefined {
    const key = step?.kind === "member" && more.length === 0 ? keyIn(object, step.name) : undefined;
    return this.at(key === undefined ? undefined : { key, object });
  }

  private at(place: { readonly key: string; readonly object: Expression } | undefined): Store | undefined {
    const told = place && this.told.get(place.key);
    const known = (place && this.writes.get(place.key)) ?? [];
    if (!place || (!told && known.length === 0) || !this.isLoose(place.object)) return undefined;
    const writes = known.filter(({ object }) => this.isLoose(object));
    if (writes.some(({ value }) => this.facts.of(value).some(isClient))) return { key: place.key, writes };
    if (this.states.has(bare(place.object))) {
      const own = writes.filter(({ object }) => this.states.has(bare(object)));
      if (own.some(({ value }) => holdsObjects(this.facts, value))) return { key: place.key, writes: own };
    }
    const isOpen =
      isUnknown(this.facts.of(place.object)) && writes.every(({ value }) => isUnknown(this.facts.of(value)));
    const assumed = told && isOpen ? assumedClient(told) : undefined;
    return assumed && { key: place.key, writes, assumed };
  }

  /** The place that a call puts its argument into, or an assignment its value; undefined where the object is one of the program's own. */
  writtenBy(site: Assign | Call): string | undefined {
    const write =
      site.kind === "Call" ? putBy(site) : site.target.kind === "Member" ? assignedBy(site.target) : undefined;
    return write && this.isLoose(write.object) ? write.key : undefined;
  }

  /** Whether a call or an assignment puts something into a place that is followed. */
  isFollowed(site: Assign | Call): boolean {
    const write =
      site.kind === "Call" ? putBy(site) : site.target.kind === "Member" ? assignedBy(site.target) : undefined;
    return write !== undefined && this.at(write) !== undefined;
  }

  /** Whether nothing in the program says what an object is. */
  private isLoose(object: Expression): boolean {
    return this.facts.of(object).every(({ kind }) => kind === "unknown" || kind === "external" || kind === "null");
  }
}

function holdsObjects(facts: Values, e: Expression): boolean {
  const values = facts.of(e);
  return (
    values.some((v) => v.kind === "result" && v.operation !== undefined && isObjectType(v.type)) ||
    contentsOf(facts, values).length > 0
  );
}

/** What a place in a store holds. */
export function storedIn(facts: Values, store: Store | undefined): readonly Value[] | undefined {
  return store?.assumed ? [store.assumed] : store && join(...store.writes.map(({ value }) => facts.of(value)));
}

/** What is assigned to a part of a thing from wherever that thing is at hand: `state.client = x`, `Service.client = x`. */
export function assigned(facts: Values, name: string, isIt: (object: Value) => boolean): readonly Expression[] {
  return facts.program.members(name).flatMap((member) => {
    const write = assignedBy(member);
    return write && facts.of(write.object).some(isIt) ? [write.value] : [];
  });
}
