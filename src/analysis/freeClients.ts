import { listAt } from "../languages/listAt.js";
import type { Name, SourceTree } from "../languages/tree.js";
import { tellingAt } from "./assumed.js";
import type { Binding, FileBindings } from "./scopes.js";

/**
 * Clients that nothing in their file declares, as far as their calls tell what they are: a star import from a module out of sight brings
 * them, a magic of a notebook, or the chapter before in a collection of snippets. Each becomes a variable of the file.
 */
export function withFreeClients(tree: SourceTree, file: FileBindings): FileBindings {
  const names = new Map<string, Name[]>();
  for (const name of file.unresolved) listAt(names, name.name).push(name);
  const clients = [...names.values()].filter((reads) => reads.some(tellingAt) && reads.every(isRead));
  if (clients.length === 0) return file;
  const bindings = clients.map((reads): Binding => ({
    name: reads[0]!.name,
    scope: file.root,
    tree,
    kind: "free",
    constant: false,
    writes: [],
    reads,
    declarations: [],
  }));
  for (const binding of bindings) file.root.bindings.set(binding.name, binding);
  return {
    ...file,
    bindingOf: new Map([
      ...file.bindingOf,
      ...bindings.flatMap((one) => one.reads.map((read) => [read, one] as const)),
    ]),
    bindings: [...file.bindings, ...bindings],
    unresolved: file.unresolved.filter(({ name }) => !bindings.some((one) => one.name === name)),
  };
}

function isRead({ parent }: Name): boolean {
  return parent?.kind !== "Declarator" && parent?.kind !== "Assign";
}
