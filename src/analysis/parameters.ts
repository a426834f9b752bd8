import type { Argument, Call, Expression, FunctionNode } from "../languages/tree.js";
import { asTyped, ofAnnotation } from "./annotations.js";
import { provided } from "./calls.js";
import { injectedByType } from "./injected.js";
import { callbackElement } from "./lists.js";
import type { Binding, Step } from "./scopes.js";
import { handedToHook } from "./streamHandlers.js";
import { join, unknown, type Value } from "./value.js";
import { receivedBy, receivers } from "./received.js";
import type { Values } from "./values.js";
import { passedByWorker } from "./workers.js";

/** A parameter holds what the calls pass; a callback's what the caller hands it. */
export function ofParameter(facts: Values, binding: Binding): readonly Value[] {
  return ofArgument(facts, binding, binding.writes.find((w) => w.site === binding.parameter!.node)?.path ?? []);
}

/** What stands at a path of what is passed for a parameter; the binding may be one of several that a pattern takes out of it. */
export function ofArgument(facts: Values, binding: Binding, path: readonly Step[]): readonly Value[] {
  const { fn, index, node } = binding.parameter!;
  const follow = (values: readonly Value[]) => path.reduce((v, step) => facts.step(v, step), values);
  const handed =
    handedToHook(facts, fn, index) ?? handedToCallback(facts, fn, index) ?? handedToProperty(facts, fn, index);
  if (handed) return follow(handed);
  const { calls, callbacks, others } = facts.callers(fn);
  const sets = [
    ...calls.map((call) => argumentFor(facts, call, fn, index, binding.name)),
    ...callbacks.map(
      (callback) =>
        passedByWorker(facts, callback, fn, index, binding.name) ??
        handedBy(facts, callback, index) ?? [unknown("an element of another list")],
    ),
  ];
  const provider = injectedByType(facts, node.annotation);
  if (provider) sets.push(provided(facts, provider));
  const fallback = node.fallback ? facts.of(node.fallback) : [];
  const known = follow(join(...sets, fallback));
  const typed = node.annotation ? follow(ofAnnotation(facts, node.annotation)) : [];
  if (typed.length > 0)
    return join(
      known.filter((v) => v.kind !== "unknown"),
      typed.filter((t) => t.kind !== "result" || !known.some((k) => k.kind === "result" && k.type === t.type)),
    );
  const all = sets.length === 0 || others ? join(known, [unknown(fromOutside(binding.name))]) : known;
  return asTyped(all, node.annotation);
}

/** Why nothing is known of what callers that are not in the program pass for a parameter. */
export function fromOutside(parameter: string): string {
  return `parameter ${parameter} is filled by callers outside the files given`;
}

function argumentFor(facts: Values, call: Call, fn: FunctionNode, index: number, name: string): readonly Value[] {
  const named = call.args.find((a) => a.form === "named" && a.name === name);
  if (named) return facts.of(named.value);
  const spread = call.args.filter((a) => a.form === "spread" || a.form === "namedSpread");
  if (spread.length > 0) {
    const entry = spreadEntry(facts, call, name);
    if (entry) return facts.of(entry);
    return [unknown("arguments are spread")];
  }
  const parameter = fn.params[index]!;
  if (parameter.rest !== "none") return [unknown("rest parameter")];
  const shift = receivers(facts, fn);
  const argument = call.args[index - shift];
  if (index - shift < 0 || !argument || argument.form !== "positional")
    return parameter.fallback ? [] : [{ kind: "null" }];
  return facts.of(argument.value);
}

/** The value that `**params` passes for a name, when `params` is a dictionary literal. */
export function spreadEntry(facts: Values, call: Call, name: string): Expression | undefined {
  for (const argument of call.args) {
    if (argument.form !== "namedSpread") continue;
    for (const value of facts.of(argument.value)) {
      const entry = value.kind === "object" ? value.node.entries.find((e) => e.key === name) : undefined;
      if (entry) return entry.value;
    }
  }
  return undefined;
}

/** What a list method, `.then` or the like passes to a function literal given to it. */
function handedToCallback(facts: Values, fn: FunctionNode, index: number): readonly Value[] | undefined {
  let node: Expression = fn;
  while (node.parent?.kind === "Wrap") node = node.parent;
  return node.parent?.kind === "Argument" ? handedBy(facts, node.parent, index) : undefined;
}

/**
 * What a function is passed that goes, by its name alone, into a property of an object that a function of the program is given, as
 * attributes of a component do: `<Chat onCall={answer} />`. Undefined where it is used in another way, too.
 */
function handedToProperty(facts: Values, fn: FunctionNode, index: number): readonly Value[] | undefined {
  const binding = facts.program.bindingOfFunction(fn);
  const uses: readonly Expression[] = binding ? facts.program.references(binding) : [fn];
  if (binding && facts.program.isPublic(binding)) return undefined;
  const sets = uses.map((use) => handedByProperty(facts, use, index));
  return sets.length > 0 && sets.every((set) => set !== undefined) ? join(...sets) : undefined;
}

function handedByProperty(facts: Values, use: Expression, index: number): readonly Value[] | undefined {
  const entry = use.parent;
  const argument = entry?.kind === "Entry" && entry.value === use ? entry.parent?.parent : undefined;
  const call = argument?.kind === "Argument" ? argument.parent : undefined;
  if (entry?.kind !== "Entry" || entry.key === undefined || argument?.kind !== "Argument" || call?.kind !== "Call")
    return undefined;
  const sets = facts.of(call.callee).flatMap((value) => {
    if (value.kind !== "function") return [];
    const parameter = value.fn.params[call.args.indexOf(argument)];
    return parameter ? propertyCalls(facts, parameter, entry.key!).map((inner) => passedTo(facts, inner, index)) : [];
  });
  const handed = join(...sets);
  return handed.length > 0 ? handed : undefined;
}

/** Calls of what a parameter holds under a key: `({ onCall }) => onCall(x)`, `(props) => props.onCall(x)`. */
function propertyCalls(facts: Values, { target }: FunctionNode["params"][number], key: string): readonly Call[] {
  const callees: Expression[] = [];
  if (target.kind === "ObjectPattern") {
    const own = target.entries.find((entry) => entry.key === key)?.target;
    callees.push(...((own?.kind === "Name" && facts.program.bindingOf(own)?.reads) || []));
  } else if (target.kind === "Name") {
    for (const { parent } of facts.program.bindingOf(target)?.reads ?? [])
      if (parent?.kind === "Member" && parent.property === key) callees.push(parent);
  }
  return callees.flatMap((callee) =>
    callee.parent?.kind === "Call" && callee.parent.callee === callee ? [callee.parent] : [],
  );
}

function passedTo(facts: Values, call: Call, index: number): readonly Value[] {
  const passed = call.args[index];
  return passed?.form === "positional" ? facts.of(passed.value) : [];
}

/** What a method passes as parameter `index` to the function that an argument is. */
function handedBy(facts: Values, argument: Argument, index: number): readonly Value[] | undefined {
  const call = argument.parent;
  if (call?.kind !== "Call") return undefined;
  const own = handedByCallee(facts, call, argument, index);
  if (own) return own;
  if (call.callee.kind === "Name") return handedByBuiltin(facts, call, argument, index);
  if (call.callee.kind !== "Member") return undefined;
  const object = facts.of(call.callee.object);
  const handed = callbackElement(call.callee.property, index, call.args.indexOf(argument));
  if (handed === "self") return object;
  if (handed === "element")
    return object.some((v) => facts.hasElements(v)) ? facts.step(object, { kind: "iterate" }) : undefined;
  return handed === "scalar" ? [{ kind: "scalar" }] : undefined;
}

/** `sorted(list, key=f)`, `max(list, key=f)`, `filter(f, list)`: Python passes one element after the other. */
function handedByBuiltin(facts: Values, call: Call, argument: Argument, index: number): readonly Value[] | undefined {
  const { callee, args } = call;
  if (callee.kind !== "Name" || call.tree.language !== "python" || index > 0 || facts.program.bindingOf(callee))
    return undefined;
  const isKey = argument.name === "key" && /^(sorted|max|min)$/.test(callee.name);
  const isFirst = args[0] === argument && /^(filter|map)$/.test(callee.name);
  const list = isKey ? args[0] : isFirst ? args[1] : undefined;
  const values = list && list !== argument ? facts.of(list.value) : [];
  return values.some((v) => facts.hasElements(v)) ? facts.step(values, { kind: "iterate" }) : undefined;
}

/** What a function of the program passes when it calls a callback that it was given. */
function handedByCallee(facts: Values, call: Call, argument: Argument, index: number): readonly Value[] | undefined {
  const sets = receivedBy(facts, call, argument)
    .flatMap(({ reads }) => reads)
    .flatMap((read) => {
      const inner = read.parent;
      if (inner?.kind !== "Call" || inner.callee !== read) return [];
      const passed = inner.args[index];
      return passed?.form === "positional" ? [facts.of(passed.value)] : [];
    });
  return sets.length > 0 ? join(...sets) : undefined;
}
