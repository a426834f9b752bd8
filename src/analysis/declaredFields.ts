import type { Expression, Field, Name, Node } from "../languages/tree.js";
import { bare } from "../languages/walk.js";
import { meaningOfType } from "./annotations.js";
import { listMethod } from "./lists.js";
import type { Step } from "./scopes.js";
import type { Values } from "./values.js";

/**
 * The fields of an object by the type that the program declares for it: an interface, the type of an object, or a class without a
 * constructor. Undefined where a part of that type is not one of these, or says that there may be nothing.
 */
export function declaredFields(facts: Values, e: Expression): readonly Field[] | undefined {
  const type = typeOf(facts, e, 0);
  return type && fieldsOf(facts, type, 0);
}

const DEEPEST = 8;

/** The type that an expression is declared to have. */
function typeOf(facts: Values, expression: Expression, depth: number): Expression | undefined {
  const e = bare(expression);
  if (depth > DEEPEST) return undefined;
  if (e.kind === "Member") {
    const object = typeOf(facts, e.object, depth + 1);
    return object && stepInto(facts, object, { kind: "member", name: e.property }, depth);
  }
  const binding = e.kind === "Name" ? facts.program.bindingOf(e) : undefined;
  if (!binding || binding.imported) return undefined;
  const { parameter, writes } = binding;
  if (binding.annotation && !parameter) return binding.annotation;
  const [write] = writes;
  if (!write || writes.length > 1) return undefined;
  const start = parameter
    ? (parameter.node.annotation ?? handedTo(facts, parameter.fn, parameter.index, depth))
    : write.value && typeOf(facts, write.value, depth + 1);
  return write.path.reduce<Expression | undefined>((type, step) => type && stepInto(facts, type, step, depth), start);
}

/** What a list method hands to a callback: an element of a list whose type is declared. */
function handedTo(facts: Values, fn: Expression, index: number, depth: number): Expression | undefined {
  const call = fn.parent?.kind === "Argument" ? fn.parent.parent : undefined;
  if (call?.kind !== "Call" || call.callee.kind !== "Member" || index > 0 || call.args[0]?.value !== fn)
    return undefined;
  if (!listMethod(call.callee.property) && call.callee.property !== "forEach") return undefined;
  const list = typeOf(facts, call.callee.object, depth + 1);
  return list && stepInto(facts, list, { kind: "iterate" }, depth);
}

function stepInto(facts: Values, type: Expression, step: Step, depth: number): Expression | undefined {
  if (step.kind === "member")
    return fieldsOf(facts, type, depth + 1)?.find(({ name }) => name === step.name)?.annotation;
  return step.kind === "iterate" || step.kind === "index" ? elementOf(facts, type, depth + 1) : undefined;
}

/** `Message[]`, `Array<Message>` */
function elementOf(facts: Values, type: Expression, depth: number): Expression | undefined {
  const at = bare(type);
  if (at.kind === "Name") {
    const meaning = depth > DEEPEST ? undefined : meaningOfType(facts, at);
    return meaning && meaning.kind !== "TypeDeclaration"
      ? elementOf(facts, meaning as Expression, depth + 1)
      : undefined;
  }
  if (at.kind !== "TypeApply" || at.args.length !== 1) return undefined;
  const isList = !at.base || (at.base.kind === "Name" && /^(Array|ReadonlyArray)$/.test(at.base.name));
  return isList ? at.args[0] : undefined;
}

function fieldsOf(facts: Values, type: Expression, depth: number): readonly Field[] | undefined {
  const at = bare(type);
  if (depth > DEEPEST) return undefined;
  if (at.kind === "Opaque") return at.what === "TypeLiteral" ? onlyFields(at.children) : undefined;
  if (at.kind === "TypeApply")
    return at.base?.kind === "Name" && at.base.name === "Readonly" && at.args.length === 1
      ? fieldsOf(facts, at.args[0]!, depth + 1)
      : undefined;
  return at.kind === "Name" ? ofNamed(facts, at, depth) : undefined;
}

function ofNamed(facts: Values, name: Name, depth: number): readonly Field[] | undefined {
  const meaning = meaningOfType(facts, name);
  if (meaning && meaning.kind !== "TypeDeclaration") return fieldsOf(facts, meaning as Expression, depth + 1);
  if (meaning) {
    const isBase = (child: Node): child is Name => child.kind === "Name";
    const inherited = meaning.children.filter(isBase).map((base) => fieldsOf(facts, base, depth + 1));
    const own = onlyFields(meaning.children.filter((child) => !isBase(child)));
    return own && inherited.every((fields) => fields !== undefined) ? [...inherited.flat(), ...own] : undefined;
  }
  const [value, ...others] = facts.of(name);
  if (value?.kind !== "class" || others.length > 0 || value.node.bases.length > 0) return undefined;
  return onlyFields(value.node.members);
}

/** Undefined where something else than fields with a type is among them: methods, index signatures, parameters of the type. */
function onlyFields(members: readonly Node[]): readonly Field[] | undefined {
  const fields = members.filter(
    (one): one is Field => one.kind === "Field" && one.annotation !== undefined && !one.isStatic,
  );
  return fields.length === members.length ? fields : undefined;
}
