import type { Call, Expression } from "../languages/tree.js";
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
