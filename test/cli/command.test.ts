import { Ajv2020 } from "ajv/dist/2020.js";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { stripVTControlCharacters } from "node:util";
import { builtMain } from "../support/built.js";
import { command, commitAll } from "../support/command.js";
import { folderWith, put } from "../support/tree.js";

const USE = `import { classicCall } from "toy-sdk";\nclassicCall(1);\n`;
const DONE = USE.replaceAll("classicCall", "currentCall");
const LAST_LINE = "No call site is stranded.\n";

const read = (file: string): string => readFileSync(file, "utf8");

/** A committed repository; `run` runs the command line with the toy planner in it. */
function repository(files: Record<string, string | Buffer>) {
  const folder = folderWith(files);
  commitAll(folder);
  const run = (...args: string[]) => command(args, { cwd: folder, toy: "" });
  return { folder, run };
}

describe("rewriting in place", () => {
  it("writes, says what it did on standard error only, and can be undone", () => {
    const { folder, run } = repository({ "src/a.ts": USE, "src/b.py": "from toy_sdk import x\n" });
    const first = run("src");
    expect(first).toMatchObject({ exit: 0, out: "" });
    expect(read(`${folder}/src/a.ts`)).toBe(DONE);
    expect(first.err).toContain("2 scanned, 2 candidates, 1 changed");
    expect(first.err).toContain("2 found: 2 migrated");
    expect(first.err.endsWith(LAST_LINE)).toBe(true);
    expect(execFileSync("git", ["status", "--porcelain"], { cwd: folder, encoding: "utf8" })).toBe(" M src/a.ts\n");

    expect(run("undo")).toMatchObject({ exit: 0, out: "", err: "1 file restored.\n" });
    expect(read(`${folder}/src/a.ts`)).toBe(USE);
  });

  it("changes nothing the second time", () => {
    const { folder, run } = repository({ "a.ts": USE });
    run();
    const second = command(["--force"], { cwd: folder, toy: "" });
    expect(second.err).toBe("Files          1 scanned, 1 candidate, 0 changed\n\nNo classic agent calls found.\n");
  });

  it("runs the real rules", () => {
    const folder = folderWith({
      "a.ts": `import OpenAI from "openai";\n\nconst client = new OpenAI();\nconst thread = await client.beta.threads.create();\nconsole.log(thread.id);\n`,
    });
    commitAll(folder);
    expect(command(["--target", "foundry"], { cwd: folder }).exit).toBe(0);
    expect(read(`${folder}/a.ts`)).toContain("client.conversations.create()");
  });

  it("names the command that takes back what was done from elsewhere", () => {
    const { folder } = repository({ "a.ts": USE });
    const elsewhere = folderWith();
    const { err } = command([folder], { cwd: elsewhere, toy: "" });
    const undo = /migrate-agents undo (\S+)/.exec(err)![1]!;
    expect(command(["undo", undo], { cwd: elsewhere }).err).toBe("1 file restored.\n");
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it("works outside a repository when forced, and keeps the journal beside", () => {
    const folder = folderWith({ "src/a.ts": USE });
    expect(command(["src", "--force"], { cwd: folder, toy: "" }).exit).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([".migrate-agents", "src"]);
    expect(command(["undo"], { cwd: folder }).exit).toBe(0);
    expect(read(`${folder}/src/a.ts`)).toBe(USE);
  });

  it("leaves a file alone that changes during the run", () => {
    const { folder } = repository({ "a.ts": USE, "b.ts": USE });
    const { exit, err } = command(["--force"], { cwd: folder, toy: "edits-the-disk" });
    expect(exit).toBe(0);
    expect(err).toContain("a.ts: changed while it was being migrated");
    expect(err).toContain("2 call sites of 4 are stranded");
    expect(read(`${folder}/a.ts`)).toMatch(/classicCall[^]*\/\/ edited/);
    expect(read(`${folder}/b.ts`)).toBe(DONE);
  });
});

describe("--dry-run", () => {
  it("writes nothing; git apply makes the same of its diff, from any folder", () => {
    const files = {
      "src/crlf.ts": USE.replaceAll("\n", "\r\n"),
      "src/bom.ts": `\ufeff${USE}`,
      "src/open.ts": USE.trimEnd(),
      "src/my file.ts": USE,
      "other/a.py": "from toy_sdk import x\nx.classicCall(2)\n",
    };
    const { folder, run } = repository(files);
    const { exit, out } = command(["..", "--dry-run"], { cwd: `${folder}/src`, toy: "" });
    expect(exit).toBe(0);
    for (const [name, text] of Object.entries(files)) expect(read(`${folder}/${name}`)).toBe(text);

    execFileSync("git", ["apply", "-"], { cwd: folder, input: out });
    const applied = Object.keys(files).map((name) => read(`${folder}/${name}`));
    execFileSync("git", ["checkout", "-q", "."], { cwd: folder });
    run();
    expect(applied).toEqual(Object.keys(files).map((name) => read(`${folder}/${name}`)));
    expect(applied).toEqual(Object.values(files).map((text) => text.replaceAll("classicCall", "currentCall")));
  });

  it("does not mind an unclean tree, and names the command that rewrites", () => {
    const { folder } = repository({ "a b.ts": "" });
    writeFileSync(`${folder}/a b.ts`, USE);
    const { exit, err } = command(["a b.ts", "--dry-run", "--keep-names"], { cwd: folder, toy: "" });
    expect(exit).toBe(0);
    expect(err).toContain("migrate-agents 'a b.ts' --keep-names  rewrite in place");
  });

  it("paints only when asked to or on a terminal", () => {
    const { folder } = repository({ "a.ts": USE });
    const painted = (env: Record<string, string>, ...args: string[]): boolean => {
      const { out, err } = command(["--dry-run", ...args], { cwd: folder, toy: "", env });
      expect(out.includes("\u001b")).toBe(err.includes("\u001b"));
      return out.includes("\u001b");
    };
    expect([painted({}), painted({ FORCE_COLOR: "1" }), painted({ FORCE_COLOR: "1", NO_COLOR: "1" })]).toEqual([
      false,
      true,
      false,
    ]);
    expect(painted({ FORCE_COLOR: "1" }, "--no-color")).toBe(false);
  });

  it.skipIf(process.platform !== "linux" || spawnSync("script", ["--version"]).error !== undefined)(
    "fits a narrow terminal",
    () => {
      const { folder } = repository({
        "a.ts": `import OpenAI from "openai";\nconst client = new OpenAI();\nconst thread = await client.beta.threads.create();\nconsole.log(thread.id);\n`,
      });
      const shell = `stty cols 50; ${process.execPath} ${builtMain()} . --dry-run --target foundry`;
      const env = { ...process.env, NO_COLOR: undefined, TERM: "xterm" };
      const { stdout } = spawnSync("script", ["-qec", shell, "/dev/null"], {
        cwd: folder,
        encoding: "utf8",
        env,
      });
      expect(stdout).toContain("\u001b[32m+");
      const summary = stdout.slice(stdout.indexOf("Review"));
      const lines = stripVTControlCharacters(summary).split(/\r?\n/);
      const long = lines.filter((line) => line.length > 50 && line.trim().includes(" ") && !line.includes("https://"));
      expect(long.filter((line) => line.startsWith("  "))).toEqual([]);
    },
  );

  it("ends quietly when its reader has seen enough", () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`f${i}.py`, "x.classicCall(1)\n".repeat(60)]),
    );
    const { folder } = repository(files);
    const main = path.join(path.dirname(builtMain()), "../../test/support/toy/cli.js");
    const ran = spawnSync("sh", ["-c", `${process.execPath} ${main} --dry-run --quiet | head -n 1`], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(ran.stdout).toBe("diff --git a/f0.py b/f0.py\n");
    expect(ran.stderr).toBe("");
  });
});

describe("--check", () => {
  it("lists classic calls and fails while there are any", () => {
    const { folder, run } = repository({ "src/a.ts": `\ufeff// é\n${USE}` });
    expect(run("--check", "--quiet")).toEqual({
      exit: 1,
      out: "src/a.ts:2:10 toy.call\nsrc/a.ts:3:1 toy.call\n",
      err: "",
    });
    expect(read(`${folder}/src/a.ts`)).toContain("classicCall");
    run();
    expect(run("--check")).toMatchObject({ exit: 0, out: "" });
  });
});

describe("--stdin-filename", () => {
  const stdin = (input: string | Buffer, ...args: string[]) =>
    command(["--stdin-filename", "src/a.ts", ...args], { cwd: folderWith(), toy: "", input });

  it("prints the result and nothing else", () => {
    expect(stdin(USE, "--quiet")).toEqual({ exit: 0, out: DONE, err: "" });
    expect(stdin(`\ufeff${USE.replaceAll("\n", "\r\n")}`).out).toBe(`\ufeff${DONE.replaceAll("\n", "\r\n")}`);
  });

  it.each([
    ["nothing to migrate", Buffer.from("let a = 1")],
    ["an empty text", Buffer.from("")],
    ["Latin-1", Buffer.from(`${USE}// caf\u00e9`, "latin1")],
    ["binary", Buffer.from(`${USE}\0`)],
  ])("gives %s back as it came", (_, input) => {
    const folder = folderWith({ in: input });
    const main = path.join(path.dirname(builtMain()), "../../test/support/toy/cli.js");
    const out = execFileSync("sh", ["-c", `${process.execPath} ${main} --stdin-filename a.ts --quiet < in`], {
      cwd: folder,
    });
    expect(out).toEqual(input);
  });

  it("goes with --dry-run and --check", () => {
    expect(stdin(USE, "--dry-run").out).toMatch(/^diff --git a\/src\/a.ts b\/src\/a.ts\n/);
    expect(stdin(USE, "--check")).toMatchObject({ exit: 1, out: "src/a.ts:1:10 toy.call\nsrc/a.ts:2:1 toy.call\n" });
  });
});

describe("--report", () => {
  it("writes JSON that its schema describes, whatever happens to the files", () => {
    const { folder, run } = repository({
      "sub/a.ts": USE,
      "sub/b.ts": `${USE}\0`,
      "sub/c.ts": `${USE}const x = classicCall(1 2);\n`,
      "dist/d.js": USE,
    });
    const schema = JSON.parse(read(new URL("../../docs/report.schema.json", import.meta.url).pathname)) as object;
    const validate = new Ajv2020({ strict: true }).compile(schema);
    const reports = folderWith();
    expect(run("--report", `${reports}/1.json`, "--report", `${reports}/2.JSON`, "--quiet")).toEqual({
      exit: 0,
      out: "",
      err: "",
    });
    expect(read(`${reports}/1.json`)).toBe(read(`${reports}/2.JSON`));
    const report = JSON.parse(read(`${reports}/1.json`)) as { files: object[]; mode: string };
    validate(report);
    expect(validate.errors).toBeNull();
    expect(report).toMatchObject({
      mode: "apply",
      totals: { scanned: 3, changed: 1, skipped: 3, refused: 1, stranded: 3, operations: { found: 5, migrated: 2 } },
      files: [
        { file: "dist/", skipped: { reason: "ignored" } },
        { file: "sub/a.ts", changed: true },
        { file: "sub/b.ts", skipped: { reason: "binary" } },
        {
          file: "sub/c.ts",
          skipped: { reason: "parse-error" },
          refused: { reason: "broken-statement", rule: "MA000" },
        },
      ],
    });
    expect(read(`${reports}/1.json`)).not.toContain(folder);
  });
});

describe("files that cannot be handled", () => {
  it("are skipped with a reason and never stop a run or change its exit code", () => {
    const { folder, run } = repository({
      "good.ts": USE,
      "binary.ts": `${USE}\0`,
      "large.ts": USE + "/".repeat(5 * 1024 * 1024),
      "latin1.py": Buffer.from(`import toy_sdk # caf\u00e9`, "latin1"),
      "broken.ts": `${USE}const = = ;\nclassicCall(`,
      "generated.ts": `// @generated\n${USE}`,
      "dist/out.js": USE,
      "empty/.keep": "",
    });
    symlinkSync("..", `${folder}/empty/loop`);
    const { exit, err } = run("--verbose", "--force");
    expect(exit).toBe(0);
    for (const line of [
      "binary.ts: binary",
      "large.ts: too large",
      "latin1.py: not UTF-8",
      "broken.ts: does not parse",
      "generated.ts: generated",
      "dist/: ignored",
    ]) {
      expect(err).toContain(`  ${line}`);
    }
    expect(read(`${folder}/good.ts`)).toBe(DONE);
    expect(read(`${folder}/broken.ts`)).toContain("classicCall(1)");
    expect(run("--force").err).not.toContain("dist/");
  });

  it("are told when they may not be read", () => {
    const folder = folderWith({ "a.ts": USE, "closed/b.ts": USE, "c.ts": USE });
    chmodSync(folder, 0o755);
    chmodSync(`${folder}/a.ts`, 0o000);
    chmodSync(`${folder}/closed`, 0o000);
    const { exit, err } = command(["--dry-run"], { cwd: folder, toy: "", asNobody: true });
    chmodSync(`${folder}/closed`, 0o755);
    expect(err).toContain("a.ts: cannot be read (EACCES)");
    expect(err).toContain("closed/: cannot be read (EACCES)");
    expect(exit).toBe(0);
  });
});

describe("choosing", () => {
  it("files by --include, --exclude and --no-gitignore", () => {
    const { folder, run } = repository({ ".gitignore": "local.ts\n", "a.ts": USE, "b/a.ts": USE });
    put(folder, "local.ts", USE);
    const sites = (...args: string[]): string[] =>
      run("--check", "--quiet", ...args).out.match(/^[^:]+(?=:1:)/gm) ?? [];
    expect(sites()).toEqual(["a.ts", "b/a.ts"]);
    expect(sites("--include", "b/**")).toEqual(["b/a.ts"]);
    expect(sites("--exclude", "b", "--exclude", "/a.ts")).toEqual([]);
    expect(sites("--no-gitignore")).toEqual(["a.ts", "b/a.ts", "local.ts"]);
    expect(sites("local.ts")).toEqual(["local.ts"]);
  });
});

describe("start-up", () => {
  it("prints version and help", () => {
    const { version } = JSON.parse(read(path.join(import.meta.dirname, "../../package.json"))) as { version: string };
    expect(command(["--version"], { cwd: folderWith() })).toEqual({ exit: 0, out: `${version}\n`, err: "" });
    const help = command(["--help"], { cwd: folderWith() });
    expect(help).toMatchObject({ exit: 0, err: "" });
    expect(help.out).toContain("Examples:");
  });

  it("loads no parser before there is something to parse", () => {
    const loaded = new Set<string>();
    const visit = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const [, from] of read(file).matchAll(/^(?:import|export)\b[^;"(]*"([^"]+)";/gm)) {
        if (from!.startsWith(".")) visit(path.join(path.dirname(file), from!));
        else loaded.add(from!);
      }
    };
    const folder = path.dirname(builtMain());
    for (const name of ["main.js", "program.js", "migrate.js"]) visit(path.join(folder, name));
    expect([...loaded]).toContain("commander");
    expect([...loaded].filter((name) => /^(typescript|web-tree-sitter|jscodeshift)$/.test(name))).toEqual([]);
  });
});
