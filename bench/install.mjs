// What `npx migrate-agents` costs on a machine that never had it: packs this checkout, installs the file into an empty folder with an empty
// cache, and starts it. Needs the registry that npm is set up for.
//   npm run build && node bench/install.mjs
import { execFileSync } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { tellMachine } from "./machine.mjs";

const BUDGET_MB = 45;
const root = fileURLToPath(new URL("..", import.meta.url));
const home = mkdtempSync(path.join(tmpdir(), "migrate-agents-install-"));
const npm = (args, cwd) => execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

try {
  tellMachine();
  const [{ filename, size }] = JSON.parse(
    npm(["pack", "--json", "--ignore-scripts", "--pack-destination", home], root),
  );
  writeFileSync(path.join(home, "package.json"), '{ "private": true }\n');
  const started = performance.now();
  npm(["install", "--no-audit", "--no-fund", "--cache", path.join(home, "cache"), `./${filename}`], home);
  const seconds = (performance.now() - started) / 1000;
  const modules = path.join(home, "node_modules");
  const bytes = sizeOf(modules);
  const version = execFileSync(path.join(modules, ".bin", "migrate-agents"), ["--version"], {
    encoding: "utf8",
  }).trim();
  const withScripts = packagesIn(modules).filter(hasInstallScript);
  console.log(`migrate-agents ${version}: ${(size / 1e6).toFixed(1)} MB packed`);
  console.log(
    `installed ${(bytes / 1e6).toFixed(1)} MB (budget ${BUDGET_MB}) in ${packagesIn(modules).length} packages, ${seconds.toFixed(1)} s`,
  );
  console.log(`packages with install scripts: ${withScripts.length === 0 ? "none" : withScripts.join(", ")}`);
  process.exitCode = bytes <= BUDGET_MB * 1e6 && withScripts.length === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}

function sizeOf(folder) {
  let bytes = 0;
  for (const name of readdirSync(folder)) {
    const full = path.join(folder, name);
    const stat = lstatSync(full);
    bytes += stat.isDirectory() ? sizeOf(full) : stat.size;
  }
  return bytes;
}

function packagesIn(modules) {
  return readdirSync(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@")
        ? readdirSync(path.join(modules, name)).map((inner) => path.join(modules, name, inner))
        : [path.join(modules, name)],
    );
}

function hasInstallScript(folder) {
  const { scripts = {} } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return ["preinstall", "install", "postinstall"].some((name) => name in scripts);
}
