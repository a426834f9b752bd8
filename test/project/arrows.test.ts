import { ESLint } from "eslint";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

// Whether the lint rule behind "Where things may point" in CONTRIBUTING.md sees anything: it says nothing about imports it cannot resolve.

const eslint = new ESLint({ cwd: fileURLToPath(new URL("../..", import.meta.url)) });

async function restricted(file: string, specifier: string): Promise<boolean> {
  const [result] = await eslint.lintText(`export * from "${specifier}";\n`, { filePath: file });
  return result!.messages.some(({ ruleId }) => ruleId === "import-x/no-restricted-paths");
}

describe("imports against the arrows are errors", () => {
  it.each([
    ["src/protocol/new.ts", "../../transforms/registry.js"],
    ["src/protocol/new.ts", "../dialects/index.js"],
    ["src/languages/new.ts", "../protocol/types.js"],
    ["src/analysis/new.ts", "../../transforms/edit.js"],
    ["transforms/new.ts", "../src/pipeline/run.js"],
    ["src/pipeline/new.ts", "../cli/messages.js"],
    ["src/emulator/new.ts", "../analysis/flows.js"],
  ])("%s → %s", async (file, specifier) => {
    expect(await restricted(file, specifier)).toBe(true);
  });

  it.each([
    ["src/cli/new.ts", "../pipeline/run.js"],
    ["src/pipeline/new.ts", "../../transforms/plan.js"],
    ["transforms/new.ts", "../src/analysis/flows.js"],
    ["src/analysis/new.ts", "../languages/tree.js"],
    ["src/emulator/new.ts", "../protocol/types.js"],
  ])("%s may import %s", async (file, specifier) => {
    expect(await restricted(file, specifier)).toBe(false);
  });
});
