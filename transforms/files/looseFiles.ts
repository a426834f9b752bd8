import type { Flow } from "../../src/analysis/flows.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { SourceTree } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import { isInCode } from "../agents/configuration.js";
import { files } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

export function isFileOperation(operation: Operation): boolean {
  return /^(files|vectorStores)\./.test(operation.id);
}

/**
 * Files and vector stores are classic only where they feed agents. They move with the calls that take them, all of which must move; where
 * no call is seen to take them, when something moves that they may be meant for: in their file, else in a file that is connected to it by
 * an import, else in the nearest folder.
 */
export function refuseLooseFiles(cx: Rewrite): void {
  const agents = cx.flows.operations.filter((operation) => !isFileOperation(operation));
  for (const flow of cx.flows.flows) {
    const first = flow.operations[0]!;
    if (!cx.isActive(first) || !flow.operations.every(isFileOperation)) continue;
    // A classic Foundry client serves files by itself, and goes with everything it serves.
    if (first.dialect.service === "foundry") continue;
    // Plain OpenAI has one store of files for both of its APIs.
    if (isInCode(cx, first)) continue;
    const takers = agents.filter((operation) => takes(cx, operation, flow));
    const moves =
      takers.length > 0
        ? takers.every((operation) => cx.isActive(operation))
        : nearest(cx, first.call.tree, agents).some((operation) => cx.isActive(operation));
    if (moves) continue;
    cx.refuse(
      first,
      files,
      "the agents that these files may feed stay on the classic API",
      "Migrate the other flows first, then run again.",
    );
  }
}

/** Whether an argument of an operation is, or is made of, what a flow gives. */
function takes(cx: Rewrite, operation: Operation, flow: Flow): boolean {
  return [...operation.args.values()].some(({ value }) =>
    [...walk(value)].some(
      (node) =>
        (node.kind === "Name" || node.kind === "Member" || node.kind === "Call") &&
        cx.values.results(node).some((v) => v.operation !== undefined && flow.operations.includes(v.operation)),
    ),
  );
}

/** The operations on agents that are nearest to a file. */
function nearest(cx: Rewrite, tree: SourceTree, agents: readonly Operation[]): readonly Operation[] {
  const inTrees = (trees: ReadonlySet<SourceTree>) => agents.filter(({ call }) => trees.has(call.tree));
  const own = inTrees(new Set([tree]));
  if (own.length > 0) return own;
  const connected = inTrees(connectedTo(cx, tree));
  if (connected.length > 0) return connected;
  for (let folder = parentOf(tree.path); folder !== undefined; folder = parentOf(folder)) {
    const below = agents.filter(({ call }) => call.tree.path.startsWith(`${folder}/`));
    if (below.length > 0) return below;
  }
  return agents;
}

/** Files that import a file, and those that it imports. */
function connectedTo(cx: Rewrite, tree: SourceTree): ReadonlySet<SourceTree> {
  const connected = new Set<SourceTree>();
  for (const { bindings } of cx.program.files)
    for (const binding of bindings.bindings) {
      const origin = cx.program.importOrigin(binding);
      if (origin?.tree === tree) connected.add(binding.tree);
      else if (origin && binding.tree === tree) connected.add(origin.tree);
    }
  return connected;
}

function parentOf(path: string): string | undefined {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? undefined : path.slice(0, slash);
}
