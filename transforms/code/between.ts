import type { Effect } from "../../src/languages/language.js";
import type { Block, Call, Expression, FunctionNode, Node, Statement } from "../../src/languages/tree.js";
import { enclosing, statementOf, walk, walkOwn } from "../../src/languages/walk.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import { isObjectType, type Value } from "../../src/analysis/value.js";
import { isUnstable, threadKey } from "../threads/threadIdentity.js";
import type { Rewrite } from "../rewrite.js";

/** The statement of a node together with the list that holds it. */
export function placeInList(
  node: Node,
): { readonly list: Block; readonly index: number; readonly statement: Statement } | undefined {
  const statement = statementOf(node);
  const list = statement?.parent;
  if (!statement || list?.kind !== "Block") return undefined;
  return { list, index: list.statements.indexOf(statement), statement };
}

/** Whether a node runs exactly once whenever its statement runs: no branch, loop or function between them. */
export function runsWithStatement(node: Node, statement: Statement): boolean {
  for (let at: Node | undefined = node; at && at !== statement; at = at.parent) {
    if (
      at.kind === "Function" ||
      at.kind === "Conditional" ||
      at.kind === "Comprehension" ||
      at.kind === "Loop" ||
      at.kind === "Class"
    )
      return false;
    if (at.kind === "If" || at.kind === "Try" || at.kind === "Switch" || at.kind === "Block") return false;
    if (at.kind === "Binary" && (at.operator === "and" || at.operator === "or" || at.operator === "??")) return false;
  }
  return (
    statement.kind !== "Loop" &&
    statement.kind !== "If" &&
    statement.kind !== "Try" &&
    statement.kind !== "Switch" &&
    statement.kind !== "With"
  );
}

/**
 * Whether a statement can touch a thread: it has an operation on it, or hands it (or everything) to code that may, or may make the name
 * mean another one. `reads` says whether asking for what is there counts. `thread` is the expression that names the thread.
 */
export function touchesThread(
  cx: Rewrite,
  statement: Node,
  thread: Expression,
  reads: "reads count" | "writes",
): boolean {
  const key = threadKey(cx, thread);
  const unstable = isUnstable(cx, thread);
  if (key === undefined || mayChange(cx, statement, thread, "text")) return true;
  for (const node of walk(statement)) {
    if (node.kind !== "Call") continue;
    const operation = cx.values.operationAt(node);
    if (operation) {
      if (reads === "writes" && isReading(operation)) continue;
      const own = operation.args.get("thread_id");
      const other = own && threadKey(cx, own.value);
      if (own && (other === undefined || other === key)) return true;
      continue;
    }
    if (isHarmless(cx, node)) continue;
    if (unstable) return true;
    for (const value of cx.values.of(node.callee)) {
      if (value.kind === "function" && hasOperations(cx, value.fn, reads, new Set())) return true;
    }
    for (const argument of node.args) if (names(cx, argument.value, key)) return true;
  }
  return false;
}

/** Whether an operation changes nothing. */
function isReading({ id }: Operation): boolean {
  return /\.(retrieve|list)$/.test(id);
}

/** Calls that only print, wait, read the clock or compute, and calls of helpers that do nothing else. */
export function isHarmless(cx: Rewrite, call: Call, depth = 0): boolean {
  const effect = effectOf(cx, call);
  // What people see on a page is not left out.
  if (effect !== undefined) return effect !== "shows";
  const callees = cx.values.of(call.callee);
  return (
    depth < 3 && callees.length === 1 && callees[0]!.kind === "function" && onlyHarmless(cx, callees[0]!.fn, depth + 1)
  );
}

/** What a call does outside the agent APIs: by its spelling, or by what it was imported as. */
export function effectOf(cx: Rewrite, call: Call): Effect | undefined {
  const { effects } = cx.program.fileOf(call).language;
  const known = effects.effectOf(call);
  if (known !== undefined) return known;
  const [callee, ...more] = cx.values.of(call.callee);
  if (callee?.kind !== "external" || callee.instance || more.length > 0) return undefined;
  return effects.ofExports[`${callee.module} ${callee.path.join(".")}`];
}

function onlyHarmless(cx: Rewrite, fn: FunctionNode, depth: number): boolean {
  if (!fn.body) return false;
  let calls = 0;
  for (const node of walkOwn(fn.body)) {
    if (node.kind === "Assign" || node.kind === "Throw" || node.kind === "Loop" || node.kind === "Opaque") return false;
    if (node.kind !== "Call") continue;
    if (!isHarmless(cx, node, depth)) return false;
    calls++;
  }
  return calls > 0;
}

function hasOperations(
  cx: Rewrite,
  fn: FunctionNode,
  reads: "reads count" | "writes",
  seen: Set<FunctionNode>,
): boolean {
  if (seen.has(fn) || !fn.body) return false;
  seen.add(fn);
  for (const node of walkOwn(fn.body)) {
    if (node.kind !== "Call") continue;
    const operation = cx.values.operationAt(node);
    if (operation && (reads === "reads count" || !isReading(operation))) return true;
    for (const value of cx.values.of(node.callee))
      if (value.kind === "function" && hasOperations(cx, value.fn, reads, seen)) return true;
  }
  return false;
}

function names(cx: Rewrite, e: Expression, thread: unknown): boolean {
  for (const node of walk(e)) {
    if (node.kind !== "Name" && node.kind !== "Member") continue;
    if (threadKey(cx, node) === thread) return true;
    const origins = cx.values.results(node).map((v) => v.operation);
    if (origins.includes(thread as Operation)) return true;
  }
  return false;
}

/**
 * Whether running a statement may change what an expression gives: it writes what is read, or calls code that could. Operations and
 * harmless calls change no variables of the program. Of a `text` only the variable or field can change, of an `object` what is in it too.
 */
export function mayChange(cx: Rewrite, statement: Node, e: Expression, kind: "text" | "object"): boolean {
  const read = readBy(cx, e, kind);
  if (read.bindings.size === 0 && !read.calls) return false;
  let calls = false;
  for (const node of walk(statement)) {
    if (node.kind === "Assign" && writes(cx, node.target, read)) return true;
    if (node.kind === "Loop" && node.target && writes(cx, node.target, read)) return true;
    if (node.kind !== "Call" || cx.values.operationAt(node) || isHarmless(cx, node)) continue;
    calls = true;
    if (kind === "object" && [node.callee, ...node.args.map((a) => a.value)].some((part) => mentions(cx, part, read)))
      return true;
  }
  return calls && (read.calls || read.isElsewhere);
}

/** What an expression depends on. */
interface Reads {
  readonly bindings: ReadonlySet<Binding>;
  readonly properties: ReadonlySet<string>;
  readonly calls: boolean;
  /** It reads fields that are set outside of constructors, fields with objects, or variables that other functions write. */
  readonly isElsewhere: boolean;
}

function readBy(cx: Rewrite, e: Expression, kind: "text" | "object"): Reads {
  const bindings = new Set<Binding>();
  const properties = new Set<string>();
  let calls = false;
  let isElsewhere = false;
  for (const node of walk(e)) {
    if (node.kind === "Call" || node.kind === "Await") calls = true;
    if (node.kind === "Member") {
      properties.add(node.property);
      isElsewhere ||=
        isUnstable(cx, node) || (kind === "object" && node.parent?.kind !== "Member" && !isText(cx, node));
    }
    const binding = node.kind === "Name" ? cx.program.bindingOf(node) : undefined;
    if (!binding) continue;
    bindings.add(binding);
    isElsewhere ||= binding.writes.some((write) => enclosing(write.target, "Function") !== functionOf(binding));
  }
  return { bindings, properties, calls, isElsewhere };
}

function functionOf(binding: Binding): Node | undefined {
  const { node } = binding.scope;
  return node.kind === "Function" ? node : enclosing(node, "Function");
}

function writes(cx: Rewrite, target: Node, { bindings, properties }: Reads): boolean {
  for (const node of walk(target)) {
    if (node.kind === "Member" && properties.has(node.property)) return true;
    const binding = node.kind === "Name" ? cx.program.bindingOf(node) : undefined;
    if (binding && bindings.has(binding)) return true;
  }
  return false;
}

/** Whether code gets hold of an object behind one of the variables or fields. Text and numbers cannot be changed by anybody. */
function mentions(cx: Rewrite, part: Node, { bindings, properties }: Reads): boolean {
  for (const node of walk(part)) {
    if (node.kind === "Member" && node.property !== "id" && properties.has(node.property) && !isText(cx, node))
      return true;
    if (node.kind !== "Name" || cx.program.isThis(node)) continue;
    const binding = cx.program.bindingOf(node);
    if (!binding || !bindings.has(binding) || binding.imported || binding.kind === "function") continue;
    if (!isText(cx, node) && !isTextType(binding.annotation)) return true;
  }
  return false;
}

function isText(cx: Rewrite, e: Expression): boolean {
  const values = cx.values.of(e);
  return values.length > 0 && values.every((v) => v.kind === "text" || v.kind === "scalar" || isPlainResult(v));
}

function isPlainResult(value: Value): boolean {
  return value.kind === "result" && !isObjectType(value.type);
}

function isTextType(annotation: Expression | undefined): boolean {
  return annotation?.kind === "Name" && /^(string|number|boolean|str|int|float|bool)$/.test(annotation.name);
}
