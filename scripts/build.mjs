// Builds dist/: compiles TypeScript and copies the grammar files, so that the package needs no native code and no install script.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { bundleCommandLine } from "./lib/bundle.mjs";
import { buildPage } from "./lib/page.mjs";
import { cutParser } from "./lib/parser.mjs";
import ts from "typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const require = createRequire(import.meta.url);

rmSync(path.join(root, "dist"), { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.json"], {
  cwd: root,
  stdio: "inherit",
});

const grammars = path.join(root, "dist", "grammars");
mkdirSync(grammars, { recursive: true });
copyFileSync(require.resolve("tree-sitter-python/tree-sitter-python.wasm"), path.join(grammars, "python.wasm"));

cutParser(path.join(root, "dist", "src", "languages", "javascript"), require.resolve("typescript"));

await buildPage();

const inside = await bundleCommandLine(path.join(root, "dist", "src", "cli"));

// What others wrote and the package holds brings its licence.
const licences = path.join(root, "dist", "licences");
mkdirSync(licences, { recursive: true });
for (const name of ["typescript", "tree-sitter-python", ...inside]) {
  const folder = path.join(root, "node_modules", name);
  const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  copyFileSync(path.join(folder, licence), path.join(licences, `${name}.txt`));
}

const bin = path.join(root, "dist", "src", "cli", "main.js");
if (existsSync(bin)) chmodSync(bin, 0o755);

// One file for each transform that jscodeshift can be given: its `-t` names a file.
const { operationRules } = await import(new URL("../dist/transforms/plan.js", import.meta.url).href);
for (const name of ["all", ...operationRules.map((rule) => rule.name)]) {
  const file = path.join(root, "dist", "transforms", "jscodeshift", name);
  const argument = name === "all" ? "" : JSON.stringify(name);
  writeFileSync(`${file}.cjs`, `module.exports = require("./load.cjs")(${argument});\n`);
  writeFileSync(
    `${file}.d.cts`,
    'declare const transform: ReturnType<typeof import("./load.cjs")>;\nexport = transform;\n',
  );
}

// CommonJS entries: Node can require modules since 20.19, but asks types of programs that are CommonJS to say so.
const ENTRIES = { index: "api", emulator: "emulator", shim: "shim" };
const commonjs = path.join(root, "dist", "cjs");
mkdirSync(commonjs, { recursive: true });
for (const [name, folder] of Object.entries(ENTRIES)) {
  const entry = `../src/${folder}/index.js`;
  const asModule = '{ "resolution-mode": "import" }';
  const { values, types } = namesOf(path.join(root, "dist", "src", folder, "index.d.ts"));
  const lines = [
    `export type { ${types.join(", ")} } from "${entry}" with ${asModule};`,
    ...values.map(
      (value) => `export declare const ${value}: typeof import("${entry}", { with: ${asModule} }).${value};`,
    ),
  ];
  writeFileSync(path.join(commonjs, `${name}.d.cts`), `${lines.join("\n")}\n`);
  writeFileSync(path.join(commonjs, `${name}.cjs`), `module.exports = require("${entry}");\n`);
}

/** Names that a declaration file exports, all of which it gets from other files. */
function namesOf(file) {
  const values = [];
  const types = [];
  for (const statement of ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest).statements) {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
      throw new Error(`${file}: a list of names is expected in every export`);
    for (const element of statement.exportClause.elements)
      (statement.isTypeOnly || element.isTypeOnly ? types : values).push(element.name.text);
  }
  return { values, types };
}
