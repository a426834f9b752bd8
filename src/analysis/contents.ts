import { listAt } from "../languages/listAt.js";
import { nodesOf } from "../languages/walk.js";
import type { Expression } from "../languages/tree.js";
import { isObjectType, join, type ResultValue, type Value } from "./value.js";
import type { Values } from "./values.js";

/** How a list, dictionary or map is filled after it was made: `list.push(x)`, `list.append(x)`, `agents[name] = x`, `agents.set(name, x)`. */
export function filledWith(facts: Values, reads: readonly Expression[], isMap?: true): readonly Value[] {
  const lists: (readonly Value[])[] = [];
  const places: (readonly Value[])[] = [];
  const mapped: (readonly Value[])[] = [];
  for (const read of reads) {
    const { parent } = read;
    if (parent?.kind === "Index" && parent.object === read) {
      const write = parent.parent;
      if (write?.kind === "Assign" && write.target === parent && write.value && write.operator === "=")
        places.push(facts.of(write.value));
    }
    if (parent?.kind !== "Member" || parent.object !== read) continue;
    const call = parent.parent?.kind === "Call" && parent.parent.callee === parent ? parent.parent : undefined;
    if (call && parent.property === "set" && call.args.length === 2) mapped.push(facts.of(call.args[1]!.value));
    if (call && /^(push|append|unshift|add)$/.test(parent.property))
      lists.push(...call.args.map((a) => facts.of(a.value)));
  }
  if (isMap) return [{ kind: "places", elements: join(...mapped), isMap }];
  return [
    ...(lists.length > 0 ? [{ kind: "list", elements: join(...lists) } as const] : []),
    ...(places.length > 0 ? [{ kind: "places", elements: join(...places) } as const] : []),
  ];
}

/** Whether a value is a list, a dictionary or a map made here, which code may fill later. */
export function isFillable(value: Value): boolean {
  return value.kind === "array" || value.kind === "object" || isNewMap(value);
}

function isNewMap(value: Value): boolean {
  return value.kind === "places" && value.isMap === true && value.elements.length === 0;
}

/** What a variable or field holds, with what fills it later. An empty dictionary says nothing of its own then. */
export function filled(facts: Values, values: readonly Value[], reads: () => readonly Expression[]): readonly Value[] {
  if (values.some(isNewMap)) return [...values.filter((v) => !isNewMap(v)), ...filledWith(facts, reads(), true)];
  if (!values.some(isFillable)) return values;
  const added = filledWith(facts, reads());
  if (!added.some((v) => v.kind === "places")) return [...values, ...added];
  const isEmpty = (v: Value) => v.kind === "object" && v.node.entries.length === 0;
  return [...values.filter((v) => !isEmpty(v)), ...added];
}

/** Members of the program by their name. */
export function membersByName(facts: Values): ReadonlyMap<string, readonly Expression[]> {
  const found = new Map<string, Expression[]>();
  for (const file of facts.program.files)
    for (const node of nodesOf(file.tree, "Member")) listAt(found, node.property).push(node);
  return found;
}

/** The classic objects in a list or dictionary; none for other values. */
export function contentsOf(facts: Values, values: readonly Value[], depth = 0): readonly ResultValue[] {
  if (depth > 3) return [];
  const inside = values.flatMap((value): readonly Value[] => {
    switch (value.kind) {
      case "array":
        return facts.step([value], { kind: "iterate" });
      case "object":
        return value.node.entries.flatMap((entry) =>
          entry.key !== undefined && entry.value.kind === "NullLiteral"
            ? facts.step([value], { kind: "member", name: entry.key })
            : facts.of(entry.value),
        );
      case "list":
      case "places":
        return value.elements;
      case "tuple":
        return value.items.flat();
      default:
        return [];
    }
  });
  if (inside.length === 0) return [];
  const own = inside.filter((v): v is ResultValue => v.kind === "result" && isObjectType(v.type));
  return [...own, ...contentsOf(facts, inside, depth + 1)];
}
