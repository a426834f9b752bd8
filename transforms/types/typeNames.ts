import type { SourceTree } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";
import { REQUIRED } from "../toolLoops/pendingCalls.js";

/**
 * The type of the current SDK for a classic shape ("Assistant", "ContentPart.text") as it is written in a file, imported there.
 * Undefined where the target has none.
 */
export function typeFor(cx: Rewrite, tree: SourceTree, shape: string): string | undefined {
  const target = cx.target(tree);
  // What is required of the caller stands among the items of the response itself.
  const spelling = target.types[REQUIRED.has(shape) ? "Run" : shape];
  if (!spelling) return undefined;
  const own = spelling.name === "default" ? target.faces.openai.local : spelling.name;
  const local = cx.want(tree, spelling.module, spelling.name, own, true);
  const name = spelling.member === undefined ? local : `${local}.${spelling.member}`;
  const [before, behind] = spelling.around ?? ["", ""];
  return `${before}${name}${behind}`;
}

/** The same for a shape that the target certainly has. */
export function spellType(cx: Rewrite, tree: SourceTree, shape: string): string {
  return typeFor(cx, tree, shape)!;
}
