import type { Call, Expression } from "../languages/tree.js";
import { meaningOfType } from "./annotations.js";
import type { Values } from "./values.js";

/** The function whose result a framework puts where this call stands: FastAPI's `client = Depends(get_client)`. */
export function injected(facts: Values, call: Call): Expression | undefined {
  if (call.tree.language !== "python" || (call.callee.kind !== "Name" && call.callee.kind !== "Member"))
    return undefined;
  const isInjector = facts
    .of(call.callee)
    .some(
      (v) => v.kind === "external" && /^fastapi\b/.test(v.module) && /^(Depends|Security)$/.test(v.path.at(-1) ?? ""),
    );
  return isInjector ? call.args[0]?.value : undefined;
}

/** The same, where it stands in the type of a parameter: `client: Annotated[OpenAI, Depends(get_client)]`, or a name for that. */
export function injectedByType(facts: Values, annotation: Expression | undefined): Expression | undefined {
  if (annotation?.kind === "Name") {
    const meaning = annotation.tree.language === "python" ? meaningOfType(facts, annotation) : undefined;
    return meaning?.kind === "Index" ? injectedByType(facts, meaning) : undefined;
  }
  const args =
    annotation?.kind === "TypeApply"
      ? annotation.args
      : annotation?.kind === "Index" && annotation.index.kind === "ArrayLiteral"
        ? annotation.index.items
        : [];
  for (const arg of args) {
    const given = arg.kind === "Call" ? injected(facts, arg) : undefined;
    if (given) return given;
  }
  return undefined;
}
