import { spreadEntry } from "../src/analysis/parameters.js";
import type { ArrayLiteral, Expression } from "../src/languages/tree.js";
import type { Rewrite } from "./rewrite.js";

/**
 * The list literals that an expression certainly is one of, when each of them goes nowhere else: followed through variables and
 * parameters that are read once, and through `**params` of a dictionary literal. Undefined when anything else can arrive.
 */
export function literalSources(cx: Rewrite, e: Expression, depth = 0): readonly ArrayLiteral[] | undefined {
  if (e.kind === "ArrayLiteral") return [e];
  if (e.kind === "NullLiteral") return [];
  if (e.kind !== "Name" || depth > 4) return undefined;
  const binding = cx.program.bindingOf(e);
  if (!binding || cx.program.references(binding).length !== 1) return undefined;
  if (!binding.parameter) {
    const write = binding.writes.length === 1 ? binding.writes[0]! : undefined;
    return write?.value && write.path.length === 0 ? literalSources(cx, write.value, depth + 1) : undefined;
  }
  const { fn, index, node } = binding.parameter;
  const { calls, open } = cx.values.callers(fn);
  if (open || calls.length === 0 || node.rest !== "none") return undefined;
  const given = calls.map((call) => {
    const named = call.args.find((a) => a.form === "named" && a.name === binding.name);
    const spread = spreadEntry(cx.values, call, binding.name);
    const positional = call.args.every((a) => a.form === "positional" || a.form === "named")
      ? call.args[index]
      : undefined;
    return named?.value ?? spread ?? (positional?.form === "positional" ? positional.value : node.fallback);
  });
  const sources = given.map((value) => value && literalSources(cx, value, depth + 1));
  return sources.includes(undefined) ? undefined : sources.flatMap((source) => source!);
}
