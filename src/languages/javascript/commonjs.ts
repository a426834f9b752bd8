import type { ExportedName } from "../language.js";
import type { Entry, Expression, Pattern, Statement } from "../tree.js";
import { requiredModule } from "./required.js";

/** What a statement exports by assignment: `module.exports = x`, `exports.a = x`, also in chains and as the value of a declaration. */
export function assignedExports(statement: Statement): ExportedName[] {
  if (statement.kind === "ExpressionStatement") return inExpression(statement.expression);
  if (statement.kind !== "Declaration") return [];
  return statement.declarators.flatMap(({ value }) => (value ? inExpression(value) : []));
}

function inExpression(expression: Expression): ExportedName[] {
  const assign = bare(expression);
  if (assign.kind !== "Assign" || assign.operator !== "=" || !assign.value) return [];
  const { target } = assign;
  const value = assignedValue(assign.value);
  const inner = inExpression(assign.value);
  if (isExports(target)) return [...wholeExport(value), ...inner];
  if (target.kind !== "Member" || !isExports(target.object)) return inner;
  return [{ name: target.property, value, from: undefined }, ...inner];
}

/** The value at the end of `a = b = value`. */
function assignedValue(expression: Expression): Expression {
  const value = bare(expression);
  return value.kind === "Assign" && value.value ? assignedValue(value.value) : value;
}

/** `exports` or `module.exports`. */
function isExports(node: Expression | Pattern): boolean {
  if (node.kind === "Name") return node.name === "exports";
  return (
    node.kind === "Member" &&
    node.property === "exports" &&
    node.object.kind === "Name" &&
    node.object.name === "module"
  );
}

/** What `module.exports = value` exports. */
export function wholeExport(value: Expression): ExportedName[] {
  const module = value.kind === "Call" ? requiredModule(value) : undefined;
  if (module !== undefined) return [everythingOf("*", module), everythingOf("default", module)];
  const names = ["*", "default"].map((name) => ({ name, value, from: undefined }));
  return value.kind === "ObjectLiteral" ? [...names, ...value.entries.flatMap(exportedEntry)] : names;
}

function exportedEntry({ form, key, value }: Entry): ExportedName[] {
  if (key !== undefined) return [{ name: key, value, from: undefined }];
  const module = form === "spread" && value.kind === "Call" ? requiredModule(value) : undefined;
  return module === undefined ? [] : [everythingOf("*", module)];
}

function everythingOf(name: string, module: string): ExportedName {
  return { name, value: undefined, from: { module, name: "*" } };
}

function bare(node: Expression): Expression {
  return node.kind === "Wrap" ? bare(node.value) : node;
}
