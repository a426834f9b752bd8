import type { Expression } from "../languages/tree.js";
import { asTyped, ofAnnotation } from "./annotations.js";
import { assumedClient } from "./assumed.js";
import { isForeign, isUnknown, type Value } from "./value.js";
import type { Values } from "./values.js";

/** What is known of values; where nothing is, what an annotation says they are. */
export function orTyped(facts: Values, known: readonly Value[], annotation: Expression | undefined): readonly Value[] {
  if (!annotation || known.some((v) => v.kind !== "unknown" && v.kind !== "null" && !isForeign(v))) return known;
  const typed = ofAnnotation(facts, annotation);
  return typed.length > 0 ? typed : asTyped(known, annotation);
}

/** What is known of values; where nothing is, the client that their uses tell. */
export function orAssumed(known: readonly Value[], uses: () => readonly Expression[]): readonly Value[] {
  const assumed = isUnknown(known) ? assumedClient(uses()) : undefined;
  return assumed ? [assumed] : known;
}
