// Builds dist/: compiles TypeScript and copies the grammar files, so that the package needs no native code and no install script.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import path from "node:path";

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

const bin = path.join(root, "dist", "src", "cli", "main.js");
if (existsSync(bin)) chmodSync(bin, 0o755);
