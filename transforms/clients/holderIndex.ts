import { ofArgument } from "../../src/analysis/parameters.js";
import type { Binding } from "../../src/analysis/scopes.js";
import { isClient, type ClientValue, type Value } from "../../src/analysis/value.js";
import type { ArrayLiteral, ClassNode, Expression, FunctionNode, ObjectLiteral } from "../../src/languages/tree.js";
import { injected, injectedByType } from "../../src/analysis/injected.js";
import { passedThrough } from "../../src/analysis/passThrough.js";
import { targetOf } from "../code/locals.js";
import { isWholeExport } from "./exportBeside.js";
import { type Holder } from "./holder.js";
import { first, isExportList, isModuleExport, keyOf, stepKey, unwrap } from "./occurrences.js";
import type { Rewrite } from "../rewrite.js";

/** The holder of each thing that can hold a client, made when it is first asked for. */
export class HolderIndex {
  private readonly byThing = new Map<object, Map<string, Holder>>();

  /** `all` is given every holder that is made. */
  constructor(
    private readonly cx: Rewrite,
    private readonly all: Holder[],
  ) {}

  /** The client value of an expression, or undefined. */
  clientAt(e: Expression): ClientValue | undefined {
    if (e.parent?.kind === "Member" && e.parent.propertySpan.start === e.start) return undefined;
    return this.cx.values.of(e).find((v): v is ClientValue => v.kind === "client");
  }

  private holder(kind: Holder["kind"], thing: object, name: string, parts: Partial<Holder>): Holder {
    const byName = this.byThing.get(thing) ?? new Map<string, Holder>();
    this.byThing.set(thing, byName);
    const known = byName.get(name);
    if (known) return known;
    const made: Holder = { kind, same: [], sources: [], operations: [], feeds: [], others: [], ...parts };
    byName.set(name, made);
    this.all.push(made);
    return made;
  }

  /** The holder an expression reads from. */
  holderOf(e: Expression): Holder | undefined {
    const at = unwrap(e);
    if (at.kind === "Name") {
      const binding = this.cx.program.bindingOf(at);
      return binding && this.ofBinding(binding);
    }
    const stored = this.cx.values.stores.read(at);
    if (stored) return this.ofStore(stored.key);
    const key = keyOf(at);
    if (key !== undefined && (at.kind === "Member" || at.kind === "Index"))
      return this.ofParts(this.cx.values.of(at.object), key);
    if (at.kind === "Call") {
      const through = passedThrough(this.cx.values, at);
      if (through) return this.holderOf(through);
      const given = injected(this.cx.values, at) ?? at.callee;
      const fn = this.functionGiving(given);
      if (fn) return this.ofFunction(fn);
      // `require("./client")` gives what that file makes.
      const site = this.clientAt(at)?.site ?? at;
      const target = site === at ? undefined : targetOf(site);
      const made = target && this.cx.program.bindingOf(target);
      if (made && isWholeExport(made)) return this.ofBinding(made);
      const isShared = at.parent !== undefined && isModuleExport(at.parent);
      return this.holder("construction", site, "", { call: site, isShared: site !== at || isShared });
    }
    return undefined;
  }

  /** The holder that a part of something is; where that can be several things, their parts hold the same. */
  private ofParts(values: readonly Value[], key: string): Holder | undefined {
    const giving = values.filter((v) => this.cx.values.step([v], { kind: "member", name: key }).some(isClient));
    const all = giving.flatMap((value) => this.ofPart(value, key) ?? []);
    const [one, ...others] = all;
    if (!one) return first(values, (value) => this.ofPart(value, key));
    this.unite(one, others, (other) => other);
    return one;
  }

  /** The holder that a part of a value is: a field of an object, an entry of a literal, what a module exports. */
  private ofPart(value: Value, key: string): Holder | undefined {
    if (value.kind === "instance" || value.kind === "class") {
      const cls = this.cx.values.declaringClass(value.node, key);
      const method = this.cx.values.members(cls).get(key)?.method;
      return method?.accessor === "get" ? this.ofFunction(method) : this.ofField(cls, key);
    }
    if (value.kind === "file") {
      const exported = this.cx.program.exported(value.file, key);
      return exported?.kind === "expression" ? this.holderOf(exported.value) : undefined;
    }
    if (value.kind === "record") {
      const property = value.fields.find(({ name }) => name === key);
      return property && this.holder("property", property, "", { property });
    }
    if (value.kind !== "object" && value.kind !== "array") return undefined;
    const exported = value.kind === "object" ? value.node.entries.find((e) => e.key === key) : undefined;
    if (exported && isExportList(exported)) return this.holderOf(exported.value);
    return this.ofSlot(value.node, key);
  }

  ofBinding(binding: Binding): Holder {
    const origin = this.cx.program.importOrigin(binding) ?? binding;
    const known = this.byThing.get(origin)?.get("");
    if (known) return known;
    const made = this.holder(origin.parameter ? "parameter" : "variable", origin, "", { binding: origin });
    const provider = injectedByType(this.cx.values, origin.parameter?.node.annotation);
    const providing = provider && this.functionGiving(provider);
    if (providing) this.takes(made, this.ofFunction(providing), origin.declarations[0]!);
    // `const { client } = parts`, `client, thread = begin()`: the client comes out of what holds it there.
    for (const write of origin.writes) {
      const steps = write.path.filter((step) => step.kind !== "enter");
      const stored = write.value && this.cx.values.stores.taken(write.value, steps);
      if (stored) this.takes(made, this.ofStore(stored.key), write.target);
      const key = stepKey(steps.at(-1));
      if (key === undefined || stored) continue;
      const container =
        write.site.kind === "Parameter"
          ? ofArgument(this.cx.values, origin, steps.slice(0, -1))
          : steps.slice(0, -1).reduce((v, step) => this.cx.values.step(v, step), this.cx.values.of(write.value!));
      for (const value of container) {
        if (!this.cx.values.step([value], steps.at(-1)!).some((v) => v.kind === "client" && v.path === "")) continue;
        const from = this.ofPart(value, key);
        if (from && from !== made) this.takes(made, from, write.target);
      }
    }
    return made;
  }

  /** A pattern takes the client of one holder into another. */
  private takes(into: Holder, from: Holder, target: Expression): void {
    from.feeds.push({ at: undefined, into });
    into.sources.push(target);
  }

  ofField(cls: ClassNode, name: string): Holder {
    const known = this.byThing.get(cls)?.get(name);
    if (known) return known;
    const made = this.holder("field", cls, name, { field: { cls, name } });
    this.unite(made, this.related(cls, name), (each) => this.ofField(each, name));
    return made;
  }

  ofFunction(fn: FunctionNode): Holder {
    const known = this.byThing.get(fn)?.get("");
    if (known) return known;
    const made = this.holder("function", fn, "", { fn });
    const cls = fn.flavor === "method" && fn.parent?.kind === "Class" ? fn.parent : undefined;
    const name = fn.name?.name;
    if (!cls || name === undefined) return made;
    const others = this.related(cls, name).flatMap((each) => this.cx.values.members(each).get(name)!.method ?? []);
    this.unite(made, others, (each) => this.ofFunction(each));
    return made;
  }

  /** The classes above and below one that have a member of this name, too. */
  private related(cls: ClassNode, name: string): readonly ClassNode[] {
    const { families } = this.cx.values;
    return [...families.ancestors(cls), ...families.descendants(cls)].filter((each) =>
      this.cx.values.members(each).has(name),
    );
  }

  /** What stands for the same in related classes holds the same. */
  private unite<T>(made: Holder, others: readonly T[], holderOf: (other: T) => Holder): void {
    for (const other of others.map(holderOf)) {
      if (made.same.includes(other) || other === made) continue;
      made.same.push(other);
      other.same.push(made);
      made.feeds.push({ at: undefined, into: other });
      other.feeds.push({ at: undefined, into: made });
    }
  }

  /** The function that gives a client, of those that an expression can be. */
  private functionGiving(callee: Expression): FunctionNode | undefined {
    const all = this.cx.values.of(callee).flatMap((v) => (v.kind === "function" ? [v.fn] : []));
    return all.find((fn) => this.cx.values.returns(fn).some(isClient)) ?? all[0];
  }

  ofStore(place: string): Holder {
    return this.holder("store", this.cx.values.stores, place, { place });
  }

  ofSlot(literal: ObjectLiteral | ArrayLiteral, key: string): Holder {
    return this.holder("slot", literal, key, { literal });
  }
}
