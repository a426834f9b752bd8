// npm run try:package [-- 20.19.0 22 24]
// Packs the build, installs it in empty folders as a stranger would, and uses it there: cold through npx, then on each Node version
// (the `node` package of the npm registry brings them). Prints time and size of the install; ends with 1 when anything fails.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const VERSIONS = process.argv.length > 2 ? process.argv.slice(2) : ["20.19.0", "22", "24"];
const BUDGET = 45 * 1024 * 1024;
const shell = process.platform === "win32";
const home = mkdtempSync(path.join(tmpdir(), "migrate-agents-try-"));
const npm = (args, cwd, env = {}) =>
  execFileSync("npm", args, {
    cwd,
    shell,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });

const problems = [];
try {
  const tarball = path.join(
    home,
    JSON.parse(npm(["pack", "--json", "--pack-destination", home, "--ignore-scripts"], root))[0].filename,
  );
  coldStart(tarball);
  for (const version of VERSIONS) onNode(version, tarball);
} finally {
  rmSync(home, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

/** `npx` with nothing in its cache. */
function coldStart(tarball) {
  const cache = path.join(home, "cache");
  const cwd = mkdirFor("cold");
  const started = performance.now();
  const said = npm(["exec", "--yes", `--package=${tarball}`, "--", "migrate-agents", "--version"], cwd, {
    npm_config_cache: cache,
  });
  const seconds = (performance.now() - started) / 1000;
  const [folder] = readdirSync(path.join(cache, "_npx"));
  const size = sizeOf(path.join(cache, "_npx", folder, "node_modules"));
  console.log(`npx, cold: migrate-agents ${said.trim()} after ${seconds.toFixed(1)} s`);
  console.log(`  ${(size / 1024 / 1024).toFixed(1)} MB installed (budget ${BUDGET / 1024 / 1024})`);
  if (size > BUDGET) problems.push("The install is larger than its budget.");
}

function onNode(version, tarball) {
  const engine = mkdirFor(`engine-${version}`);
  npm(["install", `node@${version}`, "--no-audit", "--no-fund"], engine);
  const node = path.join(engine, "node_modules", "node", "bin", shell ? "node.exe" : "node");
  const cwd = mkdirFor(`app-${version}`);
  writeFileSync(path.join(cwd, "package.json"), "{}");
  npm(["install", tarball, "--no-audit", "--no-fund", "--ignore-scripts"], cwd);
  const main = path.join(cwd, "node_modules", "migrate-agents", "dist", "src", "cli", "main.js");
  const examples = path.join(cwd, "examples");
  cpSync(path.join(root, "examples"), examples, { recursive: true });
  const before = textsBelow(examples);

  const run = (...args) => {
    const { status, stdout, stderr } = spawnSync(node, args, { cwd, encoding: "utf8" });
    return { status, out: stdout, err: stderr };
  };
  const name = run("--version").out.trim();
  const check = (what, isRight, { err }) => {
    if (!isRight) problems.push(`${name}: ${what} failed\n${err}`);
  };
  const dry = run(main, "examples", "--dry-run");
  check("a dry run", dry.status === 0 && dry.out.includes("chat.ts") && dry.out.includes("chat.py"), dry);
  const applied = run(main, "examples", "--force");
  check("a run", applied.status === 0 && textsBelow(examples) !== before, applied);
  const undone = run(main, "undo");
  check("undo", undone.status === 0 && textsBelow(examples) === before, undone);

  const use = `.then(({ migrate }) => migrate([{ path: "a.ts", text: 'import OpenAI from "openai";\\nconst c = new OpenAI();\\nawait c.beta.threads.create();\\n' }]))
    .then(({ files }) => console.log(files.length));`;
  const forms = {
    import: ["--input-type=module", "-e", `import("migrate-agents")${use}`],
    require: ["-e", `Promise.resolve(require("migrate-agents"))${use}`],
  };
  for (const [form, args] of Object.entries(forms)) {
    const used = run(...args);
    check(form, used.out.trim() === "1" && used.err === "", used);
  }
  for (const entry of ["migrate-agents/shim", "migrate-agents/emulator"]) {
    const both = run(
      "-e",
      `import("${entry}").then((a) => console.log(Object.keys(require("${entry}")).length === Object.keys(a).length));`,
    );
    check(entry, both.out.trim() === "true" && both.err === "", both);
  }
  const transform = run(
    "-e",
    `const all = require("migrate-agents/jscodeshift/all");
    import("migrate-agents/jscodeshift/all").then(({ default: same }) => console.log(typeof all === "function" && all === same));`,
  );
  check("migrate-agents/jscodeshift", transform.out.trim() === "true" && transform.err === "", transform);
  const schema = run("-p", `require("migrate-agents/report.schema.json").properties.version.const`);
  check("migrate-agents/report.schema.json", /^\d+\.\d+\.\d+$/.test(schema.out.trim()), schema);
  console.log(
    `${name}: command line, import and require ${problems.some((text) => text.startsWith(name)) ? "FAIL" : "work"}`,
  );
}

function mkdirFor(name) {
  const folder = path.join(home, name);
  mkdirSync(folder);
  return folder;
}

function filesBelow(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return names.map((name) => path.join(folder, name)).filter((file) => statSync(file).isFile());
}

function sizeOf(folder) {
  return filesBelow(folder).reduce((sum, file) => sum + statSync(file).size, 0);
}

function textsBelow(folder) {
  return filesBelow(folder)
    .map((file) => `${file}\n${readFileSync(file, "utf8")}`)
    .join("\n");
}
