import type { ObjectLiteral } from "../languages/tree.js";
import type { Step } from "./scopes.js";
import { assigned } from "./stores.js";
import { join, notThere, unknown, type Value } from "./value.js";
import type { Values } from "./values.js";

/** What a step into an object literal gives: the entry, what is assigned to it later, or what the spread ones have there. */
export function partsOf(facts: Values, node: ObjectLiteral, step: Step): readonly Value[] {
  // Of a dictionary that is spread, its values are run through, not its keys.
  const spreads = node.entries
    .filter((e) => e.form === "spread")
    .flatMap((e) => facts.of(e.value))
    .flatMap((v) => (v.kind === "places" && !v.isMap ? v.elements : facts.step([v], step)));
  const own = node.entries.filter((e) => e.form !== "spread");
  const partAt = (name: string): readonly Value[] => {
    const entry = own.find((e) => e.key === name);
    if (entry && entry.value.kind !== "NullLiteral") return facts.of(entry.value);
    const isIt = (v: Value) => v.kind === "object" && v.node === node;
    const later = assigned(facts, name, isIt).map((value) => facts.of(value));
    if (entry) later.unshift(facts.of(entry.value));
    return spreads.length + later.length > 0 ? join(spreads, ...later) : [unknown(notThere(name))];
  };
  if (step.kind === "member") return partAt(step.name);
  // What is not there yet is filled later.
  return join(
    ...own.map((e) => (e.key !== undefined && e.value.kind === "NullLiteral" ? partAt(e.key) : facts.of(e.value))),
    spreads,
  );
}
