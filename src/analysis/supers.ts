import type { Call, ClassNode, Expression } from "../languages/tree.js";
import { enclosing, walk } from "../languages/walk.js";
import type { Value } from "./value.js";
import type { Values } from "./values.js";

/** Whether an expression stands for what a class inherits: `super` of JavaScript, `super()` of Python. */
export function isSuper(e: Expression): boolean {
  const name = e.tree.language === "python" && e.kind === "Call" ? e.callee : e;
  return name.kind === "Name" && name.name === "super" && (name !== e) === (e.tree.language === "python");
}

/** What `super` is: something of the classes of the program that its class inherits from; undefined where there are none. */
export function ofSuper(facts: Values, e: Expression): readonly Value[] | undefined {
  const bases = (enclosing(e, "Class")?.bases ?? [])
    .flatMap((base) => facts.of(base))
    .flatMap((value) => (value.kind === "class" ? [value.node] : []));
  if (bases.length === 0) return undefined;
  // `super(client)` builds what it inherits.
  const isBuilt = e.parent?.kind === "Call" && e.parent.callee === e;
  return bases.map((node) => ({ kind: isBuilt ? "class" : "instance", node }));
}

/** The calls by which constructors of classes below a class call its own: `super(client)`, `super().__init__(client)`. */
export function superCalls(facts: Values, cls: ClassNode, constructor: string): readonly Call[] {
  return facts.families.descendants(cls).flatMap((below) => {
    const method = facts.members(below).get(constructor)?.method;
    return method
      ? [...walk(method)].filter((node): node is Call => node.kind === "Call" && reaches(facts, node, cls, constructor))
      : [];
  });
}

function reaches(facts: Values, { callee }: Call, cls: ClassNode, constructor: string): boolean {
  const object = callee.kind === "Member" && callee.property === constructor ? callee.object : callee;
  return (
    isSuper(object) &&
    (ofSuper(facts, object) ?? []).some(
      (v) => (v.kind === "class" || v.kind === "instance") && facts.declaringClass(v.node, constructor) === cls,
    )
  );
}
