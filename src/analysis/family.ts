import type { ClassNode, FunctionNode, Statement } from "../languages/tree.js";
import { nodesOf } from "../languages/walk.js";
import { constructedWith } from "./records.js";
import { assigned } from "./stores.js";
import { join, type Value } from "./value.js";
import type { Values } from "./values.js";

/** Which classes of a program inherit from which. */
export class Families {
  private readonly children = new Map<ClassNode, ClassNode[]>();
  private readonly parents = new Map<ClassNode, readonly ClassNode[]>();

  constructor(facts: Values) {
    for (const file of facts.program.files)
      for (const node of nodesOf(file.tree, "Class")) {
        if (node.bases.length === 0) continue;
        const bases = node.bases.flatMap((base) => facts.of(base)).flatMap((v) => (v.kind === "class" ? [v.node] : []));
        this.parents.set(node, bases);
        for (const base of bases) this.children.set(base, [...(this.children.get(base) ?? []), node]);
      }
  }

  /** The classes that inherit from a class, directly or not. */
  descendants(cls: ClassNode): readonly ClassNode[] {
    return reached(cls, (each) => this.children.get(each) ?? []);
  }

  /** The classes of the program that a class inherits from, directly or not. */
  ancestors(cls: ClassNode): readonly ClassNode[] {
    return reached(cls, (each) => this.parents.get(each) ?? []);
  }
}

function reached(from: ClassNode, next: (cls: ClassNode) => readonly ClassNode[]): readonly ClassNode[] {
  const found = new Set<ClassNode>();
  const pending = [...next(from)];
  for (let cls = pending.pop(); cls; cls = pending.pop()) {
    if (cls === from || found.has(cls)) continue;
    found.add(cls);
    pending.push(...next(cls));
  }
  return [...found];
}

/**
 * A member that its class leaves open, by what fills it: classes that inherit from it, code that assigns it from outside, or its
 * constructor where that takes the fields. `own` is what the class itself says.
 */
export function filledElsewhere(facts: Values, cls: ClassNode, name: string, own: readonly Value[]): readonly Value[] {
  if (!own.every(isLeftOpen)) return own;
  const below = facts.families.descendants(cls).filter((each) => facts.members(each).has(name));
  const others = join(
    ...below.map((each) => facts.ownMember(each, name)),
    ...[...assigned(facts, name, (v) => isOf(facts, v, cls, name)), ...constructedWith(facts, cls, name)].map((value) =>
      facts.of(value),
    ),
  ).filter((v) => v.kind !== "null" || own.some(({ kind }) => kind === "null"));
  const isTyped = own.some(({ kind }) => kind === "client");
  if (!others.some((v) => v.kind === "client" || !(isTyped || isLeftOpen(v)))) return own;
  return join(
    own.filter(({ kind }) => kind === "null"),
    others,
  );
}

function isOf(facts: Values, value: Value, cls: ClassNode, name: string): boolean {
  if (value.kind !== "instance" && value.kind !== "class") return false;
  return value.node === cls || facts.declaringClass(value.node, name) === cls;
}

/** Whether a class says no more of a member than its type. */
function isLeftOpen(value: Value): boolean {
  switch (value.kind) {
    case "null":
    case "unknown":
      return true;
    case "client":
      return value.site === undefined && value.path === "";
    case "function":
      return isAbstract(value.fn);
    default:
      return false;
  }
}

/** Whether a method only stands for those that override it: it has no body, or one that gives nothing and does nothing. */
export function isAbstract({ body, generator, flavor }: FunctionNode): boolean {
  if (flavor !== "method" || generator) return false;
  if (!body) return true;
  return body.kind === "Block" && body.statements.every(saysNothing);
}

function saysNothing(statement: Statement): boolean {
  switch (statement.kind) {
    case "Throw":
    case "Jump":
      return true;
    case "Return":
      return !statement.value || statement.value.kind === "NullLiteral";
    case "ExpressionStatement":
      return statement.expression.kind === "StringLiteral";
    default:
      return false;
  }
}
