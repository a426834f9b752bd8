import type { Held } from "../../src/dialects/target.js";
import type { SourceTree } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";

/** A name for a client of the current API that is not taken: the usual one, one that says Foundry, or a number. */
export function faceName(cx: Rewrite, tree: SourceTree, face: Held, isTaken: (name: string) => boolean): string {
  const printer = cx.printer(tree);
  const base = cx.target(tree).faces[face]!.variable;
  const names = [base, printer.localName(["foundry", face]), printer.localName(["foundry", base])];
  for (let i = 2; ; i++) {
    const free = names.find((name) => !isTaken(name));
    if (free !== undefined) return free;
    names.push(`${base}${i}`);
  }
}
