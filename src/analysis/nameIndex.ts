import { listAt } from "../languages/listAt.js";
import type { Node } from "../languages/tree.js";
import { ancestors } from "../languages/walk.js";
import type { Binding, FileBindings } from "./scopes.js";

/** How many of some bindings live where, so that nobody has to go through all of them. */
export class Places {
  private readonly at = new Map<Node, number>();
  private readonly within = new Map<Node, number>();

  constructor(bindings: readonly Binding[] = []) {
    for (const binding of bindings) this.add(binding);
  }

  add(binding: Binding, count = 1): void {
    const { node } = binding.scope;
    change(this.at, node, count);
    change(this.within, node, count);
    for (const up of ancestors(node)) change(this.within, up, count);
  }

  remove(binding: Binding): void {
    this.add(binding, -1);
  }

  /** How many can be seen at a node: those of scopes that it is, or lies in. */
  seenAt(node: Node): number {
    let count = this.at.get(node) ?? 0;
    for (const up of ancestors(node)) count += this.at.get(up) ?? 0;
    return count;
  }

  /** How many can be seen at a node or somewhere in it. */
  meeting(node: Node): number {
    return this.seenAt(node) - (this.at.get(node) ?? 0) + this.inside(node);
  }

  /** How many live in a node. */
  inside(node: Node): number {
    return this.within.get(node) ?? 0;
  }
}

function change(counts: Map<Node, number>, node: Node, by: number): void {
  counts.set(node, (counts.get(node) ?? 0) + by);
}

/** The bindings of a file by their names. */
export class NameIndex {
  private readonly byName = new Map<string, Binding[]>();
  private readonly globals: ReadonlySet<string>;
  private readonly places = new Map<string, Places>();

  constructor({ bindings, unresolved }: Pick<FileBindings, "bindings" | "unresolved">) {
    for (const binding of bindings) listAt(this.byName, binding.name).push(binding);
    this.globals = new Set(unresolved.map(({ name }) => name));
  }

  /** All bindings of a name, in whatever scope. */
  named(name: string): readonly Binding[] {
    return this.byName.get(name) ?? [];
  }

  /** Whether the file uses a name that nothing in it declares. */
  isGlobal(name: string): boolean {
    return this.globals.has(name);
  }

  /** Where the bindings of a name live. */
  placesOf(name: string): Places {
    const known = this.places.get(name) ?? new Places(this.named(name));
    this.places.set(name, known);
    return known;
  }
}
