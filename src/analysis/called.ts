import type { FunctionNode } from "../languages/tree.js";
import { nodesOf } from "../languages/walk.js";
import type { Values } from "./values.js";

/** Every function that some call of the program has as its callee, or as an argument by its name. */
export function calledFunctions(facts: Values): ReadonlySet<FunctionNode> {
  const found = new Set<FunctionNode>();
  for (const file of facts.program.files)
    for (const node of nodesOf(file.tree, "Call")) {
      const named = node.args.map(({ value }) => value).filter(({ kind }) => kind !== "Function");
      for (const value of [node.callee, ...named].flatMap((e) => facts.of(e)))
        if (value.kind === "function") found.add(value.fn);
    }
  return found;
}

/** Whether a generator is what `with` enters: it gives one thing, for a while. */
export function isContextManager(fn: FunctionNode): boolean {
  return fn.decorators.some((one) => /contextmanager$/.test(one.tree.text.slice(one.start, one.end)));
}
