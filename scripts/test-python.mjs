// npm run test:python: Python fixtures and tests against the real Python SDKs, in virtual environments that it makes itself.
//   .venv          the current SDKs: what migrated code runs on
//   .venv-classic  the classic SDKs: what the code ran on before
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { environment } from "./lib/python-environment.mjs";
import { notebooksAsPython } from "./lib/notebooks-as-python.mjs";
import { pyright } from "./lib/pyright.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const tests = path.join(root, "test", "python");
const fixtures = path.join(root, "fixtures");
let passed = 0;
let failed = 0;

/** Counts one check; a failure is printed with what went wrong. */
function check(name, errors) {
  if (errors.length === 0) passed++;
  else {
    failed++;
    console.error(`FAILED ${name}\n${errors.map((line) => `  ${line}`).join("\n")}`);
  }
}

function filesBelow(folder, wanted) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** `python -m py_compile` in one process, without leaving .pyc files behind. */
function compiles(python, files) {
  const program =
    // 0x2000 is ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, which notebooks have.
    "import sys\nfor name in sys.stdin.read().splitlines():\n" +
    "    try: compile(open(name, encoding='utf-8-sig').read(), name, 'exec', 0x2000 if 'notebooks' in name else 0)\n" +
    "    except SyntaxError as error: print(f'{name}\\t{error}')\n";
  const run = spawnSync(python, ["-c", program], { input: files.join("\n"), encoding: "utf8" });
  if (run.status !== 0) throw new Error(`Python could not compile the fixtures: ${run.stderr}`);
  const broken = new Map(
    run.stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split("\t")),
  );
  for (const file of files) check(`compiles: ${path.relative(root, file)}`, broken.has(file) ? [broken.get(file)] : []);
}

function typeChecks(title, checker, python, project, files) {
  if (files.length === 0) return;
  const { errors } = pyright(checker, python, path.join(tests, project));
  for (const file of files) check(`${title}: ${path.relative(root, file)}`, errors.get(file) ?? []);
  for (const [file, found] of errors)
    if (!files.includes(file) && !isForOtherPackages(file)) check(`${title}: ${path.relative(root, file)}`, found);
}

/** Whether a fixture says that its input is written for other packages than the installed ones: previews, whose API was another one. */
function isForOtherPackages(file) {
  const [group, situation] = path.relative(fixtures, file).split(path.sep);
  const options = path.join(fixtures, group, situation, "options.json");
  return existsSync(options) && JSON.parse(readFileSync(options, "utf8")).inputPackages !== undefined;
}

/** Whether an expected output is one for plain OpenAI, where code stays on its own clients. */
function isOnOwnClients(file) {
  // Clients of Azure go to Foundry with this target, too.
  if (/\bazure\.ai\.projects\b/.test(readFileSync(file, "utf8"))) return false;
  if (/[\\/]expected\.openai([\\/]|\.py$)/.test(file)) return true;
  const [group, situation] = path.relative(fixtures, file).split(path.sep);
  const options = path.join(fixtures, group, situation, "options.json");
  return existsSync(options) && JSON.parse(readFileSync(options, "utf8")).plan?.target === "openai";
}

/** A pyright project for some of the files of another one. */
function narrowed(project, files) {
  const narrow = path.join(tests, `narrow-${project}`);
  const all = JSON.parse(readFileSync(path.join(tests, project), "utf8"));
  const include = files.map((file) => path.relative(tests, file));
  writeFileSync(narrow, JSON.stringify({ ...all, include }));
  return path.basename(narrow);
}

/** Runs pytest and adds its counts. */
function pytest(title, python, ...args) {
  const run = spawnSync(python, ["-m", "pytest", "-q", "-p", "no:cacheprovider", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  console.error(run.stdout.trimEnd());
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(run.stdout)?.[1] ?? 0);
  const bad = count("failed") + count("errors?");
  passed += count("passed");
  failed += bad;
  if (run.status !== 0 && bad === 0)
    check(title, [`pytest ended with exit code ${run.status}`, ...run.stderr.split("\n")]);
}

/** Tests of `npm test` that need Python packages, run again now that there are some. */
function vitest(file, variables) {
  const run = spawnSync(
    process.execPath,
    [path.join(root, "node_modules/vitest/vitest.mjs"), "run", file, "--reporter=json"],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ...variables },
    },
  );
  const report = run.stdout.startsWith("{") ? JSON.parse(run.stdout) : { testResults: [] };
  const tests = report.testResults.flatMap((result) => result.assertionResults);
  if (tests.length === 0) return check(file, [`vitest gave no results: ${run.stderr}`]);
  for (const { fullName, status, failureMessages } of tests)
    check(fullName, status === "passed" ? [] : failureMessages);
}

try {
  const current = environment(path.join(root, ".venv"), path.join(tests, "requirements.txt"));
  const classic = environment(path.join(root, ".venv-classic"), path.join(tests, "requirements-classic.txt"));

  const all = [
    ...filesBelow(fixtures, /\.py$/),
    ...(await notebooksAsPython(fixtures, path.join(root, ".cache", "notebooks"))),
  ];
  const expected = all.filter((file) => /[\\/]expected(\.openai)?([\\/]|\.py$)/.test(file));
  const inputs = all.filter((file) => /[\\/]input([\\/]|\.py$)/.test(file));
  compiles(current, expected);
  typeChecks("types, current SDKs", current, current, "pyright-current.json", expected);
  // The classic environment has the oldest openai that manifests may go on to declare (src/dialects/packages.ts).
  const own = expected.filter(isOnOwnClients);
  typeChecks("types, the oldest openai", current, classic, narrowed("pyright-current.json", own), own);
  typeChecks(
    "types, classic SDKs",
    current,
    classic,
    "pyright-classic.json",
    inputs.filter((file) => !/[\\/]negative[\\/]/.test(file) && !isForOtherPackages(file)),
  );

  vitest("test/dialects/pythonFunctions.test.ts", { DIALECT_PYTHONS: [current, classic].join(path.delimiter) });
  vitest("test/dialects/pythonPackages.test.ts", { DIALECT_PYTHONS: [current, classic].join(path.delimiter) });
  vitest("test/replay/python.test.ts", { DIALECT_PYTHONS: [current, classic].join(path.delimiter) });
  const shim = path.join(tests, "shim");
  pytest("pytest, current SDKs", current, tests, `--ignore=${shim}`);
  // Old programs say on every line that their API is deprecated.
  pytest("pytest, classic SDKs through the proxy", classic, shim, "-W", "ignore::DeprecationWarning");
} catch (error) {
  check("npm run test:python", [error.message]);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
