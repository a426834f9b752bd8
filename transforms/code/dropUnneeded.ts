import type { Expression, Name, Node, Statement } from "../../src/languages/tree.js";
import { statementOf, walk } from "../../src/languages/walk.js";
import type { RuleMeta } from "../meta.js";
import { modelOf } from "../types/models.js";
import type { Rewrite } from "../rewrite.js";
import { covers } from "./spans.js";
import { removeOnce } from "../tools/toolSets.js";

/** What new code says in other words, by the attempt that found it out: arguments, and statements that built what they name. */
const goneOf = new WeakMap<Rewrite, Set<Expression | Statement>>();

/**
 * Removes statements that build objects of a classic SDK which nothing needs any more, once `said` (arguments that new code says in
 * other words) are gone: those that only such arguments name, and what only those are made of.
 */
export function dropUnneeded(
  cx: Rewrite,
  said: readonly Expression[],
  how: { readonly rule: RuleMeta; readonly flow: number },
): void {
  const gone = goneOf.get(cx) ?? new Set();
  goneOf.set(cx, gone);
  for (const e of said) gone.add(e);
  for (let before = -1; before < gone.size;) {
    before = gone.size;
    for (const node of [...gone])
      for (const name of namesIn(node)) {
        const statement = builtFor(cx, name, gone);
        if (!statement || gone.has(statement)) continue;
        gone.add(statement);
        removeOnce(cx, statement, { ...how, reason: "Nothing needs it any more." });
      }
  }
}

/** The statement that builds what a name stands for, where it is an object of a classic SDK that nothing else reads. */
function builtFor(cx: Rewrite, name: Name, gone: ReadonlySet<Expression | Statement>): Statement | undefined {
  const binding = cx.program.bindingOf(name);
  const made = binding?.writes.length === 1 ? binding.writes[0]!.value : undefined;
  if (!binding || made?.kind !== "Call" || !modelOf(cx, made)) return undefined;
  const isGone = (read: Node): boolean => [...gone].some((node) => node.tree === read.tree && covers(node, read));
  return cx.program.references(binding).every(isGone) ? statementOf(made) : undefined;
}

function namesIn(node: Node): readonly Name[] {
  return [...walk(node)].filter((inner): inner is Name => inner.kind === "Name");
}
