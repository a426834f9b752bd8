import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// The package as users get it: packed from the build in dist, and run beside nothing but the dependencies that it declares.

const root = fileURLToPath(new URL("../..", import.meta.url));
const BUDGET = 45 * 1024 * 1024;

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

interface Entry {
  readonly types: string;
  readonly default: string;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly hasInstallScript?: boolean }>>;
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(path.join(root, file), "utf8")) as T;
const manifest = readJson<{
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<"import" | "require", Entry>>>>;
  readonly scripts: Readonly<Record<string, string>>;
}>("package.json");
const runtime = Object.entries(readJson<Lock>("package-lock.json").packages).filter(
  ([at, { dev }]) => at !== "" && !dev,
);

let home: string;
let installed: string;
let packed: Packed;

beforeAll(() => {
  if (!existsSync(path.join(root, "dist"))) throw new Error("There is no build to pack: run npm run build first.");
  home = realpathSync.native(mkdtempSync(path.join(tmpdir(), "migrate-agents-package-")));
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", home];
  const said = execFileSync("npm", args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
  packed = (JSON.parse(said) as Packed[])[0]!;
  const modules = path.join(home, "node_modules");
  for (const [at] of runtime) {
    const link = path.join(home, at);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(root, at), link, "junction");
  }
  mkdirSync(modules, { recursive: true });
  execFileSync("tar", ["-xzf", packed.filename, "-C", "node_modules"], { cwd: home });
  installed = path.join(modules, "migrate-agents");
  renameSync(path.join(modules, "package"), installed);
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs the packed command line in the temporary folder. */
function run(...args: string[]): { exit: number | null; out: string; err: string } {
  const main = path.join(installed, manifest.bin["migrate-agents"]!);
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: home, encoding: "utf8" });
  return { exit: status, out: stdout, err: stderr };
}

describe("the packed package", () => {
  it("holds the build and the documents, and nothing else", () => {
    const wanted = [
      /^dist\/(src|transforms)\/.+\.(js|d\.ts)$/,
      /^dist\/(cjs|transforms\/jscodeshift)\/[\w-]+\.(cjs|d\.cts)$/,
      /^dist\/grammars\/\w+\.wasm$/,
      /^dist\/licences\/[\w-]+\.txt$/,
      /^dist\/page\/page\.(css|js)$/,
      /^docs\/.+\.(md|json|svg)$/,
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
    ];
    const files = packed.files.map((file) => file.path);
    expect(files.filter((file) => !wanted.some((pattern) => pattern.test(file)))).toEqual([]);
    for (const pattern of wanted)
      expect(
        files.some((file) => pattern.test(file)),
        String(pattern),
      ).toBe(true);
  });

  it("holds what package.json points to", () => {
    const files = packed.files.map((file) => `./${file.path}`);
    const targets = Object.values(manifest.exports)
      .flatMap((to) => (typeof to === "string" ? [to] : Object.values(to).flatMap((entry) => Object.values(entry))))
      .filter((target) => !target.includes("*"));
    expect(
      targets.filter((target) => !files.includes(target)),
      "not in dist; is the build current? (npm run build)",
    ).toEqual([]);
  });

  it("has a command that can be executed", () => {
    for (const file of Object.values(manifest.bin)) {
      expect(readFileSync(path.join(installed, file), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
      expect(packed.files.find((one) => one.path === file)!.mode & 0o111).toBe(0o111);
    }
  });

  it("runs no script when it is installed, and neither does a dependency", () => {
    expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
    expect(runtime.length).toBeGreaterThan(5);
    expect(runtime.filter(([, { hasInstallScript }]) => hasInstallScript).map(([at]) => at)).toEqual([]);
  });

  it("stays below its budget together with its dependencies", () => {
    const tops = runtime.map(([at]) => at).filter((at) => !runtime.some(([other]) => at.startsWith(`${other}/`)));
    const sizes = tops.map((at) => sizeOf(path.join(root, at)));
    expect(packed.unpackedSize + sizes.reduce((sum, size) => sum + size)).toBeLessThan(BUDGET);
  });

  it("migrates the examples, and takes it back, with its declared dependencies alone", () => {
    const examples = path.join(home, "examples");
    cpSync(path.join(root, "examples"), examples, { recursive: true });
    const before = textsBelow(examples);
    expect(run("--version")).toMatchObject({ exit: 0, err: "" });

    const dry = run("examples", "--dry-run");
    expect(dry).toMatchObject({ exit: 0 });
    expect(dry.out).toContain("chat.ts");
    expect(dry.out).toContain("chat.py");
    expect(textsBelow(examples)).toEqual(before);

    expect(run("examples", "--force").exit).toBe(0);
    expect(textsBelow(examples)).not.toEqual(before);
    expect(run("undo").exit).toBe(0);
    expect(textsBelow(examples)).toEqual(before);
  });

  it.each(["import", "require"])("gives its entries to programs that %s them", (form) => {
    const load = (entry: string): string =>
      form === "import" ? `await import("${entry}")` : `createRequire(import.meta.url)("${entry}")`;
    const program = `import { createRequire } from "node:module";
      const { createEmulator } = ${load("migrate-agents/emulator")};
      const { createShim } = ${load("migrate-agents/shim")};
      const { migrate } = ${load("migrate-agents")};
      const request = new Request("http://emulator/v1/conversations", { method: "POST", body: "{}",
        headers: { "content-type": "application/json" } });
      const answer = await createEmulator().fetch(request);
      const { files } = await migrate([{ path: "a.py", text: "print(1)" }]);
      console.log((await answer.json()).object, typeof createShim, files.length);`;
    const said = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd: home, encoding: "utf8" });
    expect(said).toMatchObject({ stdout: "conversation function 0\n", stderr: "" });
  });

  it("has nothing that publint finds wrong", async () => {
    const { messages } = await publint({ pkgDir: installed, pack: false, strict: true });
    expect(messages).toEqual([]);
  });

  it("has types that every TypeScript reads where resolution knows no exports", () => {
    const { types, typesVersions } = JSON.parse(readFileSync(path.join(installed, "package.json"), "utf8")) as {
      readonly types: string;
      readonly typesVersions: { readonly "*": Readonly<Record<string, readonly string[]>> };
    };
    // Import attributes in types came with 5.3; projects with that resolution are older, often.
    for (const file of [types, ...Object.values(typesVersions["*"]).flat()])
      expect(readFileSync(path.join(installed, file), "utf8"), file).not.toContain("resolution-mode");
  });

  it("has the right types for every way to load it", () => {
    const attw = path.join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    // Node before 12 knew no "exports", and cannot run any of this.
    const args = [attw, path.join(home, packed.filename), "--profile", "node16", "--no-color", "--format", "json"];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    expect(status, stdout).toBe(0);
  });
});

function sizeOf(folder: string): number {
  return filesBelow(folder).reduce((sum, file) => sum + statSync(file).size, 0);
}

function textsBelow(folder: string): Record<string, string> {
  return Object.fromEntries(filesBelow(folder).map((file) => [file, readFileSync(file, "utf8")]));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
