/** What is known of a value while the code around a run is played through for one way the run can go. */
export type Known =
  /** The run as it was last seen. */
  | { readonly kind: "run"; readonly status: string }
  | { readonly kind: "id" }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "nothing" }
  | { readonly kind: "list"; readonly items: readonly Known[] }
  /** Not known. `paced`: it depends on nothing but counters and the clock (and things that do not change while waiting). */
  | { readonly kind: "open"; readonly paced: boolean };

export const OPEN: Known = { kind: "open", paced: false };
export const PACED: Known = { kind: "open", paced: true };
export const NOTHING: Known = { kind: "nothing" };

export function bool(value: boolean): Known {
  return { kind: "bool", value };
}

/** Whether a value counts as true; undefined when that is not known. */
export function truth(known: Known): boolean | undefined {
  switch (known.kind) {
    case "open":
      return undefined;
    case "bool":
      return known.value;
    case "number":
      return known.value !== 0;
    case "text":
      return known.value !== "";
    case "nothing":
      return false;
    default:
      return true;
  }
}

/** `a operator b` for everything but `and`, `or` and `??`. */
export function compute(operator: string, a: Known, b: Known): Known {
  if (a.kind === "open" || b.kind === "open") return isPaced(a) || isPaced(b) ? PACED : OPEN;
  switch (operator) {
    case "==":
      return same(a, b);
    case "!=":
      return opposite(same(a, b));
    case "in":
      return contains(b, a);
    case "not in":
      return opposite(contains(b, a));
    default:
      return a.kind === "number" && b.kind === "number" ? calculate(operator, a.value, b.value) : OPEN;
  }
}

/** `not a`. */
export function opposite(known: Known): Known {
  const value = truth(known);
  return value === undefined ? known : bool(!value);
}

/** Whether a list has a word. */
export function contains(list: Known, item: Known): Known {
  if (list.kind !== "list" || list.items.some((other) => same(item, other).kind === "open")) return OPEN;
  return bool(list.items.some((other) => truth(same(item, other))));
}

/** Where a list has a word, or -1. */
export function indexOf(list: Known, item: Known): Known {
  if (contains(list, item).kind === "open" || list.kind !== "list") return OPEN;
  return { kind: "number", value: list.items.findIndex((other) => truth(same(item, other))) };
}

/** `a and b`, `a or b` of values of which at least the first is not known: paced only when both are. */
export function joined(a: Known, b: Known): Known {
  const paced = (known: Known): boolean => known.kind !== "open" || known.paced;
  return paced(a) && paced(b) ? PACED : OPEN;
}

function same(a: Known, b: Known): Known {
  if (a.kind === "nothing" || b.kind === "nothing") return bool(a.kind === b.kind);
  if (a.kind !== b.kind) return OPEN;
  if (a.kind === "text" || a.kind === "number" || a.kind === "bool") return bool(a.value === (b as typeof a).value);
  return OPEN;
}

function calculate(operator: string, a: number, b: number): Known {
  const number = (value: number): Known => ({ kind: "number", value });
  switch (operator) {
    case "<":
      return bool(a < b);
    case ">":
      return bool(a > b);
    case "<=":
      return bool(a <= b);
    case ">=":
      return bool(a >= b);
    case "+":
      return number(a + b);
    case "-":
      return number(a - b);
    case "*":
      return number(a * b);
    case "/":
      return number(a / b);
    default:
      return OPEN;
  }
}

function isPaced(known: Known): boolean {
  return known.kind === "open" && known.paced;
}
