import { describe, expect, it } from "vitest";
import type { LanguageId } from "../../src/languages/tree.js";
import { formatOf } from "../../src/manifests/formats.js";
import type { ReadManifest } from "../../src/manifests/manifest.js";
import { readPipCommands } from "../../src/manifests/pipCommand.js";
import { dependencyChanges, editManifest, type EditedManifest } from "../../transforms/dependencies.js";

// Each format: what a migration of imports makes of a text. Everything that is not named in it has to stay as it is.
// Over 400 lines: the formats are read side by side, and share what edits them.

interface Imports {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly used?: readonly string[];
  readonly classic?: readonly string[];
  readonly onOwnClients?: boolean;
}

const AGENTS: Imports = {
  before: ["azure.ai.agents", "azure.identity"],
  after: ["azure.ai.projects", "azure.identity"],
};
const OPENAI: Imports = { before: ["openai"], after: ["azure.ai.projects", "azure.identity"] };
/** Code that stays on its own clients of openai. */
const OWN: Imports = { before: ["openai"], after: ["openai"], onOwnClients: true };
const JAVASCRIPT: Imports = { before: ["openai"], after: ["@azure/ai-projects", "@azure/identity"] };

function edit(language: LanguageId, read: ReadManifest, text: string, imports: Imports): EditedManifest | undefined {
  const { before, after, used = after, classic = [], onOwnClients = false } = imports;
  const changes = dependencyChanges({
    language,
    before: new Set(before),
    after: new Set(after),
    used: new Set(used),
    classic: new Set(classic),
    onOwnClients,
  });
  return editManifest(text, read, changes);
}

/** The text afterwards; also tried with CRLF, where nothing but the line ends may differ, and a second time, where nothing may change. */
async function edited(file: string, text: string, imports: Imports): Promise<string | undefined> {
  const format = formatOf(`/project/${file}`)!;
  const read = await format.load();
  const result = edit(format.language, read, text, imports)?.text;
  const crlf = edit(format.language, read, text.replaceAll("\n", "\r\n"), imports)?.text;
  expect(crlf).toBe(result?.replaceAll("\n", "\r\n"));
  if (result !== undefined) expect(edit(format.language, read, result, imports)?.text).toBe(result);
  return result;
}

const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;

describe("requirements.txt", () => {
  it("puts the new package in the place of the old one and keeps comments, options and order", async () => {
    const text = lines(
      "# SDKs",
      "-r base.txt",
      "azure_ai.agents[x]>=1.1 ; python_version > '3.8'  # classic",
      "requests",
    );
    expect(await edited("requirements.txt", text, AGENTS)).toBe(
      lines("# SDKs", "-r base.txt", "azure-ai-projects>=2.3,<3", "azure-identity", "requests"),
    );
  });

  it("follows the order of names where there is one", async () => {
    const text = lines("aiohttp", "azure-core", "openai>=1", "requests");
    expect(await edited("requirements.txt", text, OPENAI)).toBe(
      lines("aiohttp", "azure-ai-projects>=2.3,<3", "azure-core", "azure-identity", "requests"),
    );
  });

  it("keeps a last line without its end", async () => {
    expect(await edited("requirements.txt", "azure-identity==1.19.0\nazure-ai-agents==1.0.0", AGENTS)).toBe(
      "azure-identity==1.19.0\nazure-ai-projects>=2.3,<3",
    );
  });

  it("raises an old range and pins that would not go with it, and leaves others", async () => {
    const text = lines(
      "azure-ai-projects==1.0.0b12  # agents",
      "azure-core==1.34.0",
      "openai<2",
      "azure-identity>=1.17",
    );
    const imports = {
      before: ["azure.ai.projects", "openai"],
      after: ["azure.ai.projects", "azure.identity", "openai"],
    };
    expect(await edited("requirements.txt", text, imports)).toBe(
      lines("azure-ai-projects>=2.3,<3  # agents", "azure-core>=1.37", "openai>=2.8", "azure-identity>=1.17"),
    );
  });

  it("keeps what other files of the package still import", async () => {
    const imports = { ...OPENAI, used: [...OPENAI.after, "openai.types"] };
    expect(await edited("requirements.txt", lines("openai>=1.40"), imports)).toBe(
      lines("openai>=1.40", "azure-ai-projects>=2.3,<3", "azure-identity"),
    );
  });

  it("adds the transport of async clients", async () => {
    const imports = { before: ["openai"], after: ["azure.ai.projects.aio", "azure.identity.aio"] };
    expect(await edited("requirements.txt", lines("openai"), imports)).toBe(
      lines("azure-ai-projects>=2.3,<3", "azure-identity", "aiohttp"),
    );
  });

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
    ["a generated file", "# This file is autogenerated by pip-compile\nopenai==1.0\n"],
    ["hashes", "openai==1.0 --hash=sha256:abc\n"],
  ])("leaves %s alone", async (_, text) => {
    expect(await edited("requirements.txt", text, OPENAI)).toBeUndefined();
  });

  it("does not take tables, links and other packages for requirements", async () => {
    const text = lines(
      "Package    Version",
      "openai     1.3.1",
      "semantic-kernel[openai]",
      "git+https://example.com/openai",
    );
    expect(await edited("requirements.txt", text, { before: ["openai"], after: [], used: [] })).toBe(text);
  });
});

describe("pyproject.toml", () => {
  it("edits a list over several lines (PEP 621)", async () => {
    const text = lines(
      "[project]",
      'requires-python = ">=3.10"',
      "dependencies = [",
      '    "azure-ai-agents>=1.1",  # classic',
      '    "requests",',
      "]",
    );
    expect(await edited("pyproject.toml", text, AGENTS)).toBe(
      lines(
        "[project]",
        'requires-python = ">=3.10"',
        "dependencies = [",
        '    "azure-ai-projects>=2.3,<3",',
        '    "azure-identity",',
        '    "requests",',
        "]",
      ),
    );
  });

  it("edits a list on one line", async () => {
    expect(await edited("pyproject.toml", "[project]\ndependencies = ['openai', 'rich']\n", OPENAI)).toBe(
      "[project]\ndependencies = ['azure-ai-projects>=2.3,<3', 'azure-identity', 'rich']\n",
    );
    expect(await edited("pyproject.toml", "[project]\ndependencies = ['rich', 'openai']\n", OPENAI)).toBe(
      "[project]\ndependencies = ['rich', 'azure-ai-projects>=2.3,<3', 'azure-identity']\n",
    );
  });

  it("takes a comma with the last one away", async () => {
    const text = lines("[project]", "dependencies = [", '  "rich",', '  "openai"', "]");
    const imports = { before: ["openai"], after: [] };
    expect(await edited("pyproject.toml", text, imports)).toBe(lines("[project]", "dependencies = [", '  "rich"', "]"));
  });

  it("puts new ones behind the last of a sorted list", async () => {
    const text = lines("[dependency-groups]", "agents = [", '  "aaa",', '  "abc",', "]");
    const imports = { before: [], after: ["azure.ai.projects"] };
    expect(await edited("pyproject.toml", text, imports)).toBe(
      lines("[dependency-groups]", "agents = [", '  "aaa",', '  "abc",', '  "azure-ai-projects>=2.3,<3",', "]"),
    );
  });

  it("edits the group that has the old package", async () => {
    const text = lines(
      "[project]",
      'dependencies = ["rich"]',
      "[project.optional-dependencies]",
      'agents = ["azure-ai-agents", "azure-identity"]',
    );
    expect(await edited("pyproject.toml", text, AGENTS)).toBe(
      text.replace('"azure-ai-agents"', '"azure-ai-projects>=2.3,<3"'),
    );
  });

  it("edits the tables of Poetry, and keeps what stands beside a version", async () => {
    const text = lines(
      "[tool.poetry.dependencies]",
      'python = "^3.10"',
      'azure-ai-projects = { version = "1.0.0b10", allow-prereleases = true }',
      'azure-identity = "^1.19"',
      'openai = "^1.40" # chat',
    );
    const imports = {
      before: ["azure.ai.projects", "openai"],
      after: ["azure.ai.projects", "azure.identity", "openai"],
    };
    expect(await edited("pyproject.toml", text, imports)).toBe(
      text.replace('"1.0.0b10"', '">=2.3,<3"').replace('"^1.40"', '">=2.8"'),
    );
  });

  it("adds lines to a table of Poetry", async () => {
    const text = lines(
      "[tool.poetry.dependencies]",
      'python = "^3.10"',
      'openai = "^1.40"',
      "",
      "[tool.black]",
      "x = 1",
    );
    expect(await edited("pyproject.toml", text, OPENAI)).toBe(
      text.replace('openai = "^1.40"', 'azure-ai-projects = ">=2.3,<3"\nazure-identity = "*"'),
    );
  });

  it("is no manifest when it only configures tools", async () => {
    expect(await edited("pyproject.toml", "[tool.black]\nline-length = 100\n", OPENAI)).toBeUndefined();
    expect(await edited("pyproject.toml", "[project\n", OPENAI)).toBeUndefined();
  });
});

describe("the other formats of Python", () => {
  it("Pipfile", async () => {
    const text = lines("[packages]", 'azure-ai-agents = "*"', "", "[dev-packages]", 'pytest = "*"');
    expect(await edited("Pipfile", text, AGENTS)).toBe(
      text.replace('azure-ai-agents = "*"', 'azure-ai-projects = ">=2.3,<3"\nazure-identity = "*"'),
    );
  });

  it("setup.cfg", async () => {
    const text = lines(
      "[options]",
      "install_requires =",
      "    openai>=1.0",
      "    # web",
      "    flask",
      "zip_safe = no",
      "",
      "[options.extras_require]",
      "dev =",
      "    pytest",
    );
    expect(await edited("setup.cfg", text, OPENAI)).toBe(
      text.replace("    openai>=1.0", "    azure-ai-projects>=2.3,<3\n    azure-identity"),
    );
  });

  it("setup.py", async () => {
    const text = lines(
      "from setuptools import setup",
      'NAMES = ["openai"]',
      "setup(",
      "    name='openai-desk',",
      "    install_requires=[",
      "        'openai>=1.0',",
      "        'flask',",
      "    ],",
      "    extras_require={'dev': ['pytest']},",
      ")",
    );
    expect(await edited("setup.py", text, OPENAI)).toBe(
      text.replace("        'openai>=1.0',", "        'azure-ai-projects>=2.3,<3',\n        'azure-identity',"),
    );
  });

  it("environment.yml with a list of pip", async () => {
    const text = lines(
      "dependencies:",
      "  - python=3.11",
      "  - pip",
      "  - pip:",
      "      - openai==1.3  # old",
      "      - rich",
    );
    expect(await edited("environment.yml", text, OPENAI)).toBe(
      text.replace("      - openai==1.3  # old", "      - azure-ai-projects>=2.3,<3\n      - azure-identity"),
    );
  });

  it("environment.yml without one", async () => {
    const text = lines("name: desk", "dependencies:", "  - python=3.11", "  - conda-forge::openai=1.3", "prefix: /x");
    expect(await edited("environment.yml", text, OPENAI)).toBe(
      lines(
        "name: desk",
        "dependencies:",
        "  - python=3.11",
        "  - pip",
        "  - pip:",
        "    - azure-ai-projects>=2.3,<3",
        "    - azure-identity",
        "prefix: /x",
      ),
    );
  });
});

describe("package.json", () => {
  const json = (dependencies: Record<string, string>, rest: object = {}): string =>
    `${JSON.stringify({ name: "desk", ...rest, dependencies }, null, 2)}\n`;

  it("adds in the order of names and removes what nothing imports", async () => {
    const text = json({ "@azure/core-auth": "^1.0.0", openai: "^4.20.0", zod: "^3.0.0" });
    expect(await edited("package.json", text, JAVASCRIPT)).toBe(
      json({
        "@azure/ai-projects": "^2.8.0",
        "@azure/core-auth": "^1.0.0",
        "@azure/identity": "^4.13.1",
        zod: "^3.0.0",
      }),
    );
  });

  it("keeps an order that is not that of names, and tabs", async () => {
    const text = '{\n\t"dependencies": {\n\t\t"zod": "^3.0.0",\n\t\t"openai": "^4.20.0"\n\t}\n}';
    expect(await edited("package.json", text, JAVASCRIPT)).toBe(
      '{\n\t"dependencies": {\n\t\t"zod": "^3.0.0",\n\t\t"@azure/ai-projects": "^2.8.0",\n\t\t"@azure/identity": "^4.13.1"\n\t}\n}',
    );
  });

  it.each([[">=18"], ["^20.9.0 || >=22"], ["20.x"]])(
    "takes the last version for Node 20 where engines say %s",
    async (node) => {
      const text = json({ openai: "^4.20.0" }, { engines: { node } });
      expect(await edited("package.json", text, JAVASCRIPT)).toContain('"@azure/ai-projects": "~2.2.0"');
    },
  );

  it("takes the newest where engines say 22", async () => {
    const text = json({ openai: "^4.20.0" }, { engines: { node: ">=22.1" } });
    expect(await edited("package.json", text, JAVASCRIPT)).toContain('"@azure/ai-projects": "^2.8.0"');
  });

  it("raises what is too old where it stands, and brings openai to the major of the new SDK", async () => {
    const text = `${JSON.stringify({ devDependencies: { "@azure/ai-projects": "1.0.0-beta.3", openai: "^7.1.0" } }, null, 4)}\n`;
    const imports = {
      before: ["@azure/ai-projects", "openai"],
      after: ["@azure/ai-projects", "@azure/identity", "openai"],
    };
    expect(await edited("package.json", text, imports)).toBe(
      `${JSON.stringify({ devDependencies: { "@azure/ai-projects": "^2.8.0", "@azure/identity": "^4.13.1", openai: "^6.49.0" } }, null, 4)}\n`,
    );
  });

  it("leaves openai where classic calls were written for it, and says so", async () => {
    const read = await formatOf("/package.json")!.load();
    const text = json({ "@azure/ai-projects": "^2.4.0", "@azure/identity": "^4.0.0", openai: "^4.20.0" });
    const after = ["@azure/ai-projects", "@azure/identity", "openai"];
    const result = edit("javascript", read, text, { before: ["openai"], after, classic: ["openai"] })!;
    expect(result.text).toBe(text);
    expect(result.problems).toEqual([expect.stringContaining("openai stays at ^4.20.0")]);
  });

  it("does not add openai where classic calls run on one that is not declared", async () => {
    const read = await formatOf("/package.json")!.load();
    const after = ["@azure/ai-projects", "@azure/identity", "openai"];
    const result = edit("javascript", read, json({ zod: "^4.0.0" }), {
      before: ["openai"],
      after,
      classic: ["openai"],
    })!;
    expect(result.text).not.toContain('openai":');
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

  it("leaves versions that come from elsewhere, and says so", async () => {
    const read = await formatOf("/package.json")!.load();
    const text = json({ "@azure/ai-projects": "catalog:", "@azure/identity": "workspace:*" });
    const result = edit("javascript", read, text, { before: [], after: JAVASCRIPT.after })!;
    expect(result.text).toBe(text);
    expect(result.problems).toHaveLength(2);
  });

  it("makes a list where there is none", async () => {
    expect(await edited("package.json", '{\n  "name": "desk"\n}\n', JAVASCRIPT)).toBe(
      '{\n  "name": "desk",\n  "dependencies": {\n    "@azure/ai-projects": "^2.8.0",\n    "@azure/identity": "^4.13.1"\n  }\n}\n',
    );
  });
});

describe("a pip command of a notebook", () => {
  const command = (text: string, imports: Imports): string | undefined =>
    edit("python", readPipCommands, text, imports)?.text;

  it.each([
    ["%pip install -q azure-ai-agents azure-identity", '%pip install -q "azure-ai-projects>=2.3,<3" azure-identity'],
    [
      "!pip install 'azure-ai-agents==1.0.0' -r more.txt && ls",
      "!pip install 'azure-ai-projects>=2.3,<3' azure-identity -r more.txt && ls",
    ],
    [
      "%pip install azure-identity azure-ai-agents  # agents",
      '%pip install azure-identity "azure-ai-projects>=2.3,<3"  # agents',
    ],
    [
      "!python -m pip install --index-url azure-ai-agents rich",
      '!python -m pip install --index-url azure-ai-agents rich "azure-ai-projects>=2.3,<3" azure-identity',
    ],
  ])("%s", (before, after) => {
    expect(command(before, AGENTS)).toBe(after);
  });

  it("raises an unquoted version", () => {
    const imports = { before: ["azure.ai.projects"], after: ["azure.ai.projects", "azure.identity"] };
    expect(command("%pip install azure-ai-projects==1.0.0b10 azure-identity", imports)).toBe(
      '%pip install "azure-ai-projects>=2.3,<3" azure-identity',
    );
  });

  it("is no other command", () => {
    expect(command("!ls azure-ai-agents", AGENTS)).toBeUndefined();
  });
});
