import type { Block, Name, Node } from "../languages/tree.js";
import { enclosing } from "../languages/walk.js";
import type { Binding, Write } from "./scopes.js";

/**
 * The only write of a variable that can have filled it where a name reads it: one that always runs before, in the lists of statements
 * around the read, with no other one behind it. Undefined where several may have, or other functions write the variable too.
 */
export function reachingWrite(binding: Binding, read: Name): Write | undefined {
  const { writes } = binding;
  if (writes.length < 2) return undefined;
  const fn = enclosing(read, "Function");
  if (writes.some(({ site, target }) => site.kind !== "Parameter" && enclosing(target, "Function") !== fn))
    return undefined;
  let below: Node = read;
  for (let at = read.parent; at; below = at, at = at.parent) {
    if (at.kind === "Block") {
      const found = lastBefore(at, below, writes);
      if (found) return found === "several" ? undefined : found;
      continue;
    }
    if (at.kind === "Function" || at.kind === "Class") {
      const parameter = writes.find(({ site }) => site.kind === "Parameter" && site.parent === at);
      return at.kind === "Function" && at === fn ? parameter : undefined;
    }
    const inside = writes.filter(({ target }) => holds(at, target) && !holds(below, target));
    // What is opened for a block is there until something in the block replaces it.
    if (at.kind === "With" && at.body === below && inside.length > 0)
      return inside.length === 1 ? inside[0] : undefined;
    if (at.kind === "Loop") {
      // Whatever else is written in the body, the next round begins with the loop's own variable.
      const own = writes.find(({ site }) => site === at);
      if (own && at.body === below) return own;
      if (writes.some(({ target }) => holds(at, target))) return undefined;
    } else if (inside.some(({ target }) => mayComeBefore(at, below, target))) return undefined;
  }
  return undefined;
}

/** Whether something in a node around a read runs before the part of it that holds the read. */
function mayComeBefore(around: Node, below: Node, target: Node): boolean {
  switch (around.kind) {
    case "Declarator":
    case "Assign":
      // `run = get(run.id)`: what is read there was there before.
      return around.value !== below || !holds(around.target, target);
    case "If":
      return around.test !== below && holds(around.test, target);
    case "Try":
      return around.body !== below;
    default:
      return true;
  }
}

/** The last write in the statements of a list before the one that holds the read. */
function lastBefore(list: Block, below: Node, writes: readonly Write[]): Write | "several" | undefined {
  const index = list.statements.indexOf(below as never);
  for (let i = index - 1; i >= 0; i--) {
    const statement = list.statements[i]!;
    const own = writes.filter(({ target }) => holds(statement, target));
    if (own.length === 0) continue;
    const [only, ...more] = own;
    return more.length === 0 && isUnconditional(only!, statement) ? only! : "several";
  }
  return undefined;
}

/** Whether a write happens whenever its statement runs: it is the statement. */
function isUnconditional({ site, target }: Write, statement: Node): boolean {
  if (site.kind !== "Declarator" && site.kind !== "Assign") return false;
  if (site.kind === "Assign" && site.operator !== "=") return false;
  return site.parent === statement && holds(site.target, target);
}

function holds(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
