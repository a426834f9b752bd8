import type { Import, ImportSpecifier, SourceTree } from "../../tree.js";
import { importsOf } from "../imported.js";

/** The local spelling of a module's name at the top level of a file, or undefined. */
export function available(tree: SourceTree, module: string, name: string): string | undefined {
  const imports = importsOf(tree).filter(bindsAtTop);
  return (
    spelling(imports, (each) => directName(each, module, name)) ??
    spelling(imports, (each) => below(each, module, name))
  );
}

/** Whether the rest of the file can rely on the import: not below a condition, in a function or for type checkers only. */
export function bindsAtTop(statement: Import): boolean {
  let block = statement.parent;
  if (block?.parent?.kind === "Try" && block.parent.body === block) block = block.parent.parent;
  return block !== undefined && block.parent === undefined && !statement.typeOnly;
}

function spelling(imports: readonly Import[], find: (each: Import) => string | undefined): string | undefined {
  for (const each of imports) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `from module import name`, and for "*" `import module`. */
function directName(statement: Import, module: string, name: string): string | undefined {
  if (statement.module === module) {
    const found = statement.specifiers.find((each) => each.imported === name && !isStar(each));
    if (found) return statement.bindsRoot ? module : found.local.name;
  }
  return name === "*" ? submodule(statement, module) : undefined;
}

/** `m.name` after `import module as m`. */
function below(statement: Import, module: string, name: string): string | undefined {
  const holder = name === "*" ? undefined : directName(statement, module, "*");
  return holder === undefined ? undefined : `${holder}.${name}`;
}

/** `b` for the module "a.b" after `from a import b`. */
function submodule(statement: Import, module: string): string | undefined {
  const parent = statement.module.endsWith(".") ? statement.module : `${statement.module}.`;
  if (!module.startsWith(parent)) return undefined;
  return statement.specifiers.find((each) => parent + each.imported === module)?.local.name;
}

/** `from module import *`. */
export function isStar({ imported, local }: ImportSpecifier): boolean {
  return imported === "*" && local.name === "*";
}
