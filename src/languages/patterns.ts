import type { Name, Pattern } from "./tree.js";

/** The names that a pattern binds or writes, in source order. */
export function namesIn(target: Pattern): Name[] {
  switch (target.kind) {
    case "Name":
      return [target];
    case "ObjectPattern":
      return target.entries.flatMap((entry) => namesIn(entry.target));
    case "ArrayPattern":
      return target.items.flatMap((item) => (item ? namesIn(item.target) : []));
    default:
      return [];
  }
}
