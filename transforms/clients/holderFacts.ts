import { isModuleClient } from "../../src/analysis/dialectLookup.js";
import { isWatcher } from "../../src/analysis/passThrough.js";
import type { Binding, Write } from "../../src/analysis/scopes.js";
import type { ClientValue, Value } from "../../src/analysis/value.js";
import type { Call, Expression, Node } from "../../src/languages/tree.js";
import { ancestors, bare, enclosing } from "../../src/languages/walk.js";
import { ESCAPES, type Holder, type OtherUse } from "./holder.js";
import { wrapped } from "./occurrences.js";
import type { Rewrite } from "../rewrite.js";

/** Clients that stand in a holder, by what is written into it or, where nothing is, by its type. */
export function clientsOf(cx: Rewrite, holder: Holder): readonly ClientValue[] {
  const values = holder.sources.concat(holder.call ?? []).flatMap((source) => cx.values.of(source));
  if (values.length === 0 && holder.binding) values.push(...cx.values.ofBinding(holder.binding));
  if (values.length === 0 && holder.field) values.push(...cx.values.ofClassMember(holder.field.cls, holder.field.name));
  if (values.length === 0 && holder.property?.annotation)
    values.push(...cx.values.ofAnnotation(holder.property.annotation));
  if (values.length === 0 && holder.place !== undefined)
    values.push(...usesOf(holder).flatMap((use) => cx.values.of(use as Expression)));
  if (values.length === 0 && holder.fn) values.push(...cx.values.returns(holder.fn));
  return values.filter((v): v is ClientValue => v.kind === "client");
}

/** Whether what a holder has is a part of a client. */
export function isPartHolder(cx: Rewrite, holder: Holder): boolean {
  return clientsOf(cx, holder).some(({ path }) => path !== "");
}

/** Whether a holder's client is of the package that the current SDK is the next version of: what else it serves lives on there. */
export function isProjectHolder(cx: Rewrite, holder: Holder): boolean {
  return clientsOf(cx, holder).some(({ type }) => type.services !== undefined);
}

/** Whether a use of a client can stay with the client of the current SDK. */
export function livesOn({ service, what }: OtherUse, isProject: boolean): boolean {
  return isProject && (service !== undefined || what === ESCAPES);
}

/** Whether something of this program puts a client into a holder, or into what stands for the same in a related class. */
export function isFilled({ sources, same }: Holder): boolean {
  return sources.length > 0 || same.some((other) => other.sources.length > 0);
}

/** Whether a client comes in by a type alone, from callers or a framework that are not in the run. */
export function isOpen(cx: Rewrite, holder: Holder): boolean {
  if (isFilled(holder)) return false;
  if (holder.kind === "parameter" || holder.kind === "property") return true;
  if (holder.kind === "function") return holder.fn!.returns !== undefined;
  if (clientsOf(cx, holder).some(({ assumed }) => assumed)) return true;
  if (holder.kind !== "field") return false;
  return (
    cx.values
      .members(holder.field!.cls)
      .get(holder.field!.name)
      ?.writes.every(({ value }) => !value || value.kind === "NullLiteral") ?? false
  );
}

/** Whether a write puts something into a variable that is not a client of this program. */
export function isForeign(cx: Rewrite, write: Write): boolean {
  if (!write.value || write.path.some((step) => step.kind !== "enter")) return false;
  return !cx.values.of(write.value).every((v) => v.kind === "client" || v.kind === "null");
}

/** Whether calls in sight pass a parameter something that certainly is not a client, too. */
export function isGivenOthers(cx: Rewrite, binding: Binding): boolean {
  return cx.values.ofBinding(binding).some(isOther);
}

function isOther({ kind }: Value): boolean {
  return kind !== "client" && kind !== "null" && kind !== "unknown";
}

/** Whether something that certainly is no client stands in a holder, too. */
export function holdsOthers(cx: Rewrite, holder: Holder): boolean {
  return usesOf(holder).some((use) => cx.values.of(use as Expression).some(isOther));
}

/** Whether a holder takes its client out of several, one after the other or by a key: no one client can stand for each of them. */
export function isOneOfSeveral({ binding }: Holder): boolean {
  const isTaken = ({ path, value }: Write) =>
    path.some(({ kind }) => kind === "iterate") || (value !== undefined && bare(value).kind === "Index");
  return binding?.writes.some(isTaken) ?? false;
}

/** Whether a client goes through a function that looks over its shoulder on the way to where it is held. */
export function isWatched(cx: Rewrite, source: Expression): boolean {
  for (const up of ancestors(source)) {
    if (up.kind === "Call" && isWatcher(cx.values, up)) return true;
    if (up.kind === "Function" || up.kind === "Block") return false;
  }
  return false;
}

/** Whether a source is what a statement of the holder's own function puts into it, so that a second one can follow. */
export function isAssignedHere(holder: Holder, source: Expression): boolean {
  let value = source;
  while ((value.parent?.kind === "Await" || value.parent?.kind === "Wrap") && value.parent.value === value)
    value = value.parent;
  const { parent } = value;
  if (parent?.kind === "Declarator") return parent.target.kind === "Name";
  if (parent?.kind !== "Assign" || parent.value !== value || parent.parent?.kind !== "ExpressionStatement")
    return false;
  if (holder.kind === "field") return parent.target.kind === "Member";
  // Where blocks are scopes, a variable that is assigned is declared somewhere else.
  if (source.tree.language !== "python") return false;
  const fn = enclosing(source, "Function");
  return fn === undefined ? holder.binding!.scope.node === source.tree.root : holder.binding!.scope.node === fn;
}

/** Whether a construction builds the class that the current SDK still has under the same name, in whatever way. */
function isProjectClass(cx: Rewrite, source: Call): boolean {
  const face = cx.target(source.tree).faces.project;
  if (!face) return false;
  return cx.values
    .of(source.callee)
    .some(
      (v) =>
        v.kind === "external" && (v.module === face.module || v.module === face.asyncModule) && v.path[0] === face.name,
    );
}

/** Whether it also builds it by the constructor, so that it can stay as it is. */
export function isProjectClient(cx: Rewrite, source: Call): boolean {
  return (
    isProjectClass(cx, source) && cx.values.of(source.callee).every((v) => v.kind !== "external" || v.path.length === 1)
  );
}

/** Whether a name means something at a place already. */
export function isTaken(cx: Rewrite, place: Node, name: string): boolean {
  return cx.renames.isSeenAt(place, name) || cx.program.fileOf(place).bindings.names.isGlobal(name);
}

export function holderTree(holder: Holder): Node["tree"] {
  const { binding, field, fn, literal, property, call, sources } = holder;
  const where = binding?.declarations[0] ?? field?.cls ?? fn ?? literal ?? property ?? call ?? sources[0];
  return (where ?? usesOf(holder)[0])!.tree;
}

/** Where the client of a holder is used or goes on from. */
export function usesOf({ operations, others, feeds }: Holder): readonly Node[] {
  return [...operations.map(({ root }) => root), ...others.map(({ at }) => at), ...feeds.flatMap(({ at }) => at ?? [])];
}

/**
 * Whether a holder is an import whose construction cannot be changed, from a file that is not among those given or of a module that is a
 * client itself; the client is then built in the importing file.
 */
export function isBuiltHere(cx: Rewrite, holder: Holder): boolean {
  const { binding } = holder;
  if (binding?.imported === undefined) return false;
  return isModule(cx, holder) || cx.values.ofBinding(binding).some((v) => v.kind === "client" && v.assumed === true);
}

/** Whether a holder is a module that is a client itself: Python's `openai.beta.threads.create()`. */
export function isModule(cx: Rewrite, { binding }: Holder): boolean {
  return binding?.imported !== undefined && cx.values.ofBinding(binding).some(isModuleClient);
}

/** Whether a field is written where a construction stands: not where a constructor takes it, or another call. */
function isWrittenTo(source: Expression): boolean {
  const { parent } = wrapped(source);
  return parent?.kind === "Field" || (parent?.kind === "Assign" && parent.target.kind === "Member");
}

/** Whether a holder is filled by a construction directly, so that others can be built beside it. */
export function isOrigin(cx: Rewrite, holder: Holder): boolean {
  if (holder.kind !== "variable" && holder.kind !== "field") return false;
  if (holder.sources.length !== 1) return false;
  if (
    holder.binding &&
    (holder.binding.writes.length !== 1 || holder.binding.writes[0]!.path.some((s) => s.kind !== "enter"))
  )
    return false;
  const source = holder.sources[0]!;
  if (source.kind !== "Call" || (holder.kind === "field" && !isWrittenTo(source))) return false;
  return cx.values.of(source).some((v) => v.kind === "client" && v.site === source);
}

/** Whether a client of one class may be given where one of the other is asked for: the Azure flavour of a class is one of its kind. */
export function isOfKind(one: ClientValue, other: ClientValue): boolean {
  const isFoundry = ({ type }: ClientValue) => type.service === "foundry";
  return (
    one.dialects[0]!.language === other.dialects[0]!.language &&
    isFoundry(one) === isFoundry(other) &&
    one.type.async === other.type.async
  );
}

/** Whether a holder is a construction that goes into a variable or field, and is rewritten with that one. */
export function isBuiltInto({ kind, operations, isShared }: Holder): boolean {
  return kind === "construction" && operations.length === 0 && isShared !== true;
}
