import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { migrate } from "../../src/api/index.js";
import { operationRules } from "../../transforms/plan.js";
import { folderWith } from "../support/tree.js";

// The built transforms under the real jscodeshift, as its users start it.

const transforms = fileURLToPath(new URL("../../dist/transforms/jscodeshift/", import.meta.url));
const jscodeshift = path.join(
  path.dirname(createRequire(import.meta.url).resolve("jscodeshift/package.json")),
  "bin/jscodeshift.js",
);

const CLIENT = `import OpenAI from "openai";\nconst openai = new OpenAI();\n`;
const THREADS = `${CLIENT}export const open = async () => (await openai.beta.threads.create()).id;\n`;
const RUNS = `${CLIENT}
export async function ask(thread: string, agent: string) {
  return openai.beta.threads.runs.createAndPoll(thread, { assistant_id: agent });
}
`;

function run(name: string, folder: string, ...options: string[]): string {
  const transform = path.join(transforms, `${name}.cjs`);
  if (!existsSync(transform)) throw new Error("There is no build: run npm run build first.");
  const args = [jscodeshift, "-t", transform, "--extensions=ts,js", "--verbose=2", ...options, folder];
  return execFileSync(process.execPath, args, { encoding: "utf8", cwd: folder });
}

describe("under jscodeshift", () => {
  it.each([[[]], [["--run-in-band"]]])("all rules give what the package gives for each file %j", async (how) => {
    const files = {
      "threads.ts": THREADS,
      "runs.ts": RUNS.replaceAll("\n", "\r\n"),
      "other.js": "export const a = 1;\n",
    };
    const folder = folderWith(files);
    const said = run("all", folder, ...how);
    for (const [name, text] of Object.entries(files)) {
      const { files: changed } = await migrate([{ path: path.posix.join(folder, name), text }]);
      expect(readFileSync(path.join(folder, name), "utf8"), name).toBe(changed[0]?.text ?? text);
    }
    expect(said).toContain("2 ok");
    expect(said).toContain("1 skipped");
    expect(said).toMatch(/runs\.ts \d+:\d+ MA201 Agents are called by name/);
  });

  it("one rule leaves what needs another, and says so", () => {
    const folder = folderWith({ "threads.ts": THREADS, "runs.ts": RUNS });
    const said = run("threads", folder, "--leftovers=leave");
    expect(readFileSync(path.join(folder, "threads.ts"), "utf8")).toContain("openai.conversations.create()");
    expect(readFileSync(path.join(folder, "runs.ts"), "utf8")).toBe(RUNS);
    expect(said).toContain("rule MA501 (runs) is switched off");
  });

  it("takes options, and refuses unknown ones", () => {
    const folder = folderWith({ "threads.ts": THREADS });
    expect(run("all", folder, "--dry", "--only=thread")).toContain("Did you mean threads?");
    expect(run("all", folder, "--dry", "--skip=threads")).toContain("is switched off");
  });

  it("has a transform for each rule that answers for operations", () => {
    const missing = operationRules.filter(({ name }) => !existsSync(path.join(transforms, `${name}.cjs`)));
    expect(missing).toEqual([]);
  });
});
