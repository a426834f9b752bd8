import type ts from "typescript";
import { compiler } from "../compiler.js";
import type {
  Declaration,
  Export,
  ExportSpecifier,
  Import,
  ImportSpecifier,
  Name,
  Opaque,
  Statement,
} from "../../tree.js";
import type { Context, Reader, Readers } from "./context.js";
import { around, between, cover, expression, has, name, spanOf, startOf } from "./context.js";
import { declarationStart } from "./functions.js";

const K = compiler.SyntaxKind;

function imported(cx: Context, node: ts.ImportDeclaration): Import {
  const clause = node.importClause;
  return cover(cx, node, {
    kind: "Import",
    module: moduleText(node.moduleSpecifier),
    moduleSpan: spanOf(cx, node.moduleSpecifier),
    typeOnly: clause?.phaseModifier === K.TypeKeyword,
    specifiers: clause ? clauseSpecifiers(cx, clause) : [],
    bindsRoot: false,
  });
}

function moduleText(node: ts.Expression): string {
  return compiler.isStringLiteralLike(node) ? node.text : "";
}

function clauseSpecifiers(cx: Context, clause: ts.ImportClause): ImportSpecifier[] {
  const found: ImportSpecifier[] = [];
  if (clause.name) found.push(specifier(cx, clause.name, "default", clause.name));
  const bindings = clause.namedBindings;
  if (!bindings) return found;
  if (compiler.isNamespaceImport(bindings)) return [...found, specifier(cx, bindings, "*", bindings.name)];
  for (const item of bindings.elements) {
    found.push(specifier(cx, item, (item.propertyName ?? item.name).text, item.name, item.isTypeOnly));
  }
  return found;
}

function specifier(
  cx: Context,
  node: ts.Node,
  exported: string,
  local: ts.Identifier,
  typeOnly = false,
): ImportSpecifier {
  return cover(cx, node, {
    kind: "ImportSpecifier",
    imported: exported,
    local: name(cx, local),
    typeOnly,
  });
}

/** `import x = require("m")` is an import of everything; `import x = A.B` gives a name to a value and is a declaration. */
function importEquals(cx: Context, node: ts.ImportEqualsDeclaration): Import | Declaration {
  const start = declarationStart(cx, node);
  const reference = node.moduleReference;
  if (compiler.isExternalModuleReference(reference)) {
    const local = name(cx, node.name);
    const whole: ImportSpecifier = between(cx, local.start, local.end, {
      kind: "ImportSpecifier",
      imported: "*",
      local,
      typeOnly: false,
    });
    return between(cx, start, node.end, {
      kind: "Import",
      module: moduleText(reference.expression),
      moduleSpan: spanOf(cx, reference.expression),
      typeOnly: node.isTypeOnly,
      specifiers: [whole],
      bindsRoot: false,
    });
  }
  const target = name(cx, node.name);
  const value = expression(cx, reference);
  return between(cx, start, node.end, {
    kind: "Declaration",
    keyword: "const",
    declarators: [between(cx, target.start, value.end, { kind: "Declarator", target, annotation: undefined, value })],
  });
}

function exported(cx: Context, node: ts.ExportDeclaration): Export {
  const clause = node.exportClause;
  return cover(cx, node, {
    ...NOTHING,
    kind: "Export",
    flavor: clause && compiler.isNamedExports(clause) ? "names" : "all",
    module: node.moduleSpecifier && moduleText(node.moduleSpecifier),
    specifiers: clause ? exportSpecifiers(cx, clause) : [],
  });
}

const NOTHING = { module: undefined, specifiers: [], declaration: undefined, value: undefined } as const;

function exportSpecifiers(cx: Context, clause: ts.NamedExportBindings): ExportSpecifier[] {
  if (compiler.isNamespaceExport(clause)) {
    // `* as ns`: the star is the name of everything.
    const start = startOf(cx, clause);
    const local: Name = between(cx, start, start + 1, { kind: "Name", name: "*" });
    return [cover(cx, clause, { kind: "ExportSpecifier", local, exported: clause.name.text })];
  }
  return clause.elements.map((item) => {
    return cover(cx, item, {
      kind: "ExportSpecifier",
      local: name(cx, item.propertyName ?? item.name),
      exported: item.name.text,
    });
  });
}

function exportedValue(cx: Context, node: ts.ExportAssignment): Export {
  return cover(cx, node, { kind: "Export", ...NOTHING, flavor: "default", value: expression(cx, node.expression) });
}

/** `export as namespace X`: names no binding of the file. */
function namespaceExport(cx: Context, node: ts.NamespaceExportDeclaration): Opaque {
  return around(cx, node, "NamespaceExportDeclaration", []);
}

/** Puts the Export around a declaration that is written with `export`. */
export function exportable(reader: Reader): Reader {
  return (cx, node: ts.VariableStatement) => {
    const declaration = reader(cx, node) as Statement;
    if (!has(node, K.ExportKeyword)) return declaration;
    const flavor = has(node, K.DefaultKeyword) ? "default" : "declaration";
    return cover(cx, node, { kind: "Export", ...NOTHING, flavor, declaration });
  };
}

export const IMPORTS: Readers = {
  [K.ImportDeclaration]: imported,
  [K.ImportEqualsDeclaration]: importEquals,
  [K.ExportDeclaration]: exported,
  [K.ExportAssignment]: exportedValue,
  [K.NamespaceExportDeclaration]: namespaceExport,
};
