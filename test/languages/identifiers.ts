import ts from "typescript";
import type { SourceTree } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";

const K = ts.SyntaxKind;

/** Identifiers that the TypeScript parser finds in a file and the neutral tree does not know: uses that were lost. */
export function lostIdentifiers(tree: SourceTree): string[] {
  const source = ts.createSourceFile(tree.path, tree.text, ts.ScriptTarget.Latest, true);
  const known = knownPositions(tree);
  const lost: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      const start = node.getStart(source);
      const missing = node.end === start;
      if (!missing && !known.has(start) && !namesNothing(node)) lost.push(`${node.text} at ${start} of ${tree.path}`);
    }
    node.forEachChild(visit);
  };
  visit(source);
  return lost;
}

/** Where the tree has a name, a property, a key or `undefined`. */
function knownPositions(tree: SourceTree): Set<number> {
  const known = new Set<number>();
  for (const node of walk(tree.root)) {
    if (node.kind === "Name" || node.kind === "NullLiteral") known.add(node.start);
    if (node.kind === "Member") known.add(node.propertySpan.start);
    if (node.kind === "Field") known.add(node.nameSpan.start);
    if ((node.kind === "Entry" || node.kind === "PatternEntry") && node.keySpan) known.add(node.keySpan.start);
  }
  return known;
}

/** Words in the place of an identifier that stand for no binding, property or key. */
function namesNothing(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const { parent } = node;
  switch (parent.kind) {
    case K.LabeledStatement:
    case K.BreakStatement:
    case K.ContinueStatement:
    case K.MetaProperty:
    case K.JsxAttribute:
    case K.JsxNamespacedName:
    case K.ImportAttribute:
    case K.ImportType:
    case K.NamedTupleMember:
    case K.NamespaceExport:
    case K.NamespaceExportDeclaration:
    case K.TypeReference:
      return !ts.isTypeReferenceNode(parent) || node.text === "const";
    case K.ImportSpecifier:
      return (parent as ts.ImportSpecifier).propertyName === node;
    case K.ExportSpecifier:
      return (parent as ts.ExportSpecifier).propertyName !== undefined;
    case K.QualifiedName:
      return insideImportType(parent);
    case K.JsxOpeningElement:
    case K.JsxSelfClosingElement:
    case K.JsxClosingElement:
      return /^[a-z]/.test(node.text);
    case K.ModuleDeclaration:
      return node.text === "global";
    default:
      return false;
  }
}

function insideImportType(node: ts.Node): boolean {
  let at = node;
  while (ts.isQualifiedName(at.parent)) at = at.parent;
  return ts.isImportTypeNode(at.parent);
}
