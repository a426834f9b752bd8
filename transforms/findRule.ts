import type { RuleMeta } from "./meta.js";

/** A rule by its id or name, in any casing; else the name that was probably meant. */
export function findRule(
  given: string,
  rules: readonly RuleMeta[],
): { readonly rule: RuleMeta } | { readonly rule: undefined; readonly close: string | undefined } {
  const wanted = given.toLowerCase();
  const rule = rules.find(({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted);
  if (rule) return { rule };
  // Ids are too much alike for a guess.
  return {
    rule: undefined,
    close: closest(
      wanted,
      rules.map(({ name }) => name),
    ),
  };
}

/** The one of some words that was probably meant by another. */
export function closest(given: string, words: readonly string[]): string | undefined {
  const [best] = words
    .map((word) => ({ word, distance: distance(word.toLowerCase(), given.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= 2 ? best.word : undefined;
}

/** How many letters must be changed, added or removed to make one word the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1]));
    }
    row = next;
  }
  return row[b.length]!;
}
