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
  if (step.kind !== "member") return join(...own.map((e) => facts.of(e.value)), spreads);
  const entry = own.find((e) => e.key === step.name);
  if (entry && entry.value.kind !== "NullLiteral") return facts.of(entry.value);
  const later = assigned(facts, step.name, (v) => v.kind === "object" && v.node === node).map((value) =>
    facts.of(value),
  );
  if (entry) later.unshift(facts.of(entry.value));
  return spreads.length + later.length > 0 ? join(spreads, ...later) : [unknown(notThere(step.name))];
}
