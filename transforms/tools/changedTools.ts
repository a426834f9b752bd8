import type { ModelClass } from "../../src/dialects/types.js";
import type { Call, Expression, Name, Node } from "../../src/languages/tree.js";
import { enclosing, statementOf, walk } from "../../src/languages/walk.js";
import type { Json } from "../../src/protocol/types.js";
import type { Holes } from "../code/json.js";
import { methodCall } from "../messages/listItems.js";
import { construction, modelOf } from "../types/models.js";
import type { Rewrite } from "../rewrite.js";
import { ownStatement } from "./toolSets.js";
import { isVisibleAt } from "../leaving/visible.js";

type Arguments = Readonly<Record<string, Json>>;

/** The statement's call that changes a tool of the SDK which a name stands for: `search.add_vector_store(id)`. */
export function changeBy(e: Expression, model: ModelClass | undefined): Call | undefined {
  const call = methodCall(e);
  if (!model || call?.callee.kind !== "Member" || !ownStatement(call)) return undefined;
  const { appends = {}, sets = {}, puts = {}, repeats = {} } = model;
  const { property } = call.callee;
  return [appends, sets, puts, repeats].some((methods) => methods[property] !== undefined) ? call : undefined;
}

/**
 * Statements that change a tool of the SDK between its construction and its use, in their order; they stand beside the construction, so
 * that they certainly run. Undefined where one of them does not.
 */
export function changesOf(cx: Rewrite, made: Call, model: ModelClass): readonly Call[] | undefined {
  const declaration = made.parent;
  if (declaration?.kind !== "Declarator" && declaration?.kind !== "Assign") return [];
  const binding = declaration.target.kind === "Name" ? cx.program.bindingOf(declaration.target) : undefined;
  if (!binding) return [];
  const references = cx.program.references(binding);
  const changes = references.flatMap((read) => changeBy(read, model) ?? []);
  const uses = references.filter((read) => changeBy(read, model) === undefined);
  const isBeside = (call: Call) => unconditionalIn(call) === unconditionalIn(made);
  const isBefore = (call: Call) =>
    call.start > made.start &&
    uses.every((use) => use.tree === call.tree && (use.start > call.end || isWithout(use, call, model)));
  return changes.every((call) => isBeside(call) && isBefore(call)) ? changes : undefined;
}

/** The block that a statement is certainly run with: that around a `with` around it. */
function unconditionalIn(node: Node): Node | undefined {
  let at = statementOf(node);
  while (at?.parent?.kind === "Block" && at.parent.parent?.kind === "With") at = at.parent.parent;
  return at?.parent;
}

/** Whether a use reads a part of the tool that what a call sets has no place in, so that it may be set later. */
function isWithout(use: Expression, change: Call, model: ModelClass): boolean {
  const { sets = {}, puts = {}, templates = {} } = model;
  const method = change.callee.kind === "Member" ? change.callee.property : "";
  const field = sets[method] ?? puts[method];
  const part = use.parent?.kind === "Member" && use.parent.object === use ? use.parent.property : "";
  const template = templates[part] ?? (model.positional?.includes(part) ? `$${part}` : undefined);
  const isLiteral = change.args.every(({ value }) => value.kind === "StringLiteral");
  return (
    field !== undefined && isLiteral && template !== undefined && !JSON.stringify(template).includes(`"$${field}"`)
  );
}

/**
 * The arguments of a construction with what statements change of them; several where they add another definition. Undefined where that
 * cannot be told, or means something else where it is printed.
 */
export function changed(
  cx: Rewrite,
  model: ModelClass,
  made: Call,
  args: Arguments,
  changes: readonly Call[],
  holes: Holes,
): readonly Arguments[] | undefined {
  const { appends = {}, sets = {}, puts = {}, repeats = {} } = model;
  const isSteady = [made, ...changes].every((call) =>
    call.args.every(({ value }) => isTheSameAt(cx, value, holes.printsFor)),
  );
  if (!isSteady) return undefined;
  const [first, others] = [{ ...args }, [] as Arguments[]];
  for (const call of changes) {
    const method = call.callee.kind === "Member" ? call.callee.property : "";
    const [list, field, again, put] = [appends[method], sets[method], repeats[method], puts[method]];
    const positional = again ?? (put === undefined ? ["value"] : ["key", "value"]);
    const given = construction({ shape: model.shape, positional }, call, holes);
    if (!given) return undefined;
    if (put !== undefined) {
      const [key] = call.args.map((argument) => argument.value);
      const before = first[put] ?? {};
      if (
        key?.kind !== "StringLiteral" ||
        given.value === undefined ||
        typeof before !== "object" ||
        Array.isArray(before)
      )
        return undefined;
      first[put] = { ...(before as Record<string, Json>), [key.value]: given.value };
      continue;
    }
    if (again) {
      others.push({ ...(args.auth !== undefined && { auth: args.auth }), ...given });
      continue;
    }
    const [value, ...more] = Object.values(given);
    if (value === undefined || more.length > 0) return undefined;
    if (field !== undefined) first[field] = value;
    else {
      const before = first[list!] ?? [];
      if (!Array.isArray(before)) return undefined;
      first[list!] = [...(before as readonly Json[]), value];
    }
  }
  return [first, ...others];
}

/** Whether what changes are given is known already where a tool is made: words and numbers, and what was written once before. */
export function areKnownAt(cx: Rewrite, changes: readonly Call[], made: Call): boolean {
  const isEarlier = (name: Name) => {
    const writes = cx.program.bindingOf(name)?.writes ?? [];
    return writes.length === 1 && writes[0]!.site.tree === made.tree && writes[0]!.site.end < made.start;
  };
  const isKnown = (e: Expression) =>
    e.kind === "Name" ? isEarlier(e) && isVisibleAt(cx, e, made) : /^(String|Number|Boolean)Literal$/.test(e.kind);
  return changes.every(({ args }) => args.every(({ value }) => isKnown(value)));
}

/** Whether an expression means the same at another place, and nothing between them writes what it reads. */
function isTheSameAt(cx: Rewrite, e: Expression, place: Node): boolean {
  // What the SDK only keeps the arguments in may be made anywhere.
  if (e.kind === "Call" && modelOf(cx, e)) return e.args.every(({ value }) => isTheSameAt(cx, value, place));
  if (!isVisibleAt(cx, e, place)) return false;
  return [...walk(e)].every((node) => node.kind !== "Name" || !isWrittenBetween(cx, node, e, place));
}

function isWrittenBetween(cx: Rewrite, name: Name, { end, tree }: Node, place: Node): boolean {
  const writes = cx.program.bindingOf(name)?.writes ?? [];
  const isAcross = enclosing(name, "Function") !== enclosing(place, "Function");
  return (
    writes.some(({ site }) => (isAcross ? writes.length > 1 : site.start > end && site.end < place.end)) ||
    place.tree !== tree
  );
}
