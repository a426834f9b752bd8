import { wireName } from "../../src/analysis/casing.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { Member } from "../../src/languages/tree.js";
import { currentShape } from "../../src/protocol/current.js";
import { shapeMapping } from "../../src/protocol/mapping/index.js";
import { typeAt } from "../../src/protocol/typeRef.js";
import { reading as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * `run.error`: no classic run had such a field, and what is meant is called so now. The read stays, and reads what it was written for.
 * Gives false for other fields.
 */
export function meansCurrentName(cx: Rewrite, access: Member, values: readonly ResultValue[]): boolean {
  const meant = values.map((value) => meantBy(cx, value, access.property));
  const [field] = meant;
  if (field === undefined || meant.some((other) => other !== field)) return false;
  const { type } = values[0]!;
  const [was, becomes] =
    access.tree.language === "python"
      ? ["reading it raised an AttributeError", "it gives what was meant"]
      : ["it was always undefined", "what is done with it happens"];
  cx.find(
    access,
    rule,
    "warning",
    `No classic ${type} had a field \`${access.property}\` (its name was \`${field}\`): ${was}. The current object has it, so ${becomes} now.`,
    "Check that what is done here is what you want.",
  );
  return true;
}

/** The classic field that has the name now under which it is read. */
function meantBy(cx: Rewrite, value: ResultValue, property: string): string | undefined {
  const mapping = shapeMapping(value.type, cx.definitionsOf(value));
  const name = wireName(property, value.dialect);
  if (name !== property || !mapping?.current || typeAt(currentShape, mapping.current, [name]) === undefined)
    return undefined;
  return mapping.rows.find((row) => row.kind === "rename" && row.to === name && !row.where)?.from;
}
