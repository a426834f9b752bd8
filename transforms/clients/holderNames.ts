import type { Held } from "../../src/dialects/target.js";
import type { Node } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";
import { keepsNames } from "../switches.js";
import { faceName } from "./faceName.js";
import type { Holder } from "./holder.js";
import { clientsOf, holderTree, isPartHolder, isTaken } from "./holderFacts.js";

const PROJECT = /project|agents/i;

/** Names that say which part of a classic client something is. */
const PART = /project|agents|assistants|threads|messages|runs|beta/i;

/** Whether the name of a holder says that it is a project client. */
export function saysProject({ binding, field }: Holder): boolean {
  return PROJECT.test(binding?.name ?? field?.name ?? "");
}

/** A variable whose name says what it does not hold any more is called after what it holds now. */
export function renameAfter(cx: Rewrite, holder: Holder, face: Held, paired: boolean): void {
  const { binding } = holder;
  if (!binding || !canRename(cx, holder)) return;
  const wanted = cx.target(holderTree(holder)).faces[face]!.variable;
  if (!misleads(cx, holder, binding.name, face, paired) || binding.name === wanted) return;
  if (freeName(cx, holder, face) === wanted) cx.renames.set(binding, wanted);
}

function misleads(cx: Rewrite, holder: Holder, name: string, face: Held, paired: boolean): boolean {
  if (isPartHolder(cx, holder)) return PART.test(name);
  if (face !== "project") return PROJECT.test(name);
  const client = clientsOf(cx, holder)[0];
  const wasAgents = client?.type.prefix === "" && client.type.service === "foundry";
  return (wasAgents && paired) || /openai/i.test(name);
}

/** Whether a holder has a name that only this program knows, and not by keyword. */
export function canRename(cx: Rewrite, { kind, binding }: Holder): boolean {
  if (!binding || keepsNames(cx.options)) return false;
  if (kind === "variable") return binding.kind === "variable" && !cx.program.isPublic(binding);
  const { fn, node } = binding.parameter!;
  const { calls, open } = cx.values.callers(fn);
  const isNamed = calls.some((call) =>
    call.args.some((a) => (a.form === "named" ? a.name === binding.name : a.form !== "positional")),
  );
  return node.target.kind === "Name" && calls.length > 0 && !open && !isNamed;
}

/** Whether another client that is in reach where one is used, or the other way round, has a companion of a name. */
export function isBeside(
  holder: Holder,
  name: string,
  plans: Iterable<{ readonly holder: Holder; readonly companions: ReadonlyMap<Held, string> }>,
): boolean {
  for (const { holder: other, companions } of plans) {
    if (other === holder || ![...companions.values()].includes(name)) continue;
    // A client and what it is handed on to are one.
    if ([holder, other].some(({ feeds }) => feeds.some(({ into }) => into === other || into === holder))) continue;
    if (other.field || holder.field ? other.field?.cls === holder.field?.cls : reaches(holder, other)) return true;
  }
  return false;
}

/** Whether one of two variables is used in the scope of the other. */
function reaches(one: Holder, other: Holder): boolean {
  const isIn = (use: Node, scope: Node | undefined) =>
    scope !== undefined && use.tree === scope.tree && scope.start <= use.start && use.end <= scope.end;
  const isUsedIn = (used: Holder, { binding }: Holder) =>
    used.operations.some(({ operation }) => isIn(operation.call, binding?.scope.node));
  return isUsedIn(one, other) && isUsedIn(other, one);
}

/** A name for a companion that nothing in reach uses yet. */
export function freeName(
  cx: Rewrite,
  holder: Holder,
  face: Held,
  isGiven: (name: string) => boolean = () => false,
): string {
  const tree = holderTree(holder);
  const places: Node[] = [
    ...(holder.binding ? [holder.binding.scope.node] : []),
    ...holder.operations.map(({ operation }) => operation.call),
  ];
  const taken = (name: string): boolean =>
    isGiven(name) ||
    (holder.kind === "field"
      ? cx.values.members(holder.field!.cls).has(name)
      : places.some((place) => isTaken(cx, place, name)) ||
        places.some((place) => cx.program.fileOf(place).bindings.root.bindings.has(name)));
  return faceName(cx, tree, face, taken);
}
