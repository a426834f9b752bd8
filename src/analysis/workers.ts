import type { Argument, Call, Expression, FunctionNode } from "../languages/tree.js";
import { receivers } from "./received.js";
import type { ExternalValue, Value } from "./value.js";
import type { Values } from "./values.js";

/** How calls are spelled that run a function elsewhere, with the place of that function among their arguments. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ["to_thread", 0],
  ["run_in_threadpool", 0],
  ["run_sync", 0],
  ["run_in_executor", 1],
]);

/** What asyncio, Starlette and AnyIO call them. */
function isWorker({ module, path }: ExternalValue): boolean {
  const name = path.at(-1);
  if (module === "asyncio") return name === "to_thread" || name === "run_in_executor";
  if (name === "run_in_threadpool") return /^(starlette|fastapi)\.concurrency$/.test(module);
  return name === "run_sync" && (module === "anyio.to_thread" || (module === "anyio" && path[0] === "to_thread"));
}

/** The function that a call runs in a thread of its own, by the call's spelling: it calls it, and gives what it gives. */
function functionIn({ callee, args, tree }: Call): Argument | undefined {
  const name = callee.kind === "Member" ? callee.property : callee.kind === "Name" ? callee.name : "";
  const place = tree.language === "python" ? PLACES.get(name) : undefined;
  const argument = place === undefined ? undefined : args[place];
  return argument?.form === "positional" ? argument : undefined;
}

/** Whether an argument stands where a worker takes its function; whether it is one, only values tell. */
export function standsAsWork(argument: Argument): boolean {
  return argument.parent?.kind === "Call" && functionIn(argument.parent) === argument;
}

/** The function that a call certainly runs in a thread of its own, or undefined. */
export function workOf(facts: Values, call: Call): Expression | undefined {
  const argument = functionIn(call);
  const isIt = (value: Value): boolean => value.kind === "external" && isWorker(value);
  return argument && facts.of(call.callee).some(isIt) ? argument.value : undefined;
}

/** What a worker passes for a parameter of the function that it is given. */
export function passedByWorker(
  facts: Values,
  argument: Argument,
  fn: FunctionNode,
  index: number,
  name: string,
): readonly Value[] | undefined {
  const call = argument.parent;
  if (call?.kind !== "Call" || !standsAsWork(argument) || !workOf(facts, call)) return undefined;
  const named = call.args.find((other) => other.form === "named" && other.name === name);
  const positional = call.args[call.args.indexOf(argument) + 1 + index - receivers(facts, fn)];
  const passed = named ?? (positional?.form === "positional" && positional !== argument ? positional : undefined);
  return passed ? facts.of(passed.value) : fn.params[index]?.fallback ? [] : undefined;
}
