import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { command } from "../support/command.js";
import { folderWith } from "../support/tree.js";

const CODE = `import OpenAI from "openai";\n\nconst client = new OpenAI();\nconst thread = await client.beta.threads.create();\nconsole.log(thread.id);\n`;

describe("scan", () => {
  it("prints an inventory to standard output, changes nothing, and names the next command", () => {
    const folder = folderWith({ "src/a.ts": CODE });
    const { exit, out, err } = command(["scan", "src"], { cwd: folder });
    expect(exit).toBe(0);
    expect(out).toContain("1 classic call in 1 file, 1 flow");
    expect(err).toContain("migrate-agents src --dry-run");
    expect(readFileSync(`${folder}/src/a.ts`, "utf8")).toBe(CODE);
  });

  it("fails with --check while there are calls, and not without calls", () => {
    const folder = folderWith({ "src/a.ts": CODE, "b.ts": "export {};\n" });
    expect(command(["scan", "--check"], { cwd: folder }).exit).toBe(1);
    expect(command(["scan", "--check", "b.ts"], { cwd: folder })).toMatchObject({
      exit: 0,
      out: "No classic agent calls found.\n",
    });
    expect(command(["scan", "--check", "--exclude", "src"], { cwd: folder }).exit).toBe(0);
  });

  it("prints JSON and SARIF alone, and writes reports", () => {
    const folder = folderWith({ "src/a.ts": CODE });
    const json = command(["scan", "--format", "json", "--report", "out.md"], { cwd: folder });
    expect(JSON.parse(json.out)).toMatchObject({ mode: "scan", totals: { operations: { found: 1 } } });
    expect(json.err).toBe("");
    expect(readFileSync(`${folder}/out.md`, "utf8")).toContain("| 1 | 1 |");
    expect(JSON.parse(command(["scan", "--format", "sarif"], { cwd: folder }).out)).toMatchObject({ version: "2.1.0" });
  });
});

describe("explain", () => {
  const cwd = fileURLToPath(new URL(".", import.meta.url));

  it("says what, why, how by hand, and shows code as a diff", () => {
    const { exit, out } = command(["explain", "ma403"], { cwd });
    expect(exit).toBe(0);
    for (const needed of [
      "MA403 reply",
      "Why",
      "By hand",
      "  1. Read output_text",
      "-  return messages.data[0].content[0].text.value;",
      "+  return response.output_text;",
    ])
      expect(out).toContain(needed);
  });

  it("takes names, and one language or all of them", () => {
    const python = command(["explain", "reply", "--language", "python"], { cwd }).out;
    expect(python).toContain("get_openai_client");
    expect(python).not.toContain("getOpenAIClient");
    const all = command(["explain", "reply", "--language", "all"], { cwd }).out;
    expect(all).toMatch(/getOpenAIClient[^]*get_openai_client/);
  });

  it("lists the rules, and says when there is none of that name", () => {
    expect(command(["explain"], { cwd }).out).toMatch(/MA101 +clients/);
    expect(command(["explain", "pooling"], { cwd })).toMatchObject({
      exit: 2,
      err: expect.stringContaining("Did you mean polling?") as string,
    });
  });
});
