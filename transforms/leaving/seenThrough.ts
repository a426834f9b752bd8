import type { Value } from "../../src/analysis/value.js";
import type { Call } from "../../src/languages/tree.js";

/** Functions of the languages that values are followed through. */
const SEEN_THROUGH = new Set([
  "list",
  "tuple",
  "sorted",
  "reversed",
  "enumerate",
  "zip",
  "filter",
  "max",
  "min",
  "next",
  "anext",
  "iter",
  "aiter",
  "Array.from",
  "Promise.resolve",
  "len",
  "bool",
  "Boolean",
]);

/** Whether a callee is a function of the language whose argument is followed to what it gives. */
export function isSeenThrough(callee: Value): boolean {
  return callee.kind === "external" && callee.module === "<global>" && SEEN_THROUGH.has(callee.path.join("."));
}

/** Whether a callee gives what stands in an object, or its keys. */
export function givesParts(callee: Value): boolean {
  return (
    callee.kind === "external" &&
    callee.module === "<global>" &&
    /^Object\.(values|entries|keys)$/.test(callee.path.join("."))
  );
}

/** `Array.from(list, fn)` */
export function isMapping({ callee, args }: Call): boolean {
  return callee.kind === "Member" && callee.property === "from" && args.length > 1;
}
