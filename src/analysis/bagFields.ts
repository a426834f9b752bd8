import type { Call, Expression, Member, Name, Node, ObjectLiteral } from "../languages/tree.js";
import { bare, textOf } from "../languages/walk.js";
import type { Binding } from "./scopes.js";
import { declaredFields } from "./declaredFields.js";
import { onlyLooks } from "./sharedLiterals.js";
import type { Values } from "./values.js";

/** What is known of an object that carries the arguments of a call and is built elsewhere. */
export interface Bag {
  /** A read of each of its fields, by the name that this has there. */
  readonly fields: ReadonlyMap<string, Member>;
  /** Its type alone says which fields it has. */
  readonly isDeclared: boolean;
}

/**
 * The fields of an object that a call is given by its name, or of one that is spread into what it is given: all that the program puts
 * into it, where nobody else gets hold of it; else those that its type has. Undefined where neither tells.
 */
export function bagOf(facts: Values, e: Expression, call: Call): Bag | undefined {
  const name = bare(e);
  const binding = name.kind === "Name" ? facts.program.bindingOf(name) : undefined;
  if (name.kind !== "Name" || !binding || binding.imported || facts.program.isPublic(binding)) return undefined;
  const keys = builtWith(facts, name, binding, call);
  if (keys) return { fields: new Map(keys.map((key) => [key, readOf(name, key)])), isDeclared: false };
  const declared = declaredFields(facts, name);
  if (!declared || declared.length === 0 || !isOnlyRead(binding)) return undefined;
  // A content that may be text or parts is of no use: what becomes of it depends on that.
  if (declared.some((field) => field.name === "content" && !isText(field.annotation!))) return undefined;
  return { fields: new Map(declared.map((field) => [field.name, readOf(name, field.name)])), isDeclared: true };
}

/** Whether a type is that of text: `string`, or the words that it may be. */
function isText(annotation: Expression): boolean {
  const type = bare(annotation);
  if (type.kind === "TypeUnion") return type.members.every(isText);
  return type.kind === "StringLiteral" || textOf(type) === "string";
}

/** Nothing is assigned to its fields: what is sent is what came in. */
function isOnlyRead({ reads }: Binding): boolean {
  return reads.every((read) => writtenAt(read) === undefined);
}

/** `bag.key`, as it could stand in the place of the bag. */
function readOf(bag: Name, key: string): Member {
  const { start, end, at, behind, tree, parent } = bag;
  const span = { start, end };
  return {
    kind: "Member",
    object: bag,
    property: key,
    propertySpan: span,
    optional: false,
    computed: false,
    start,
    end,
    at,
    behind,
    tree,
    parent,
  };
}

/** The names of all fields that the program gives an object, in the order in which they are written. */
function builtWith(facts: Values, name: Name, binding: Binding, call: Call): readonly string[] | undefined {
  if (binding.parameter || binding.annotation) return undefined;
  const keys = new Keys();
  for (const value of facts.of(name)) {
    if (value.kind !== "object" || !keys.addLiteral(value.node)) return undefined;
    const built = variableOf(facts, value.node);
    const isHandedOut = (read: Name) => read.parent?.kind === "Return";
    if (built === "elsewhere") return undefined;
    if (built && built !== binding && !keys.addReads(built.reads, isHandedOut)) return undefined;
  }
  const isGiven = (read: Name) => onlyLooks(facts, read, call) || isSpreadInto(read, call);
  return keys.addReads(binding.reads, isGiven) && keys.all.size > 0 ? [...keys.all] : undefined;
}

/** What is found of an object's fields. A field that is there already and may be another one later is none that is known. */
class Keys {
  readonly all = new Set<string>();
  private readonly fixed = new Set<string>();

  addLiteral({ entries }: ObjectLiteral): boolean {
    for (const { key, form } of entries) {
      if (key === undefined || form === "method") return false;
      this.all.add(key);
      this.fixed.add(key);
    }
    return true;
  }

  /** `bag.key = x` adds a field; all other reads have to leave the object as it is. */
  addReads(reads: readonly Name[], isHarmless: (read: Name) => boolean): boolean {
    return reads.every((read) => {
      const written = writtenAt(read);
      if (written === undefined) return isHarmless(read);
      if (written === "some" || this.fixed.has(written.field)) return false;
      this.all.add(written.field);
      return true;
    });
  }
}

/** The field that is assigned to an object where its name is read; "some" where that is not a plain assignment to a field known by name. */
function writtenAt(read: Name): { readonly field: string } | "some" | undefined {
  const { parent } = read;
  if ((parent?.kind !== "Member" && parent?.kind !== "Index") || parent.object !== read) return undefined;
  const write = parent.parent;
  if (write?.kind !== "Assign" || write.target !== parent) return undefined;
  return parent.kind === "Member" && write.operator === "=" ? { field: parent.property } : "some";
}

/** `f(id, { ...bag, stream: true })` */
function isSpreadInto(read: Name, call: Call): boolean {
  const literal = read.parent?.kind === "Entry" && read.parent.form === "spread" ? read.parent.parent : undefined;
  return literal?.parent?.kind === "Argument" && literal.parent.parent === call;
}

/** The variable that an object is made in; undefined where it is returned at once, "elsewhere" for all other places. */
function variableOf(facts: Values, literal: ObjectLiteral): Binding | "elsewhere" | undefined {
  let at: Node = literal;
  while (at.parent?.kind === "Wrap") at = at.parent;
  const { parent } = at;
  if (parent?.kind === "Return" || (parent?.kind === "Function" && parent.body === at)) return undefined;
  const target = parent?.kind === "Declarator" && parent.target.kind === "Name" ? parent.target : undefined;
  return (target && facts.program.bindingOf(target)) ?? "elsewhere";
}
