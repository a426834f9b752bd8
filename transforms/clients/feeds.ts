import type { Held } from "../../src/dialects/target.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { enclosing, statementOf, textOf } from "../../src/languages/walk.js";
import { CLIENTS, declareFields, faceType, indentationOf, lineEndAfter } from "./clientCode.js";
import type { HolderPlan } from "./faces.js";
import { clientsOf } from "./holderFacts.js";
import { fromProject } from "./projectClient.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** Where the client goes on to a holder of another face than its own. */
export function rewriteFeeds(cx: Rewrite, plan: HolderPlan): void {
  for (const { at, root = at, into } of plan.holder.feeds) {
    const next = cx.faces.plans.get(into);
    if (!next || !at || !root) continue;
    if (plan.holder.kind === "construction" && root === at) continue;
    const how = { rule, flow: CLIENTS, reason: "Passes on the client that is needed there." };
    if (next.primary !== "classic" && (next.primary !== plan.primary || root !== at)) {
      const [place, code] = given(cx, plan, at, root, next.primary);
      const { parent } = place;
      const isShorthand = parent?.kind === "Entry" && parent.form === "shorthand";
      cx.replace(place, isShorthand ? [`${parent.key!}: `, code] : code, how);
    }
    for (const [face, name] of next.companions) {
      const has = plan.primary === face || plan.companions.has(face);
      const own = has || next.primary !== "project" ? given(cx, plan, at, root, face)[1] : undefined;
      passCompanion(cx, next, at, face, name, own);
    }
  }
}

/** How a holder gives a face where it is read: the expression to replace, and what says it. */
function given(cx: Rewrite, plan: HolderPlan, at: Expression, root: Expression, face: Held): [Expression, Code] {
  const { binding, kind } = plan.holder;
  const own = (binding && cx.renames.get(binding)) ?? carry(root);
  if (plan.primary === face) return [at, own];
  const name = plan.companions.get(face);
  if (name !== undefined)
    return [
      at,
      kind === "field" && root.kind === "Member" ? cx.printer(at.tree).member(carry(root.object), name) : name,
    ];
  // Only the OpenAI client can be taken from the other one; not before that one is there.
  const isAwaited = at.parent?.kind === "Await";
  const place = isAwaited ? (at.parent as Expression) : at;
  return [place, fromProject(cx, at.tree, isAwaited ? ["(", carry(place), ")"] : own)];
}

/** Hands a second client on: one more argument and parameter, or one more assignment. */
function passCompanion(
  cx: Rewrite,
  next: HolderPlan,
  at: Expression,
  face: Held,
  name: string,
  code: Code | undefined,
): void {
  const { holder } = next;
  const how = { rule, flow: CLIENTS, reason: "The other client goes the same way." };
  if (holder.kind === "parameter" && code !== undefined) {
    const { node, fn } = holder.binding!.parameter!;
    const argument = enclosing(at, "Argument")!;
    cx.insert(at.tree, argument.end, [", ", argument.form === "named" ? `${name}=` : "", code], how);
    if (cx.faces.isTaken(node, face)) return;
    const isAsync = clientsOf(cx, holder).some(({ type }) => type.async);
    const typed = node.annotation && fn.tree.typed ? `: ${faceType(cx, node.tree, face, isAsync)}` : "";
    cx.insert(node.tree, node.end, `, ${name}${typed}`, how);
    return;
  }
  const statement = statementOf(at);
  const assign = enclosing(at, "Assign", "Declarator");
  if (!statement || !assign) return;
  const { tree } = at;
  const style = cx.style(tree);
  const printer = cx.printer(tree);
  const target = assign.target;
  const renamed = holder.binding && cx.renames.get(holder.binding);
  const value = code ?? fromProject(cx, tree, renamed ?? textOf(target));
  const line =
    holder.kind === "field" && target.kind === "Member"
      ? printer.statement([printer.member(textOf(target.object), name), " = ", value], style)
      : printer.declare(name, value, style);
  const end = lineEndAfter(tree, statement.end);
  const indentation = indentationOf(tree, statement.start);
  cx.replaceSpan(tree, { start: end, end }, ["\n" + indentation, line], {
    ...how,
    place: { indentation, column: indentation.length, trailing: 0 },
  });
  if (holder.kind === "field") declareFields(cx, next, [{ name, face }]);
}
