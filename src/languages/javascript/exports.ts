import type { ExportedName } from "../language.js";
import type { Export, Expression, Name, SourceTree, Statement } from "../tree.js";
import { assignedExports, wholeExport } from "./commonjs.js";
import { namesIn } from "../patterns.js";

/**
 * What a file gives to its importers, by `export` and by CommonJS. `module.exports = x` is the default export and, as "*" with a value,
 * what `require` gives; the keys of an object assigned to it are names of their own.
 */
export function exportsOf(tree: SourceTree): readonly ExportedName[] {
  let exports = known.get(tree);
  if (!exports) known.set(tree, (exports = tree.root.statements.flatMap(exportsOfStatement)));
  return exports;
}

const known = new WeakMap<SourceTree, readonly ExportedName[]>();

function exportsOfStatement(statement: Statement): ExportedName[] {
  return statement.kind === "Export" ? exported(statement) : assignedExports(statement);
}

function exported(node: Export): ExportedName[] {
  const { module } = node;
  switch (node.flavor) {
    case "declaration":
      return node.declaration ? declaredNames(node.declaration).map((name) => own(name.name, name)) : [];
    case "default": {
      const value = node.value ?? (node.declaration && declaredValue(node.declaration));
      if (!value) return [];
      return isAssignment(node) ? wholeExport(value) : [own("default", value)];
    }
    case "names":
      return node.specifiers.map(({ local, exported }) =>
        module === undefined
          ? own(exported, local)
          : { name: exported, value: undefined, from: { module, name: local.name } },
      );
    case "all":
      return module === undefined ? [] : namespaces(node, module);
  }
}

/** `export * from "m"`, `export * as ns from "m"`. */
function namespaces({ specifiers }: Export, module: string): ExportedName[] {
  const names = specifiers.length === 0 ? ["*"] : specifiers.map((specifier) => specifier.exported);
  return names.map((name) => ({ name, value: undefined, from: { module, name: "*" } }));
}

function own(name: string, value: Expression): ExportedName {
  return { name, value, from: undefined };
}

/** TypeScript's `export = x`. */
function isAssignment({ tree, start }: Export): boolean {
  return /^export\s*=/.test(tree.text.slice(start, start + 40));
}

function declaredNames(statement: Statement): Name[] {
  switch (statement.kind) {
    case "Declaration":
      return statement.declarators.flatMap(({ target }) => namesIn(target));
    case "FunctionStatement":
      return statement.fn.name ? [statement.fn.name] : [];
    case "ClassStatement":
      return statement.class.name ? [statement.class.name] : [];
    case "TypeDeclaration":
      return statement.name ? [statement.name] : [];
    case "Import":
      return statement.specifiers.map((specifier) => specifier.local);
    default:
      return [];
  }
}

/** The name of what `export default` declares, or the function or class itself where it has none. */
function declaredValue(statement: Statement): Expression | undefined {
  if (statement.kind === "FunctionStatement") return statement.fn.name ?? statement.fn;
  if (statement.kind === "ClassStatement") return statement.class.name ?? statement.class;
  return declaredNames(statement)[0];
}
