import type { Node } from "./tree.js";
import { childrenOf } from "./walk.js";

/** How many levels of nodes there are below a node; without recursion, because it is asked where the stack was too short. */
export function depthOf(root: Node): number {
  let depth = 0;
  for (let level: Node[] = [root]; level.length > 0; level = level.flatMap((node) => [...childrenOf(node)])) depth++;
  return depth;
}
