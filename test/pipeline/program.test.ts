import { describe, expect, it } from "vitest";
import { discover } from "../../src/discover/discover.js";
import { relativeTo } from "../../src/discover/paths.js";
import { languageOfPath, loadLanguage } from "../../src/languages/registry.js";
import { loadProgram } from "../../src/pipeline/program.js";
import { toyTerms } from "../support/toy/planner.js";
import { folderWith } from "../support/tree.js";

/** Names of the files that take part in a run over `files`. */
async function partOf(files: Record<string, string>, paths = ["."]): Promise<string[]> {
  const folder = folderWith(files);
  const accepts = (name: string): boolean => languageOfPath(name) !== undefined;
  const options = { paths, cwd: folder, include: [], exclude: [], gitignore: true, accepts, needles: toyTerms.needles };
  const program = await loadProgram(discover(options), { languageOfPath, loadLanguage }, toyTerms);
  return [...program.files.keys()].map((file) => relativeTo(folder, file)).sort();
}

const CLIENT = `import sdk from "toy-sdk";\nexport const client = new sdk();\nexport const limit = 3;\n`;

describe("loadProgram", () => {
  it("reads callers that hold no needle, however many files lie between", async () => {
    const files = await partOf({
      "client.ts": CLIENT,
      "lib/index.ts": `export { client } from "../client";\n`,
      "service.ts": `import { client } from "./lib";\nexport async function start() { return client.agents.begin(); }\n`,
      "route.ts": `import * as service from "./service.js";\nexport const handler = async () => (await service.start()).id;\n`,
      "app.ts": `const { handler } = require("./route");\nhandler();\n`,
      "other.ts": `import { readFile } from "node:fs";\n`,
    });
    expect(files).toEqual(["app.ts", "client.ts", "lib/index.ts", "route.ts", "service.ts"]);
  });

  it("does the same for Python, with submodules and packages", async () => {
    const files = await partOf({
      "app/client.py": "from toy_sdk import Client\n\nclient = Client()\n",
      "app/__init__.py": "",
      "app/use.py": "from . import calls\n\ndef go():\n    return calls.begin()\n",
      "app/calls.py": "def begin():\n    return thing.classicCall(1)\n",
      "main.py": "from app.use import go\n\ngo()\n",
      "shop.py": "import app.client as backend\n\nbackend.client.agents.begin()\n",
      "unrelated.py": "import os\n",
    });
    expect(files).toEqual(["app/__init__.py", "app/calls.py", "app/client.py", "app/use.py", "main.py", "shop.py"]);
  });

  it("leaves out files that import only what holds no handle", async () => {
    const files = await partOf({
      "client.ts": CLIENT,
      "config.ts": `export const provider = "toy-sdk";\n`,
      "a.ts": `import { limit } from "./client";\nexport const twice = 2 * limit;\n`,
      "b.ts": `import { provider } from "./config";\n`,
    });
    expect(files).toEqual(["client.ts", "config.ts"]);
  });

  it("reads helpers that handles may be passed to, two steps down", async () => {
    const files = await partOf({
      "main.ts": `import sdk from "toy-sdk";\nimport { show } from "./show";\nshow(sdk.x);\n`,
      "show.ts": `import { format } from "./format";\nexport const show = (x) => format(x);\n`,
      "format.ts": `import { pad } from "./pad";\nexport const format = (x) => pad(x.id);\n`,
      "pad.ts": `import { deeper } from "./deeper";\nexport const pad = (x) => deeper(x);\n`,
      "deeper.ts": `export const deeper = (x) => x;\n`,
    });
    expect(files).toContain("show.ts");
    expect(files).not.toContain("deeper.ts");
  });

  it("survives files that import each other", async () => {
    const files = await partOf({
      "a.ts": `import { b } from "./b";\nimport sdk from "toy-sdk";\nexport const a = () => b(sdk);\n`,
      "b.ts": `import { a } from "./a";\nexport const b = () => a;\n`,
    });
    expect(files).toEqual(["a.ts", "b.ts"]);
  });

  it("reads only below the given paths", async () => {
    const files = await partOf(
      { "src/client.ts": CLIENT, "scripts/use.ts": `import { client } from "../src/client";\n` },
      ["src"],
    );
    expect(files).toEqual(["src/client.ts"]);
  });
});
