import type { Import, ImportSpecifier, SourceTree } from "../../tree.js";
import { sitesOf } from "./sites.js";

/**
 * The local spelling of a module's export at the top level of a file: its own import, else a member of the imported whole. Imports of
 * types alone and imports inside functions do not count.
 */
export function available(tree: SourceTree, module: string, name: string): string | undefined {
  const specifiers = specifiersOf(tree, module);
  const direct = specifiers.find(({ imported }) => imported === name);
  if (direct) return direct.local.name;
  const whole = specifiers.find(({ imported }) => imported === "*");
  return whole && `${whole.local.name}.${name}`;
}

function specifiersOf(tree: SourceTree, module: string): ImportSpecifier[] {
  const statements = sitesOf(tree).filter(({ node }) => node.module === module && bindsValueAtTop(node));
  return statements.flatMap(({ node }) => node.specifiers.filter((specifier) => !specifier.typeOnly));
}

/** Whether all of the file can use what a statement imports. */
export function bindsValueAtTop({ parent, tree, typeOnly }: Import): boolean {
  return !typeOnly && (parent === tree.root || parent?.kind === "Export");
}
