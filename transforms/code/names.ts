import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Name } from "../../src/languages/tree.js";
import { ancestors, enclosing } from "../../src/languages/walk.js";
import { isGone } from "../reading/reading.js";
import { names as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { keepsNames } from "../switches.js";

/** Local names that say what is not there any more, by the classic shape they hold. */
const NEW_NAMES: Readonly<Record<string, { readonly shape: string; readonly to: string }>> = {
  thread: { shape: "Thread", to: "conversation" },
  run: { shape: "Run", to: "response" },
};

/** Decides which local variables get a new name: before anything is printed, because new code uses the names. */
export function decideNames(cx: Rewrite): void {
  if (!keepsNames(cx.options)) decideRenames(cx);
  nameAliases(cx);
  for (const site of cx.improvements.unnamed) cx.variables.set(site, freshName(cx, site));
}

function decideRenames(cx: Rewrite): void {
  for (const file of cx.program.files) {
    for (const binding of file.bindings.bindings) {
      const wanted = NEW_NAMES[binding.name];
      if (!wanted || (binding.kind !== "variable" && binding.kind !== "parameter") || isOfNamedFunction(binding))
        continue;
      const values = cx.values.ofBinding(binding).filter((v) => v.kind !== "null");
      const holds =
        values.length > 0 &&
        values.every(
          (v) =>
            v.kind === "result" && v.type === wanted.shape && v.operation !== undefined && cx.isActive(v.operation),
        );
      if (!holds || cx.program.isPublic(binding) || !isFree(cx, binding, wanted.to)) continue;
      cx.renames.set(binding, wanted.to);
    }
  }
}

/** Two variables that are one now have one name: the new one of either, else the name of the first. */
function nameAliases(cx: Rewrite): void {
  for (const [alias, variable] of cx.improvements.aliases) {
    const given = cx.renames.get(alias);
    cx.renames.delete(alias);
    if (given !== undefined && !cx.renames.has(variable) && isFree(cx, variable, given))
      cx.renames.set(variable, given);
    // Nothing reads the first variable under its name any more: the other one says better what it holds.
    const isRead = variable.reads.some((read) => !cx.improvements.isGone(read));
    const free =
      !isRead && !cx.renames.has(variable) && alias.name !== variable.name && isFree(cx, variable, alias.name, alias);
    if (free) cx.renames.set(variable, alias.name);
    const name = cx.renames.get(variable) ?? variable.name;
    if (name !== alias.name) cx.renames.set(alias, name);
  }
}

/** A name for the response of a run that nothing held. */
function freshName(cx: Rewrite, run: Call): string {
  const { bindings } = cx.program.fileOf(run);
  const taken = (name: string): boolean =>
    bindings.unresolved.some((n) => n.name === name) ||
    bindings.bindings.some((b) => (cx.renames.get(b) ?? b.name) === name && meets(b, run)) ||
    [...cx.variables].some(([other, given]) => given === name && isSameFunction(other, run));
  const base = ["response", cx.printer(run.tree).localName(["agent", "response"])];
  for (let i = 2; ; i++) {
    const free = base.find((name) => !taken(name));
    if (free !== undefined) return free;
    base.push(`response${i}`);
  }
}

/** Whether a variable can be seen in the function of a run, or in functions inside it. */
function meets({ scope }: Binding, run: Call): boolean {
  const fn = enclosing(run, "Function");
  if (!fn || scope.node === fn) return true;
  return [...ancestors(fn)].includes(scope.node) || [...ancestors(scope.node)].includes(fn);
}

function isSameFunction(a: Call, b: Call): boolean {
  return enclosing(a, "Function") === enclosing(b, "Function");
}

/** Parameters of callbacks are local; those of functions that are called by name may be public. */
function isOfNamedFunction(binding: Binding): boolean {
  const fn = binding.parameter?.fn;
  return fn !== undefined && (fn.flavor === "declaration" || fn.flavor === "method" || fn.parent?.kind !== "Argument");
}

/** Renames the variables that were decided on. */
export function rewriteNames(cx: Rewrite): void {
  for (const [binding, to] of cx.renames) {
    const flow = flowOf(cx, binding);
    const how = { rule, flow, reason: `\`${binding.name}\` is called after what it holds now.` };
    const seen = new Set<Name>();
    for (const name of [...binding.declarations, ...binding.writes.map((w) => w.target), ...binding.reads]) {
      if (seen.has(name) || isGone(cx, name)) continue;
      seen.add(name);
      // Where the name is replaced as a whole (another client is passed on), the new code has its own name.
      if (cx.editAt(name.tree, name)) continue;
      const { parent } = name;
      const shorthand = parent?.kind === "Entry" && parent.form === "shorthand";
      const pattern = parent?.kind === "PatternEntry" && parent.keySpan?.start === name.start;
      cx.replaceSpan(name.tree, name, shorthand || pattern ? `${binding.name}: ${to}` : to, how);
    }
  }
}

function flowOf(cx: Rewrite, binding: Binding): number {
  const value = cx.values.ofBinding(binding).find((v) => v.kind === "result");
  return value?.kind === "result" && value.operation ? cx.flows.flowOf(value.operation).id : -1;
}

/** Whether nothing that can be seen where the binding is used has the name yet. */
function isFree(cx: Rewrite, binding: Binding, name: string, except?: Binding): boolean {
  const file = cx.program.files.find((f) => f.tree === binding.tree)!;
  if (file.bindings.unresolved.some((n) => n.name === name)) return false;
  if ([...cx.renames].some(([b, to]) => to === name && sharesScope(b, binding))) return false;
  return !file.bindings.bindings.some(
    (other) => other !== except && other.name === name && sharesScope(other, binding),
  );
}

function sharesScope(a: Binding, b: Binding): boolean {
  return a.scope === b.scope || contains(a, b) || contains(b, a);
}

function contains(outer: Binding, inner: Binding): boolean {
  return outer.scope.node === inner.scope.node || [...ancestors(inner.scope.node)].includes(outer.scope.node);
}
