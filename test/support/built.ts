import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SOURCES = ["src", "transforms", "test/support/toy"];

/**
 * The program as JavaScript, for tests that need a process of their own. Translated file by file without type checks, once for each
 * state of the sources, so that test files share it and a type error elsewhere does not stop them. Gives the folder.
 */
export function built(): string {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name)),
  ).filter((name) => name.endsWith(".ts"));
  const hash = createHash("sha256").update(process.version);
  const texts = files.sort().map((name) => ({ name, text: readFileSync(path.join(root, name), "utf8") }));
  for (const { name, text } of texts) hash.update(name).update(text);
  const folder = path.join(root, ".cache", "built", hash.digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;

  mkdirSync(path.dirname(folder), { recursive: true });
  const making = mkdtempSync(path.join(path.dirname(folder), "making-"));
  for (const { name, text } of texts) {
    const out = path.join(making, name.replace(/\.ts$/, ".js"));
    mkdirSync(path.dirname(out), { recursive: true });
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      verbatimModuleSyntax: true,
    };
    writeFileSync(out, ts.transpileModule(text, { compilerOptions, fileName: name }).outputText);
  }
  const grammar = createRequire(import.meta.url).resolve("tree-sitter-python/tree-sitter-python.wasm");
  cpSync(grammar, path.join(making, "grammars", "python.wasm"));
  // Tests also run it as another user.
  chmodSync(making, 0o755);
  try {
    renameSync(making, folder);
  } catch (error) {
    // Another worker was faster.
    rmSync(making, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

export const builtMain = (): string => path.join(built(), "src/cli/main.js");
