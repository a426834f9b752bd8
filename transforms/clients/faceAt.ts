import type { Operation } from "../../src/analysis/operation.js";
import type { Binding, Scope } from "../../src/analysis/scopes.js";
import type { Face, Held } from "../../src/dialects/target.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Name, Node } from "../../src/languages/tree.js";
import { ancestors } from "../../src/languages/walk.js";
import { operationMapping } from "../../src/protocol/mapping/index.js";
import { searchesOwnFiles } from "../agents/assistantFiles.js";
import { derived } from "./derived.js";
import type { HolderPlan } from "./faces.js";
import { asksForDefinition } from "../agents/inlineDefinition.js";
import { asserted } from "./occurrences.js";
import { Untranslatable } from "../leftovers/untranslatable.js";
import type { Rewrite } from "../rewrite.js";

/** The faces that the current counterparts of an operation hang on. */
export function facesOf(cx: Rewrite, operation: Operation): readonly Face[] {
  const target = cx.target(operation.call.tree);
  const currents = operationMapping(operation.id, target.definitions)?.current ?? [];
  const faces = currents.flatMap((id) => (target.operations[id] ? [target.operations[id].face] : []));
  if (asksForDefinition(cx, operation)) faces.push("project");
  if (searchesOwnFiles(cx, operation)) faces.push("openai");
  return [...new Set(faces)];
}

/** The expression that is the given face where an operation stands. */
export function faceAt(cx: Rewrite, operation: Operation, face: Face): Code {
  if (operation.request)
    throw new Untranslatable(
      "what takes its place needs a client of an SDK, and the program sends its requests itself",
      "Build a client of the openai package for this, or migrate the call by hand.",
    );
  const { root, holder } = cx.faces.holders.rootOf.get(operation)!;
  const plan = cx.faces.plans.get(holder);
  if (!plan) return carry(asserted(root));
  if (plan.isApart)
    return cx.faces.own.name(
      operation.call.tree,
      face,
      operation.clients.some(({ type }) => type.async),
    );
  if (plan.derives && plan.primary !== face) return derived(cx, plan, operation, root);
  return heldAt(cx, plan, root, face);
}

/** The expression that is what a holder holds, where its client is read. */
export function heldAt(cx: Rewrite, plan: HolderPlan, root: Expression, face: Held): Code {
  if (plan.primary === face) return carry(asserted(root));
  const name = plan.companions.get(face)!;
  if (root.kind === "Name") wantCompanion(cx, root, name);
  return root.kind === "Member" ? cx.printer(root.tree).member(carry(root.object), name) : name;
}

/** In another file than the client's own, the companion comes from where the client comes from. */
function wantCompanion(cx: Rewrite, root: Name, name: string): void {
  const binding = cx.program.bindingOf(root);
  const module = binding && cx.program.importedModule(binding);
  if (module !== undefined) cx.want(root.tree, module, name, name);
}

/** Whether an operation gets a client that its file builds for itself. */
function isApart(cx: Rewrite, operation: Operation): boolean {
  const { holder } = cx.faces.holders.rootOf.get(operation)!;
  return cx.faces.plans.get(holder)?.isApart === true;
}

/** Whether the client expression of an operation can be written where the operation stands. */
export function isReachable(cx: Rewrite, operation: Operation, root: Expression): boolean {
  return isApart(cx, operation) || isNameable(cx, root, operation.call);
}

/** Whether an expression can be written again at another place. */
export function isNameable(cx: Rewrite, root: Expression, at: Node): boolean {
  if (root.tree !== at.tree) return false;
  if (at.start <= root.start && root.end <= at.end) return true;
  if (root.kind === "Name") {
    const binding = cx.program.bindingOf(root);
    return binding !== undefined && isVisible(binding, at);
  }
  return root.kind === "Member" && cx.program.classOfThis(root) === cx.program.classOfThis(at);
}

function isVisible(binding: Binding, at: Node): boolean {
  const scope: Scope = binding.scope;
  return [...ancestors(at)].includes(scope.node);
}
