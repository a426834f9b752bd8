import type { ClassNode, Expression, FunctionNode } from "../languages/tree.js";
import { walk } from "../languages/walk.js";
import type { Program } from "./program.js";
import type { Binding } from "./scopes.js";

/** A method or a field of a class, with everything that is written into the field. */
export interface ClassMember {
  readonly name: string;
  method?: FunctionNode;
  annotation?: Expression;
  readonly writes: { readonly value?: Expression; readonly binding?: Binding }[];
}

/** Methods and fields of a class by name: declared ones and every `this.x = …` in its methods. */
export function readClassMembers(program: Program, cls: ClassNode): ReadonlyMap<string, ClassMember> {
  const members = new Map<string, ClassMember>();
  const member = (name: string): ClassMember => {
    const found = members.get(name) ?? { name, writes: [] };
    members.set(name, found);
    return found;
  };
  for (const node of cls.members) {
    if (node.kind === "Field") {
      const field = member(node.name);
      field.annotation = node.annotation;
      if (node.value) field.writes.push({ value: node.value });
    } else if (node.kind === "Function" && node.name) {
      const method = member(node.name.name);
      method.method ??= node;
      for (const param of node.params) {
        if (!param.declaresField || param.target.kind !== "Name") continue;
        const field = member(param.target.name);
        field.annotation = param.annotation;
        const binding = program.bindingOf(param.target);
        if (binding) field.writes.push({ binding });
      }
    }
  }
  for (const node of cls.members.flatMap((m) => [...walk(m)])) {
    if (node.kind !== "Assign" || node.target.kind !== "Member" || node.target.object.kind !== "Name") continue;
    if (!program.isThis(node.target.object) || program.classOfThis(node) !== cls) continue;
    const field = member(node.target.property);
    if (node.annotation) field.annotation = node.annotation;
    if (node.value) field.writes.push({ value: node.operator === "=" ? node.value : undefined });
  }
  return members;
}
