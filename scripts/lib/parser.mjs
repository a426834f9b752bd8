import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/**
 * Puts the part of TypeScript that reads a file in the place of the whole: a tenth of its 9 MB, without the checker, the services and the
 * messages nobody asks for. Node takes 0.25 s less to load it (bench/RESULTS.md), and who installs the package 23 MB less.
 * @param folder the built `languages/javascript`, whose `compiler.js` asks for all of TypeScript
 * @param typescript file of the installed compiler
 */
export function cutParser(folder, typescript) {
  const names = namesUsed(folder);
  const text = readFileSync(typescript, "utf8");
  const notice = /^\/\*![^]*?\*\//.exec(text)[0];
  const told = "// Changed by migrate-agents: cut down to what parses a file.";
  const made = `export const compiler = { ${names.join(", ")} };`;
  const parts = [notice, told, cut(text, [...names, "objectAllocator", "idText"]), IDENTIFIERS, made, ""];
  writeFileSync(path.join(folder, "compiler.js"), parts.join("\n"));
}

/** Of all that TypeScript's services add to nodes, the one thing that readers ask for. */
const IDENTIFIERS = `
class NamedIdentifier extends objectAllocator.getIdentifierConstructor() {
  get text() {
    return idText(this);
  }
}
objectAllocator.getIdentifierConstructor = objectAllocator.getPrivateIdentifierConstructor = () => NamedIdentifier;
`;

/** Names of the compiler that code in a folder uses, all spelled `compiler.name`. */
function namesUsed(folder) {
  const names = new Set();
  for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".js"))) {
    if (file === "compiler.js") continue;
    const visit = (node) => {
      if (ts.isImportDeclaration(node)) return;
      if (ts.isPropertyAccessExpression(node) && isCompiler(node.expression)) names.add(node.name.text);
      else if (isCompiler(node)) throw new Error(`${file}: the compiler is used otherwise than by compiler.<name>`);
      else ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(path.join(folder, file), "utf8"), ts.ScriptTarget.Latest));
  }
  return [...names].sort();
}

const isCompiler = (node) => ts.isIdentifier(node) && node.text === "compiler";

/**
 * The statements of TypeScript's one file that some names need, in their order. Every name that occurs in a statement counts, whatever it
 * means there, so that too much is kept rather than too little.
 */
function cut(text, names) {
  const [, body] = /^var ts = \{\}; \(\(module\) => \{\n([^]*?)^\/\/ Annotate the CommonJS export names/m.exec(text);
  const { statements } = ts.createSourceFile("typescript.js", body, ts.ScriptTarget.Latest, true);
  const byName = new Map();
  for (const statement of statements) {
    for (const name of namesMade(statement)) byName.set(name, [...(byName.get(name) ?? []), statement]);
  }
  const missing = names.filter((name) => !byName.has(name));
  if (missing.length > 0) throw new Error(`TypeScript does not declare ${missing.join(", ")} at the top of its file`);
  const kept = new Set();
  const wanted = new Set(names);
  // A set gives what is added while it is gone through, too.
  for (const name of wanted) {
    for (const statement of byName.get(name) ?? []) {
      if (kept.has(statement)) continue;
      kept.add(statement);
      for (const used of namesIn(statement)) wanted.add(used);
    }
  }
  const inOrder = statements.filter((statement) => kept.has(statement));
  return inOrder.map((statement) => withoutUnread(statement, inOrder)).join("");
}

/** Names that a statement declares, or makes part of what they mean: `((Debug) => { … })(Debug || (Debug = {}))`, `A.b = 1`. */
function namesMade(statement) {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name.text];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesBound(name));
  if (!ts.isExpressionStatement(statement)) return [];
  const { expression } = statement;
  if (ts.isBinaryExpression(expression)) return namesRead(expression.left);
  const isBody = ts.isCallExpression(expression) && ts.isParenthesizedExpression(expression.expression);
  const [made] = isBody ? expression.arguments : [];
  return made && ts.isBinaryExpression(made) ? namesRead(made.left) : [];
}

function namesBound(name) {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesBound(element.name)));
}

/** The variable that an expression starts from. */
function namesRead(expression) {
  if (ts.isPropertyAccessExpression(expression)) return namesRead(expression.expression);
  return ts.isIdentifier(expression) ? [expression.text] : [];
}

/** Every name in a statement but those of properties. */
function namesIn(statement) {
  const found = new Set();
  const visit = (node) => {
    if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) visit(node.initializer);
    else if (ts.isIdentifier(node)) found.add(node.text);
    else ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/** The text of a statement; of the table of messages those entries that are read. */
function withoutUnread(statement, all) {
  const [declaration] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  if (declaration?.name.getText() !== "Diagnostics") return statement.getFullText();
  const read = new Set();
  const visit = (node) => {
    const isRead = ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression);
    if (isRead && node.expression.text === "Diagnostics") read.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  for (const other of all) visit(other);
  const entries = declaration.initializer.properties.filter(({ name }) => read.has(name.text));
  return `\nvar Diagnostics = {\n${entries.map((entry) => `  ${entry.getText()}`).join(",\n")}\n};`;
}
