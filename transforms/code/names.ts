import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Name, Node } from "../../src/languages/tree.js";
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
  const fresh = new FreshNames(cx);
  for (const site of cx.improvements.unnamed) cx.variables.set(site, fresh.take(site));
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

/** Names for the responses of runs that nothing held. */
class FreshNames {
  private readonly given = new Map<Node, Set<string>>();
  private readonly next = new Map<Node, number>();

  constructor(private readonly cx: Rewrite) {}

  /** A name that nothing has yet in the function of a run, around it and in functions inside it. */
  take(run: Call): string {
    const place = enclosing(run, "Function") ?? run.tree.root;
    const given = this.given.get(place) ?? new Set<string>();
    this.given.set(place, given);
    const { names } = this.cx.program.fileOf(run).bindings;
    const isFree = (name: string): boolean =>
      !given.has(name) && !names.isGlobal(name) && !this.cx.renames.meets(place, name);
    const base = ["response", this.cx.printer(run.tree).localName(["agent", "response"])];
    let free = base.find(isFree);
    for (let i = this.next.get(place) ?? 2; free === undefined; i++) {
      this.next.set(place, i + 1);
      if (isFree(`response${i}`)) free = `response${i}`;
    }
    given.add(free);
    return free;
  }
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
  const file = cx.program.fileOf(binding.tree.root);
  const { names } = file.bindings;
  if (names.isGlobal(name) || cx.renames.givenIn(binding.tree, name).meeting(binding.scope.node) > 0) return false;
  const others = except?.name === name && sharesScope(except, binding) ? 1 : 0;
  return names.placesOf(name).meeting(binding.scope.node) === others;
}

function sharesScope(a: Binding, b: Binding): boolean {
  return a.scope === b.scope || contains(a, b) || contains(b, a);
}

function contains(outer: Binding, inner: Binding): boolean {
  return outer.scope.node === inner.scope.node || [...ancestors(inner.scope.node)].includes(outer.scope.node);
}
