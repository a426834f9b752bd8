import type { ClassNode } from "../languages/tree.js";
import type { Values } from "./values.js";

/** Which class gives a member: the class itself, or the nearest one it inherits from. Long families are asked from every member. */
export class Declaring {
  private readonly known = new Map<ClassNode, Map<string, ClassNode>>();

  constructor(private readonly facts: Values) {}

  find(cls: ClassNode, name: string, seen = new Set<ClassNode>()): ClassNode {
    if (seen.has(cls) || this.facts.members(cls).has(name)) return cls;
    seen.add(cls);
    const known = this.known.get(cls)?.get(name);
    if (known) return known;
    const { value: found, isWhole } = this.facts.whole(() => this.inBases(cls, name, seen));
    if (found && isWhole) {
      const names = this.known.get(cls) ?? new Map<string, ClassNode>();
      this.known.set(cls, names.set(name, found));
    }
    return found ?? cls;
  }

  private inBases(cls: ClassNode, name: string, seen: Set<ClassNode>): ClassNode | undefined {
    for (const value of cls.bases.flatMap((base) => this.facts.of(base))) {
      if (value.kind !== "class") continue;
      const found = this.find(value.node, name, seen);
      if (this.facts.members(found).has(name)) return found;
    }
    return undefined;
  }
}
