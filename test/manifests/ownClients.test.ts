import { describe, expect, it } from "vitest";
import { formatOf } from "../../src/manifests/formats.js";
import { edit, edited, type Imports } from "./edited.js";

// Code that stays on clients of openai of its own needs a version that has conversations, and may have any newer one.

/** Code that stays on its own clients of openai. */
const OWN: Imports = { before: ["openai"], after: ["openai"], onOwnClients: true };

const json = (dependencies: Record<string, string>): string => `${JSON.stringify({ dependencies }, null, 2)}\n`;

describe("openai on own clients", () => {
  it.each([
    ["requirements.txt", "openai==1.30.0", "openai>=1.109"],
    ["requirements.txt", "openai>=1.40,<2", "openai>=1.109"],
    ["requirements.txt", "openai>=1.109,<2", "openai>=1.109,<2"],
    ["requirements.txt", "openai~=3.1", "openai~=3.1"],
    ["requirements.txt", "openai", "openai>=1.109"],
    ["pyproject.toml", '[project]\ndependencies = ["openai>=1.40"]', '[project]\ndependencies = ["openai>=1.109"]'],
    [
      "pyproject.toml",
      '[tool.poetry.dependencies]\nopenai = "^1.40"',
      '[tool.poetry.dependencies]\nopenai = ">=1.109"',
    ],
    ["Pipfile", '[packages]\nopenai = "==1.3"', '[packages]\nopenai = ">=1.109"'],
    ["environment.yml", "dependencies:\n  - openai=1.3", "dependencies:\n  - openai>=1.109"],
    ["setup.cfg", "[options]\ninstall_requires =\n  openai>=1.0", "[options]\ninstall_requires =\n  openai>=1.109"],
    ["setup.py", 'setup(install_requires=["openai>=1.0"])', 'setup(install_requires=["openai>=1.109"])'],
  ])("%s: openai on own clients has conversations: %s", async (file, before, after) => {
    expect(await edited(file, `${before}\n`, OWN)).toBe(`${after}\n`);
  });

  it.each([
    ["^4.104.0", "^6.49.0"],
    ["5.15.0", "^6.49.0"],
    ["^5.23.2", "^5.23.2"],
    ["^7.1.0", "^7.1.0"],
  ])("brings openai %s on own clients to %s", async (before, after) => {
    expect(await edited("package.json", json({ openai: before }), OWN)).toBe(json({ openai: after }));
  });

  it("keeps own clients to the major of the project clients beside them", async () => {
    const imports = { ...OWN, used: ["openai", "@azure/ai-projects"] };
    expect(await edited("package.json", json({ openai: "^5.23.2" }), imports)).toBe(json({ openai: "^6.49.0" }));
  });

  it("raises openai where classic calls are left on own clients, and says what that does to them", async () => {
    const read = await formatOf("/package.json")!.load();
    const result = edit("javascript", read, json({ openai: "^4.104.0" }), { ...OWN, classic: ["openai"] })!;
    expect(result.text).toBe(json({ openai: "^6.49.0" }));
    expect(result.problems).toEqual([expect.stringContaining("may want their ids in other places")]);
  });
});
