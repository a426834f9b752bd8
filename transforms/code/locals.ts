import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Expression, Name, Node, Statement } from "../../src/languages/tree.js";
import { ancestors } from "../../src/languages/walk.js";
import { awaited } from "./emit.js";
import type { Rewrite } from "../rewrite.js";

/** The variable that a call's result goes into, when it is a plain local name. */
export function variableOf(cx: Rewrite, call: Call): Binding | undefined {
  const outer = awaited(call);
  const target = targetOf(outer);
  return target && cx.program.bindingOf(target);
}

/** The name that a value goes into, when it is a plain one. */
export function targetOf(value: Expression): Name | undefined {
  const { parent } = value;
  const takes = (parent?.kind === "Declarator" || parent?.kind === "Assign") && parent.value === value;
  return takes && parent.target.kind === "Name" ? parent.target : undefined;
}

/** The statement that does nothing but declare (or set) one variable. */
export function declarationOf(site: Node): Statement | undefined {
  const { parent } = site;
  if (site.kind === "Declarator")
    return parent?.kind === "Declaration" && parent.declarators.length === 1 ? parent : undefined;
  return site.kind === "Assign" && parent?.kind === "ExpressionStatement" ? parent : undefined;
}

/** Whether a statement writes a variable. */
export function binds(statement: Node, binding: Binding): boolean {
  return binding.writes.some(({ site }) => {
    const { parent } = site;
    return site === statement || parent === statement;
  });
}

/** Whether code at a place can name a variable. */
export function isVisible({ scope }: Binding, at: Node): boolean {
  for (const up of ancestors(at)) if (up === scope.node) return true;
  return scope.parent === undefined;
}
