import { createRequire } from "node:module";
import type typescript from "typescript";

/**
 * TypeScript, of which only the parser is used. It is required, not imported: before an import Node reads all of its 9 MB to find out what
 * they export, which takes longer than loading them (measured: 600 against 200 ms of CPU time).
 */
export const compiler = createRequire(import.meta.url)("typescript") as typeof typescript;
