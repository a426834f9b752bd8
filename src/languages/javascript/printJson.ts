import type { Printer } from "../language.js";
import { javascriptPrinter as plain } from "./print.js";

/** Prints for values that no type describes: in typed code the parameters of callbacks have to say so. */
export const typedJsonPrinter: Printer = {
  ...plain,
  filtered: (list, item, test) => plain.filtered(list, any(item), test),
  some: (list, item, test) => plain.some(list, any(item), test),
  mapped: (list, item, value) => plain.mapped(list, any(item), value),
  found: (list, item, test, typed) => plain.found(list, any(item), test, typed),
  firstOf: (list, item, test, how) =>
    plain.firstOf(list, any(item), test, how?.property ? { property: how.property } : {}),
  nested: (levels, pick) =>
    plain.nested(
      levels.map((level) => ({ ...level, item: any(level.item) })),
      pick,
    ),
};

function any(item: string): string {
  return `${item}: any`;
}
