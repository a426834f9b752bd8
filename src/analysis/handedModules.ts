import type { Call, Node } from "../languages/tree.js";
import { nodesOf } from "../languages/walk.js";
import type { Binding } from "./scopes.js";
import type { Program, ProgramFile } from "./program.js";

/**
 * Files of which an importer hands on all that they export, as one object: `app.use(require("./tools"))`, `register(tools)`. Whoever gets
 * it may call every function in it.
 */
export function handedModules(program: Program): ReadonlySet<ProgramFile> {
  const handed = new Set<ProgramFile>();
  for (const from of program.files) {
    const { modules } = from.language;
    const passedOn = new Set(modules.exportsOf(from.tree).map(({ from: origin }) => origin?.module));
    for (const call of nodesOf(from.tree, "Call")) {
      const module = modules.requiredModule(call);
      const file = module === undefined || passedOn.has(module) ? undefined : program.moduleFile(from, module);
      if (file && !isTakenApart(program, call)) handed.add(file);
    }
    for (const binding of from.bindings.bindings) {
      const { module, name } = binding.imported ?? {};
      const isWhole = module !== undefined && (name === "*" || name === "default");
      const file = isWhole && !readsMembers(binding) ? program.moduleFile(from, module) : undefined;
      if (file) handed.add(file);
    }
  }
  return handed;
}

/** Whether only members are read of what stands at a node, there or where its name is read. */
function isTakenApart(program: Program, node: Call): boolean {
  let at: Node = node;
  while (at.parent?.kind === "Wrap" || at.parent?.kind === "Await") at = at.parent;
  const { parent } = at;
  if (parent?.kind === "Declarator" && parent.value === at) {
    const { target } = parent;
    if (target.kind === "ObjectPattern") return target.entries.every(({ rest }) => !rest);
    const binding = target.kind === "Name" ? program.bindingOf(target) : undefined;
    return binding !== undefined && readsMembers(binding);
  }
  return parent?.kind === "ExpressionStatement" || (parent?.kind === "Member" && parent.object === at);
}

function readsMembers({ reads }: Binding): boolean {
  return reads.every((read) => read.parent?.kind === "Member" && read.parent.object === read);
}
