import type { Argument, Call, ClassNode, Expression, FunctionNode, Node } from "../languages/tree.js";
import { isTarget } from "../languages/walk.js";
import { callbackElement } from "./lists.js";
import type { Program } from "./program.js";
import { standsAsWork } from "./workers.js";

/** How a function is reached: its calls, and whether it can also be called from code that is not in the run. */
export interface Callers {
  readonly calls: readonly Call[];
  readonly open: boolean;
  /** Where it is given by its name to a call that calls it: `messages.map(textOf)`, `Depends(get_agent)`. Such a function is open, too. */
  readonly callbacks: readonly Argument[];
  /** Whether something else than these calls and callbacks may call it. */
  readonly others: boolean;
  /** Whether the program itself hands it on in another way: it may be called from anywhere. */
  readonly handed: boolean;
}

/** How values tell whether a call reaches a function. */
export interface Reaching {
  /** Whether an object has a class's method under its name. */
  readonly isInstanceOf: (object: Expression, cls: ClassNode) => boolean;
  /** Whether an expression can be a function. */
  readonly isFunction: (e: Expression, fn: FunctionNode) => boolean;
  /** Whether a framework calls the function that a call is given, and puts what it gives where the call stands. */
  readonly isInjected: (argument: Argument) => boolean;
}

/** What is known of a function that is called in ways that are not followed. */
export const UNKNOWN_CALLERS: Callers = {
  calls: [],
  callbacks: [],
  others: true,
  open: true,
  handed: true,
};

/** Calls of a function of the program that name it directly; `open` when it also gets away as a value or is exported. */
export function directCallers(
  program: Program,
  fn: FunctionNode,
  { isInstanceOf, isFunction, isInjected }: Reaching,
): Callers {
  const calls: Call[] = [];
  const callbacks: Argument[] = [];
  const file = program.fileOf(fn);
  const isWrapped = !fn.decorators.every((decorator) => file.language.effects.passesThrough(decorator));
  let handed = false;
  const result = (isExported: boolean): Callers => {
    const others = isWrapped || handed || isExported;
    return { calls, callbacks, others, open: others || callbacks.length > 0, handed };
  };
  const use = (node: Node): void => {
    const parent = node.parent;
    if (parent?.kind === "Call" && parent.callee === node) calls.push(parent);
    else if (parent?.kind === "Argument" && (isListCallback(parent) || standsAsWork(parent) || isInjected(parent)))
      callbacks.push(parent);
    // `module.exports = ask`: importers read it under names of their own.
    else if (program.isExporting(node)) program.readersOf(node).forEach(use);
    else if (!isClosingTag(parent)) handed = true;
  };
  if (fn.flavor === "method" && fn.name && fn.parent?.kind === "Class") {
    const cls = fn.parent;
    for (const member of program.members(fn.name.name)) {
      if (member.tree.language === fn.tree.language && isInstanceOf(member.object, cls)) use(member);
    }
    const named = cls.name && program.bindingOf(cls.name);
    return result(named !== undefined && program.isGivenAway(named));
  }
  const binding = program.bindingOfFunction(fn);
  // `steps.create(client)`: through the module, or through an object of functions.
  const key = binding?.name ?? keyOfValue(fn);
  for (const member of key === undefined ? [] : program.members(key))
    if (member.tree.language === fn.tree.language && !isTarget(member) && isFunction(member, fn)) use(member);
  for (const name of binding ? program.references(binding) : program.readersOf(fn)) use(name);
  if (binding) return result(program.isGivenAway(binding));
  return program.isExporting(fn) ? result(program.isOpen(file)) : { ...UNKNOWN_CALLERS, calls, callbacks };
}

/** The key under which a function stands in an object, or in what its file exports. */
function keyOfValue(fn: FunctionNode): string | undefined {
  const { parent } = fn;
  if (parent?.kind === "Entry") return parent.key;
  return parent?.kind === "Assign" && parent.target.kind === "Member" ? parent.target.property : undefined;
}

/** Whether a function is handed to a method that calls it with the elements of its list. */
function isListCallback(argument: Argument): boolean {
  const call = argument.parent;
  if (call?.kind !== "Call" || call.callee.kind !== "Member") return false;
  return callbackElement(call.callee.property, 0, call.args.indexOf(argument)) !== undefined;
}

/** `</Chat>` repeats the name of the component that `<Chat>` calls. */
function isClosingTag(node: Node | undefined): boolean {
  return node?.kind === "Opaque" && node.what === "JsxClosingElement";
}
