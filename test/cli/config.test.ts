import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { configKeys, configSchema } from "../../src/cli/config/keys.js";
import { command, commitAll } from "../support/command.js";
import { folderWith } from "../support/tree.js";

const USE = `import { classicCall } from "toy-sdk";\nclassicCall(1);\n`;
const JSON_NAME = "migrate-agents.config.json";
const files = { "src/a.ts": USE, "old/b.ts": USE };

/** Files with classic calls that a check in a folder names. */
function checked(extra: Record<string, string>, ...args: string[]): string[] {
  const { out, err } = command(["--check", "--quiet", ...args], { cwd: folderWith({ ...files, ...extra }), toy: "" });
  expect(err).toBe("");
  return [...out.matchAll(/^[^:]+(?=:1:)/gm)].map(([file]) => file);
}

describe("a configuration", () => {
  it.each([
    [JSON_NAME, `// why\n{ "exclude": ["old"], }`],
    ["migrate-agents.config.mjs", `export default { exclude: ["old"] };`],
    ["migrate-agents.config.ts", `export default { exclude: ["old"] as string[] };`],
    ["migrate-agents.config.js", `module.exports = { exclude: ["old"] };`],
    ["package.json", `{ "name": "x", "migrate-agents": { "exclude": ["old"] } }`],
  ])("is read from %s", (name, text) => {
    expect(checked({ [name]: text })).toEqual(["src/a.ts"]);
  });

  it("names the place of a syntax error in TypeScript", () => {
    const folder = folderWith({ ...files, "migrate-agents.config.ts": `const a: string[] = [];\nexport default {\n` });
    const { exit, err } = command(["--check", "--quiet"], { cwd: folder, toy: "" });
    expect(exit).toBe(2);
    expect(err).toMatch(/^error: migrate-agents\.config\.ts(:\d+)+ could not be loaded: /m);
  });

  it("tells what a TypeScript module that older versions of Node do not read imports in vain", () => {
    const text = `import { old } from "./old.js";\nexport default { exclude: [old] };\n`;
    const folder = folderWith({ ...files, "migrate-agents.config.ts": text });
    const { exit, err } = command(["--check", "--quiet"], { cwd: folder, toy: "" });
    expect(exit).toBe(2);
    expect(err).toMatch(/^error: migrate-agents\.config\.ts\S* could not be loaded: .*old\.js/m);
  });

  it("may be another file, or none", () => {
    const own = { [JSON_NAME]: `{ "exclude": ["old"] }`, "other.json": `{ "paths": ["old"] }` };
    expect(checked(own, "--config", "other.json")).toEqual(["old/b.ts"]);
    expect(checked(own, "--no-config")).toEqual(["old/b.ts", "src/a.ts"]);
  });

  it("gives way to what is typed", () => {
    const own = { [JSON_NAME]: `{ "exclude": ["old"], "paths": ["old", "src"] }` };
    expect(checked(own, "--exclude", "src")).toEqual(["old/b.ts"]);
    expect(checked({ [JSON_NAME]: `{ "paths": ["old"] }` }, "src")).toEqual(["src/a.ts"]);
  });

  it("counts for scan too, but for its reports", () => {
    const folder = folderWith({ ...files, [JSON_NAME]: `{ "exclude": ["old"], "report": ["out.json"] }` });
    const { out } = command(["scan", "--format", "json"], { cwd: folder, toy: "" });
    const { operations } = JSON.parse(out) as { operations: { file: string }[] };
    expect([...new Set(operations.map(({ file }) => file))]).toEqual(["src/a.ts"]);
    expect(() => readFileSync(`${folder}/out.json`)).toThrow();
    expect(command(["--dry-run"], { cwd: folder, toy: "" }).exit).toBe(0);
    expect(readFileSync(`${folder}/out.json`, "utf8")).toContain("src/a.ts");
  });

  it("above the folder is not read, and a note says so", () => {
    const folder = folderWith({ ...files, [JSON_NAME]: "{}" });
    commitAll(folder);
    expect(command(["--check"], { cwd: `${folder}/src`, toy: "" }).err).toContain(`../${JSON_NAME} was not read`);
    expect(command(["--check", "--no-config"], { cwd: `${folder}/src`, toy: "" }).err).not.toContain(JSON_NAME);
  });
});

describe("a mistake in a configuration", () => {
  it.each([
    [JSON_NAME, `{\n  "target": "azure"\n}`, `${JSON_NAME}:2:13: "target" cannot be "azure".`, `"foundry", "openai"`],
    [
      JSON_NAME,
      `{\n  "kepNames": true\n}`,
      `${JSON_NAME}:2:3: there is no option "kepNames".`,
      `Did you mean "keepNames"?`,
    ],
    [JSON_NAME, `{ "colour": true }`, `${JSON_NAME}:1:3: there is no option "colour".`, "paths, include, exclude"],
    [
      JSON_NAME,
      `{ "skip": ["names", "nams"] }`,
      `:1:21: "skip" cannot be "nams" (entry 2 of the list).`,
      `Did you mean "names"?`,
    ],
    [JSON_NAME, `{ "include": "src" }`, `:1:14: "include" cannot be "src".`, "a list of texts"],
    [JSON_NAME, `{ "include": [1] }`, `:1:15: "include" cannot be 1`, "a list of texts"],
    [JSON_NAME, `{ "report": ["out.pdf"] }`, `:1:14: "report" cannot be "out.pdf"`, ".html"],
    [JSON_NAME, `{ "deps": "no" }`, `:1:11: "deps" cannot be "no".`, "true or false"],
    [JSON_NAME, `{ "deps": }`, `:1:11: it is not JSON here (ValueExpected).`, "Mend it"],
    [JSON_NAME, `[]`, `:1:1: a configuration is an object.`, "It may have"],
    [
      "package.json",
      `{\n "migrate-agents": {\n  "deps": 1\n } }`,
      `package.json:3:11: "deps" cannot be 1.`,
      "true or false",
    ],
    [
      "migrate-agents.config.mjs",
      `export default { deps: 1 };`,
      `config.mjs:1:24: "deps" cannot be 1.`,
      "true or false",
    ],
    [
      "migrate-agents.config.mjs",
      `// "skip": ["nams"]\nexport default {\n  skip: ["names", "nams"],\n};`,
      `config.mjs:3:19: "skip" cannot be "nams" (entry 2 of the list).`,
      `Did you mean "names"?`,
    ],
    [
      "migrate-agents.config.js",
      `module.exports = {\n  dep: 1 };`,
      `config.js:2:3: there is no option "dep".`,
      `"deps"?`,
    ],
    ["migrate-agents.config.mjs", `export default { deps: 1 + 1 };`, `config.mjs:1:24: "deps" cannot be 2.`, "true or"],
    [
      "migrate-agents.config.mjs",
      `const a = 1;\nthrow new Error("mine");`,
      `mjs:2:7 could not be loaded: mine`,
      "default",
    ],
    [
      "migrate-agents.config.mjs",
      `export default {\n  skip: ["a"\n};`,
      `config.mjs:3:1 could not be loaded: `,
      "as its default",
    ],
  ])("%s %s", (name, text, says, allows) => {
    const folder = folderWith({ ...files, [name]: text });
    const { exit, out, err } = command(["--check"], { cwd: folder, toy: "" });
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toContain(says);
    expect(err).toContain(allows);
  });

  it("several configurations are one", () => {
    const folder = folderWith({ [JSON_NAME]: "{}", "migrate-agents.config.mjs": "export default {};" });
    const { exit, err } = command(["--check"], { cwd: folder, toy: "" });
    expect(exit).toBe(2);
    expect(err).toContain(`${JSON_NAME}, migrate-agents.config.mjs`);
  });
});

describe("docs/config.schema.json", () => {
  const validate = new Ajv({ allErrors: true }).compile(JSON.parse(configSchema()) as object);

  it("takes what the command line takes, and nothing else", () => {
    expect(validate({ $schema: "x", target: "openai", only: ["MA101"], deps: false })).toBe(true);
    for (const bad of [{ target: "azure" }, { kepNames: true }, { include: "src" }, { deps: 1 }])
      expect(validate(bad)).toBe(false);
  });

  it("is the one that is published, and the page has every key", () => {
    const docs = fileURLToPath(new URL("../../docs/", import.meta.url));
    expect(readFileSync(`${docs}config.schema.json`, "utf8")).toBe(configSchema());
    const page = readFileSync(`${docs}config.md`, "utf8");
    for (const key of Object.keys(configKeys)) expect(page).toContain(`| \`${key}\` `);
  });
});
