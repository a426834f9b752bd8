import type { Binding } from "../../src/analysis/scopes.js";
import type { Expression, FunctionNode, Node, Statement } from "../../src/languages/tree.js";
import { enclosing, walk, walkOwn } from "../../src/languages/walk.js";
import { isHarmless } from "../code/between.js";
import type { Rewrite } from "../rewrite.js";
import { holds } from "../code/spans.js";

/**
 * Declarations that nothing needs any more once some code is gone: counters, deadlines, helpers that waited. Only what that code read is
 * looked at, and only names that code outside the run cannot know. `isGone` says whether a node goes.
 */
export function unusedAfter(
  cx: Rewrite,
  removed: readonly Node[],
  isGone: (node: Node) => boolean,
): readonly (Statement | FunctionNode)[] {
  const found: (Statement | FunctionNode)[] = [];
  const goes = (node: Node): boolean => isGone(node) || found.some((s) => holds(s, node));
  for (let pending: readonly Node[] = removed; pending.length > 0;) {
    const next: (Statement | FunctionNode)[] = [];
    for (const method of methodsIn(cx, pending)) {
      const others = cx.program.members(method.name!.name).filter(({ tree }) => tree.language === method.tree.language);
      if (goes(method) || isOnlyMember(method) || !others.every((m) => goes(m) || holds(method, m))) continue;
      found.push(method);
      next.push(method);
    }
    for (const binding of bindingsIn(cx, pending)) {
      const declarations = isPrivate(cx, binding, removed) ? declarationsOf(cx, binding, goes) : undefined;
      if (!declarations || !cx.program.references(binding).every((read) => goes(read) || isWithin(declarations, read)))
        continue;
      if (declarations.some((statement) => isAlone(statement, goes))) continue;
      for (const statement of declarations) {
        if (goes(statement) || found.includes(statement)) continue;
        found.push(statement);
        next.push(statement);
      }
    }
    pending = next;
  }
  return found;
}

function bindingsIn(cx: Rewrite, nodes: readonly Node[]): ReadonlySet<Binding> {
  const found = new Set<Binding>();
  for (const node of nodes) {
    for (const inner of walk(node)) {
      const binding = inner.kind === "Name" ? cx.program.bindingOf(inner) : undefined;
      if (binding && !binding.imported && !binding.parameter) found.add(binding);
    }
  }
  return found;
}

/** Private methods that some code calls. */
function methodsIn(cx: Rewrite, nodes: readonly Node[]): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>();
  for (const node of nodes) {
    for (const inner of walk(node)) {
      if (inner.kind !== "Call") continue;
      for (const value of cx.values.of(inner.callee))
        if (value.kind === "function" && isPrivateMethod(value.fn)) found.add(value.fn);
    }
  }
  return found;
}

function isPrivateMethod(fn: FunctionNode): boolean {
  if (fn.flavor !== "method" || fn.parent?.kind !== "Class" || !fn.name || fn.decorators.length > 0) return false;
  return /^(#|_(?!_))/.test(fn.name.name) || /^\s*private\s/.test(fn.tree.text.slice(fn.start, fn.name.start));
}

function isOnlyMember(method: FunctionNode): boolean {
  return method.parent?.kind === "Class" && method.parent.members.length === 1;
}

/**
 * Whether no code outside the files of the run can name a binding. Every name at the top of a Python module can be imported: there only
 * what is private by its name is sure, and what a script needs at its own top.
 */
function isPrivate(cx: Rewrite, binding: Binding, removed: readonly Node[]): boolean {
  const file = cx.program.fileOf(binding.tree.root);
  if (binding.scope !== file.bindings.root) return true;
  if (cx.program.isPublic(binding)) return false;
  if (!file.language.modules.exportsEverything || binding.name.startsWith("_")) return true;
  return removed.some((node) => node.tree === binding.tree && !enclosing(node, "Function"));
}

/** The statements that write a binding, when each does nothing else; undefined when one does. */
function declarationsOf(
  cx: Rewrite,
  binding: Binding,
  goes: (node: Node) => boolean,
): readonly Statement[] | undefined {
  const statements: Statement[] = [];
  for (const { site, value } of binding.writes) {
    if (goes(site)) continue;
    const statement = statementOf(site);
    if (!statement || (value && !isPlain(cx, value))) return undefined;
    statements.push(statement);
  }
  return statements.length > 0 ? statements : undefined;
}

function statementOf(site: Node): Statement | undefined {
  const { parent } = site;
  if (site.kind === "FunctionStatement") return site;
  if (site.kind === "Declarator")
    return parent?.kind === "Declaration" && parent.declarators.length === 1 && parent.parent?.kind === "Block"
      ? parent
      : undefined;
  return site.kind === "Assign" && parent?.kind === "ExpressionStatement" ? parent : undefined;
}

/** A value that nobody misses: making it has no effect. */
function isPlain(cx: Rewrite, value: Expression): boolean {
  if (value.kind === "Function") return true;
  for (const node of walkOwn(value)) {
    if (node.kind === "Await" || node.kind === "Assign" || node.kind === "Opaque") return false;
    if (node.kind === "Call" && !isHarmless(cx, node)) return false;
  }
  return true;
}

/** Whether a block would be empty without a statement. */
function isAlone(statement: Statement, goes: (node: Node) => boolean): boolean {
  const { parent } = statement;
  return parent?.kind !== "Block" || parent.statements.every((other) => other === statement || goes(other));
}

function isWithin(statements: readonly Statement[], node: Node): boolean {
  return statements.some((statement) => holds(statement, node));
}
