import { createRequire } from "node:module";
import type typescript from "typescript";

/** What TypeScript exports, and its types do not tell of. */
interface Untold {
  /** Where a node starts behind its leading whitespace and comments. */
  getTokenPosOfNode(node: typescript.Node, source: typescript.SourceFile): number;
}

/**
 * TypeScript, of which only the parser is used: the build puts that part in the place of this file (scripts/lib/parser.mjs), so use it as
 * `compiler.name` and nothing of a node's own methods. It is required, not imported: before an import Node reads all of its 9 MB to find
 * out what they export, which takes longer than loading them (measured: 600 against 200 ms of CPU time).
 */
export const compiler = createRequire(import.meta.url)("typescript") as typeof typescript & Untold;
