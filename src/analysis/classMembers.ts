import type { ClassNode, Expression, FunctionNode, Member, Pattern } from "../languages/tree.js";
import { walk } from "../languages/walk.js";
import type { Program } from "./program.js";
import type { Binding, Step } from "./scopes.js";
import { targetsOf } from "./targets.js";

/** A method or a field of a class, with everything that is written into the field. */
export interface ClassMember {
  readonly name: string;
  method?: FunctionNode;
  annotation?: Expression;
  /** A value is followed along `path`. */
  readonly writes: { readonly value?: Expression; readonly path?: readonly Step[]; readonly binding?: Binding }[];
}

/** Methods and fields of a class by name: declared ones and everything that its methods write into `this.x`. */
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
    const isOwn = (target: Pattern): target is Member =>
      target.kind === "Member" &&
      target.object.kind === "Name" &&
      program.isThis(target.object) &&
      program.classOfThis(target) === cls;
    for (const { target, value, path } of targetsOf(node))
      if (isOwn(target)) member(target.property).writes.push({ value, path });
    if (node.kind !== "Assign" || !isOwn(node.target)) continue;
    const field = member(node.target.property);
    if (node.annotation) field.annotation = node.annotation;
    if (node.value && node.operator !== "=") field.writes.push({});
  }
  return members;
}
