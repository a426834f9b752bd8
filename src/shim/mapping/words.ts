import { CannotReshape, type Reshape } from "../../protocol/types.js";

/** The way back of a reshape of words: current word → classic word; where several became one, the first of them. */
export function inverse(reshape: Reshape, classicWords: readonly string[]): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const word of classicWords) {
    const current = attempt(reshape, word);
    if (typeof current === "string" && !words.has(current)) words.set(current, word);
  }
  return words;
}

function attempt(reshape: Reshape, word: string): unknown {
  try {
    return reshape.apply(word);
  } catch (error) {
    if (error instanceof CannotReshape) return undefined;
    throw error;
  }
}
