import { firstIndex } from "../languages/firstIndex.js";
import type { Block, FunctionNode, Loop, Name, Node, Span } from "../languages/tree.js";
import { enclosing } from "../languages/walk.js";
import type { Binding, Write } from "./scopes.js";

/**
 * The only write of a variable that can have filled it where a name reads it: one that always runs before, in the lists of statements
 * around the read, with no other one behind it. Undefined where several may have, or other functions write the variable too.
 */
export function reachingWrite(binding: Binding, read: Name): Write | undefined {
  if (binding.writes.length < 2) return undefined;
  const writes = writesOf(binding);
  const fn = enclosing(read, "Function");
  if (writes.fn === "several" || (writes.fn !== "none" && writes.fn !== fn)) return undefined;
  let below: Node = read;
  for (let at = read.parent; at; below = at, at = at.parent) {
    if (at.kind === "Block") {
      const found = lastBefore(at, below, writes);
      if (found) return found === "several" ? undefined : found;
      continue;
    }
    if (at.kind === "Function" || at.kind === "Class") {
      return at.kind === "Function" && at === fn ? writes.parameterOf(at) : undefined;
    }
    const beside = writes.count(at) - writes.count(below);
    // What is opened for a block is there until something in the block replaces it.
    if (at.kind === "With" && at.body === below && beside > 0)
      return beside === 1 ? writes.before(below.start) : undefined;
    if (at.kind === "Loop") {
      // Whatever else is written in the body, the next round begins with the loop's own variable.
      const own = writes.ofLoop(at);
      if (own && at.body === below) return own;
      if (writes.count(at) > 0) return undefined;
    } else if (beside > 0 && mayComeBefore(at, below, writes, beside)) return undefined;
  }
  return undefined;
}

/** The writes of a variable, in source order. */
class Writes {
  private readonly sorted: readonly Write[];
  private readonly parameters: readonly Write[];
  private readonly loops: ReadonlyMap<Node, Write>;
  /** The function that all writes stand in but those of parameters. */
  readonly fn: FunctionNode | undefined | "several" | "none";

  constructor({ writes }: Binding) {
    this.sorted = [...writes].sort((a, b) => a.target.start - b.target.start);
    this.parameters = writes.filter(({ site }) => site.kind === "Parameter");
    this.loops = new Map(
      writes.toReversed().flatMap((write) => (write.site.kind === "Loop" ? [[write.site, write]] : [])),
    );
    const functions = new Set(
      writes.filter(({ site }) => site.kind !== "Parameter").map(({ target }) => enclosing(target, "Function")),
    );
    this.fn = functions.size === 0 ? "none" : functions.size === 1 ? [...functions][0] : "several";
  }

  parameterOf(fn: FunctionNode): Write | undefined {
    return this.parameters.find(({ site }) => site.parent === fn);
  }

  /** The write that a loop does at the begin of each round. */
  ofLoop(loop: Loop): Write | undefined {
    return this.loops.get(loop);
  }

  /** How many writes stand in a span. */
  count({ start, end }: Span): number {
    return this.firstFrom(end) - this.firstFrom(start);
  }

  /** The last write that starts before an offset. */
  before(offset: number): Write | undefined {
    return this.sorted[this.firstFrom(offset) - 1];
  }

  private firstFrom(offset: number): number {
    return firstIndex(this.sorted.length, (i) => this.sorted[i]!.target.start >= offset);
  }
}

const known = new WeakMap<Binding, { readonly count: number; readonly writes: Writes }>();

function writesOf(binding: Binding): Writes {
  const found = known.get(binding);
  if (found?.count === binding.writes.length) return found.writes;
  const writes = new Writes(binding);
  known.set(binding, { count: binding.writes.length, writes });
  return writes;
}

/** Whether one of the writes in a node around a read runs before the part of it that holds the read. */
function mayComeBefore(around: Node, below: Node, writes: Writes, beside: number): boolean {
  switch (around.kind) {
    case "Declarator":
    case "Assign":
      // `run = get(run.id)`: what is read there was there before.
      return around.value !== below || beside > writes.count(around.target);
    case "If":
      return around.test !== below && writes.count(around.test) > 0;
    case "Try":
      return around.body !== below;
    default:
      return true;
  }
}

/** The last write in the statements of a list before the one that holds the read. */
function lastBefore({ statements, start }: Block, below: Node, writes: Writes): Write | "several" | undefined {
  const last = writes.before(below.start);
  if (!last || last.target.start < start) return undefined;
  const statement = statements[firstIndex(statements.length, (i) => statements[i]!.start > last.target.start) - 1];
  if (!statement || !holds(statement, last.target)) return undefined;
  return writes.count(statement) === 1 && isUnconditional(last, statement) ? last : "several";
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
