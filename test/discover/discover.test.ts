import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BadPath, discover, type DiscoverOptions } from "../../src/discover/discover.js";
import { relativeTo } from "../../src/discover/paths.js";
import { folderWith, put } from "../support/tree.js";

const HIT = "needle();\n";

function find(folder: string, options: Partial<DiscoverOptions> = {}) {
  const found = discover({
    paths: [folder],
    cwd: folder,
    include: [],
    exclude: [],
    gitignore: true,
    accepts: (name) => /\.(ts|js|py)$/.test(name),
    needles: ["needle"],
    ...options,
  });
  const show = (file: string): string => relativeTo(folder, file);
  return {
    files: found.files.map(show),
    candidates: [...found.candidates.keys()].map(show),
    skips: Object.fromEntries(found.skips.map((skip) => [show(skip.path), skip.reason])),
    roots: found.roots,
    wholeFolders: found.wholeFolders,
  };
}

describe("discover", () => {
  it("finds files of known languages in name order and scans them for needles", () => {
    const folder = folderWith({ "b.ts": HIT, "a/x.py": "nothing", "a/y.js": HIT, "readme.md": HIT });
    const found = find(folder);
    expect(found.files).toEqual(["a/x.py", "a/y.js", "b.ts"]);
    expect(found.candidates).toEqual(["a/y.js", "b.ts"]);
    expect(found.skips).toEqual({});
  });

  it("tells what each file holds, once, where one holds a needle, and nothing elsewhere", () => {
    const told = (files: Record<string, string>): string[] => {
      const folder = folderWith(files);
      const texts: string[] = [];
      find(folder, { note: (file, text) => texts.push(`${relativeTo(folder, file)} ${text}`) });
      return texts.sort();
    };
    expect(told({ "a.ts": "a", "b.ts": HIT, "c.ts": "c" })).toEqual(["a.ts a", "b.ts needle();\n", "c.ts c"]);
    expect(told({ "a.ts": "a", "b.ts": "b" })).toEqual([]);
  });

  it("knows of which folders it has everything", () => {
    const folder = folderWith({ "a/x.ts": "", "a/dist/y.ts": "", "b/z.ts": "" });
    const whole = (options: Partial<DiscoverOptions>): string[] =>
      [...find(folder, options).wholeFolders].map((path) => relativeTo(folder, path));
    expect(whole({})).toEqual([".", "a", "b"]);
    expect(whole({ paths: ["a", "b/z.ts"] })).toEqual(["a"]);
    for (const limit of [{ gitignore: false }, { include: ["*.ts"] }, { exclude: ["b"] }])
      expect(whole(limit)).toEqual([]);
  });

  it("leaves out what nobody wrote, and says so of build output", () => {
    const folder = folderWith({
      "node_modules/x/a.js": HIT,
      ".venv/a.py": HIT,
      "env/pyvenv.cfg": "",
      "env/a.py": HIT,
      "lib/site-packages/a.py": HIT,
      "dist/a.js": HIT,
      "packages/x/build/a.js": HIT,
      "a.min.js": HIT,
      "a.d.ts": HIT,
      "a.d.mts": HIT,
      "src/a.ts": HIT,
    });
    expect(find(folder)).toMatchObject({
      files: ["src/a.ts"],
      skips: { "dist/": "ignored", "packages/x/build/": "ignored" },
    });
  });

  it("takes a build folder that was given by name", () => {
    const folder = folderWith({ "dist/a.js": HIT });
    expect(find(folder, { paths: ["dist"] }).candidates).toEqual(["dist/a.js"]);
  });

  it("honours .gitignore files like git: nested, negated, from the repository's root, and .git/info/exclude", () => {
    const folder = folderWith({
      ".gitignore": "generated/\n*.local.ts\n/only-root.ts\n",
      ".git/info/exclude": "secret.ts\n",
      ".git/HEAD": "ref: refs/heads/main\n",
      "generated/a.ts": HIT,
      "src/a.local.ts": HIT,
      "src/plain.local.ts": "nothing",
      "src/.gitignore": "!keep.local.ts\nmine.ts\n",
      "src/keep.local.ts": HIT,
      "src/mine.ts": HIT,
      "src/only-root.ts": HIT,
      "only-root.ts": HIT,
      "secret.ts": HIT,
      "src/deep/a.ts": HIT,
    });
    const expected = ["src/deep/a.ts", "src/keep.local.ts", "src/only-root.ts"];
    expect(find(folder).files).toEqual(expected);
    expect(find(folder, { paths: ["src"] }).files).toEqual(expected);
    expect(find(folder).skips).toEqual({
      "generated/": "ignored",
      "only-root.ts": "ignored",
      "secret.ts": "ignored",
      "src/a.local.ts": "ignored",
      "src/mine.ts": "ignored",
    });
    expect(find(folder, { gitignore: false }).files).toHaveLength(9);
  });

  it("agrees with git about a tangle of rules", () => {
    const folder = folderWith({
      ".gitignore":
        "*.js\n!src/**/*.js\nsrc/vendor/*\n!src/vendor/own.js\n**/tmp/\nfoo/**/bar.ts\n\\#odd.ts\ntrailing.ts   \n",
      "src/.gitignore": "/a.js\n",
      "src/b/.gitignore": "!*.js\n*.py\n!b.py\n",
    });
    const names = [
      "a.js",
      "src/a.js",
      "src/b/a.js",
      "src/b/c.js",
      "src/vendor/x.js",
      "src/vendor/own.js",
      "src/b/a.py",
    ];
    names.push(
      "src/b/b.py",
      "x/tmp/a.ts",
      "tmp/a.ts",
      "foo/bar.ts",
      "foo/x/y/bar.ts",
      "#odd.ts",
      "trailing.ts",
      "ok.ts",
    );
    for (const name of names) put(folder, name, HIT);
    execFileSync("git", ["init", "-q"], { cwd: folder });
    const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
      cwd: folder,
      encoding: "utf8",
    });
    const expected = listed.split("\0").filter((name) => /\.(ts|js|py)$/.test(name));
    expect(find(folder).files.sort()).toEqual(expected.sort());
  });

  it("does not apply rules of an outer repository inside a nested one", () => {
    const folder = folderWith({
      ".gitignore": "*.ts\n",
      ".git/HEAD": "",
      "inner/.git": "gitdir: x\n",
      "inner/a.ts": HIT,
    });
    expect(find(folder).files).toEqual(["inner/a.ts"]);
  });

  it("looks into an ignored folder that was given by name", () => {
    const folder = folderWith({
      ".gitignore": "gen/\n",
      ".git/HEAD": "",
      "gen/deep/a.ts": HIT,
      "gen/.gitignore": "b.ts",
      "gen/b.ts": HIT,
    });
    expect(find(folder, { paths: ["gen"] }).files).toEqual(["gen/deep/a.ts"]);
    expect(find(folder, { paths: ["gen/deep"] }).files).toEqual(["gen/deep/a.ts"]);
  });

  it("takes files given by name even where rules would hide them, but not against --exclude", () => {
    const folder = folderWith({ ".gitignore": "*.ts\n", ".git/HEAD": "", "a.ts": HIT, "b.ts": HIT });
    expect(find(folder, { paths: ["a.ts", "."] })).toMatchObject({
      candidates: ["a.ts"],
      skips: { "b.ts": "ignored" },
    });
    expect(find(folder, { paths: ["a.ts"], exclude: ["a.ts"] }).files).toEqual([]);
  });

  it("narrows to --include and --exclude", () => {
    const folder = folderWith({ "src/a.ts": HIT, "src/a.test.ts": HIT, "lib/b.ts": HIT });
    expect(find(folder, { include: ["src/**"] }).files).toEqual(["src/a.test.ts", "src/a.ts"]);
    expect(find(folder, { exclude: ["*.test.ts", "lib"] }).files).toEqual(["src/a.ts"]);
    const elsewhere = folderWith();
    expect(find(folder, { cwd: elsewhere, include: ["*.test.ts"] }).files).toEqual(["src/a.test.ts"]);
  });

  it("says why a candidate cannot be handled", () => {
    const folder = folderWith({
      "generated.ts": `// @generated by x\n${HIT}`,
      "large.ts": HIT + " ".repeat(1024 * 1024),
      "binary.ts": Buffer.from(`${HIT}\0`),
      "latin1.py": Buffer.from(`${HIT}# caf\u00e9`, "latin1"),
      "utf16.ts": Buffer.from(`\ufeff${HIT}`, "utf16le"),
      "harmless-binary.ts": Buffer.from("\0\u00ff", "latin1"),
      "limit.ts": HIT.padEnd(1024 * 1024),
    });
    expect(find(folder)).toMatchObject({
      candidates: ["limit.ts"],
      skips: { "generated.ts": "generated", "large.ts": "too-large", "binary.ts": "binary", "latin1.py": "not-utf8" },
    });
    expect(Object.keys(find(folder).skips)).not.toContain("harmless-binary.ts");
  });

  it("does not follow links, reports those that lead out, and survives loops", () => {
    const outside = folderWith({ "lib/x.ts": HIT, "y.ts": HIT });
    const folder = folderWith({ "src/a.ts": HIT });
    symlinkSync("..", `${folder}/src/up`);
    symlinkSync("self", `${folder}/self`);
    symlinkSync(`${folder}/src/a.ts`, `${folder}/again.ts`);
    symlinkSync(`${outside}/lib`, `${folder}/shared`);
    symlinkSync(`${outside}/y.ts`, `${folder}/y.ts`);
    symlinkSync("nowhere.ts", `${folder}/broken.ts`);
    expect(find(folder)).toMatchObject({ files: ["src/a.ts"], skips: { shared: "symlink", "y.ts": "symlink" } });
  });

  it("follows a link that is given by name and handles overlapping paths once", () => {
    const folder = folderWith({ "real/a.ts": HIT });
    symlinkSync("real", `${folder}/link`);
    const found = find(folder, { paths: ["link", "real", "real/a.ts", "."] });
    expect(found.files).toEqual(["real/a.ts"]);
    expect(found.roots).toEqual([`${folder}/real`, `${folder}/real/a.ts`, folder]);
  });

  it.each([
    ["nowhere", "missing"],
    ["a.ts/b.ts", "missing"],
    ["notes.txt", "unknown-language"],
    ["loop", "unreadable"],
  ])("refuses the path %s", (name, reason) => {
    const folder = folderWith({ "a.ts": HIT, "notes.txt": "" });
    symlinkSync("loop", `${folder}/loop`);
    expect(() => find(folder, { paths: [name] })).toThrow(expect.objectContaining({ name: BadPath.name, reason }));
  });

  it("refuses what is neither file nor folder", () => {
    expect(() => find("/", { paths: ["/dev/null"] })).toThrow(expect.objectContaining({ reason: "special" }));
  });
});
