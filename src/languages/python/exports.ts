import type { ExportedName } from "../language.js";
import type { Expression, Import, Name, Pattern, SourceTree, Statement } from "../tree.js";

/**
 * What a file gives to its importers: every name bound at its top level, also below `if`, `try`, `with` and loops. Names with a leading
 * underscore are among them, because only `import *` leaves them out.
 */
export function exportsOf(tree: SourceTree): readonly ExportedName[] {
  let exports = known.get(tree);
  if (!exports) known.set(tree, (exports = collect(tree)));
  return exports;
}

const known = new WeakMap<SourceTree, readonly ExportedName[]>();

function collect(tree: SourceTree): ExportedName[] {
  const exports: ExportedName[] = [];
  const seen = new Set<string>();
  const bind = (name: Name): void => {
    if (!seen.has(name.name)) exports.push({ name: name.name, value: name, from: undefined });
    seen.add(name.name);
  };
  const visit = (statement: Statement): void => {
    if (statement.kind === "Import") exports.push(...reexports(statement));
    for (const name of namesBoundBy(statement)) bind(name);
    for (const inner of statementsIn(statement)) visit(inner);
  };
  tree.root.statements.forEach(visit);
  return exports;
}

function reexports({ module, specifiers, bindsRoot }: Import): ExportedName[] {
  return specifiers.map(({ imported, local }) => ({
    name: local.name,
    value: undefined,
    from: { module: bindsRoot ? local.name : module, name: imported },
  }));
}

function namesBoundBy(statement: Statement): Name[] {
  switch (statement.kind) {
    case "ExpressionStatement":
      return assigned(statement.expression);
    case "FunctionStatement":
      return statement.fn.name ? [statement.fn.name] : [];
    case "ClassStatement":
      return statement.class.name ? [statement.class.name] : [];
    case "Loop":
      return statement.target ? namesIn(statement.target) : [];
    case "With":
      return statement.items.flatMap(({ target }) => (target ? namesIn(target) : []));
    default:
      return [];
  }
}

/** The names of `a = b = value`. */
function assigned(expression: Expression): Name[] {
  if (expression.kind !== "Assign") return [];
  return [...namesIn(expression.target), ...(expression.value ? assigned(expression.value) : [])];
}

function namesIn(target: Pattern): Name[] {
  if (target.kind === "Name") return [target];
  if (target.kind !== "ArrayPattern") return [];
  return target.items.flatMap((item) => (item ? namesIn(item.target) : []));
}

function statementsIn(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case "Block":
      return statement.statements;
    case "If":
      return [statement.then, ...(statement.otherwise ? [statement.otherwise] : [])];
    case "With":
      return [statement.body];
    case "Loop":
      return [statement.body, ...(statement.otherwise ? [statement.otherwise] : [])];
    case "Try":
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        ...[statement.otherwise, statement.finalizer].filter((block) => block !== undefined),
      ];
    case "Switch":
      return statement.cases.map((each) => each.body);
    default:
      return [];
  }
}
