import { describe, expect, it } from "vitest";
import { migrate } from "../../src/api/migrate.js";

type Files = Readonly<Record<string, string>>;

async function migrated(files: Files): Promise<Record<string, string>> {
  const result = await migrate(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { leftovers: "leave" },
  );
  return Object.fromEntries(result.files.map(({ path, text }) => [path, text]));
}

const CLIENT = `import OpenAI from "openai";\nexport const openai = new OpenAI();\n`;
const use = (specifier: string): string =>
  `import { openai } from "${specifier}";\nexport const open = async () => (await openai.beta.threads.create()).id;\n`;

/** Where the client is, how it is imported, and what makes it so. */
const CASES: readonly (readonly [what: string, client: string, user: string, specifier: string, project: Files])[] = [
  [
    "paths of tsconfig.json, which has comments",
    "source/ai/client.ts",
    "source/routes/open.ts",
    "@ai/client",
    { "tsconfig.json": `{ // names\n "compilerOptions": { "paths": { "@ai/*": ["./source/ai/*"], }, }, }` },
  ],
  [
    "a path without a star, below baseUrl",
    "src/lib/openai.ts",
    "src/routes/open.ts",
    "client",
    { "tsconfig.json": `{ "compilerOptions": { "baseUrl": "src", "paths": { "client": ["lib/openai"] } } }` },
  ],
  [
    "baseUrl alone",
    "src/lib/openai.js",
    "src/routes/open.js",
    "lib/openai",
    { "jsconfig.json": `{ "compilerOptions": { "baseUrl": "src" } }` },
  ],
  [
    "a configuration that extends another one",
    "libs/ai/src/client.ts",
    "apps/desk/src/open.ts",
    "#ai/client",
    {
      "tsconfig.base.json": `{ "compilerOptions": { "paths": { "#ai/*": ["libs/ai/src/*"] } } }`,
      "apps/desk/tsconfig.json": `{ "extends": "../../tsconfig.base", "compilerOptions": { "strict": true } }`,
    },
  ],
  [
    "imports of package.json",
    "src/client.ts",
    "src/routes/open.ts",
    "#client",
    {
      "package.json": `{ "imports": { "#client": { "types": "./dist/client.d.ts", "default": "./dist/client.js" } } }`,
    },
  ],
  [
    "a package of an npm workspace by its name, with sources for its build",
    "packages/ai/src/index.ts",
    "packages/desk/src/open.ts",
    "@desk/ai",
    {
      "package.json": `{ "workspaces": ["packages/*"] }`,
      "packages/ai/package.json": `{ "name": "@desk/ai", "main": "./dist/index.js" }`,
      "packages/desk/package.json": `{ "name": "desk", "dependencies": { "@desk/ai": "*" } }`,
    },
  ],
  [
    "a part of a pnpm workspace's package, by its exports",
    "packages/ai/src/clients/openai.ts",
    "apps/desk/open.ts",
    "@desk/ai/client",
    {
      "pnpm-workspace.yaml": `packages: [packages/*, apps/*]`,
      "packages/ai/package.json": `{ "name": "@desk/ai", "exports": { "./client": { "import": "./dist/clients/openai.mjs" } } }`,
      "apps/desk/package.json": `{ "name": "desk", "dependencies": { "@desk/ai": "workspace:*" } }`,
    },
  ],
  [
    "a package without a build",
    "packages/ai/client.ts",
    "packages/desk/open.ts",
    "ai/client",
    { "packages/ai/package.json": `{ "name": "ai" }`, "packages/desk/package.json": `{ "name": "desk" }` },
  ],
];

describe("names that a project maps to files of the run", () => {
  it.each(CASES)("%s", async (_what, client, user, specifier, project) => {
    const now = await migrated({ ...project, [client]: CLIENT, [user]: use(specifier) });
    expect(now[user]).toContain("openai.conversations.create()");
    expect(now[client]).toContain("AIProjectClient");
  });

  it("is followed where only the importer's import says that it is concerned", async () => {
    const now = await migrated({
      "packages/ai/package.json": `{ "name": "@desk/ai" }`,
      "packages/desk/package.json": `{ "name": "desk" }`,
      "packages/ai/src/index.ts": `${CLIENT}export const start = (id: string) => openai.beta.threads.runs.createAndPoll(id, { assistant_id: "clerk" });\n`,
      "packages/desk/src/open.ts": `import { start } from "@desk/ai";\nexport const open = async () => (await start("t")).last_error?.message;\n`,
    });
    expect(now["packages/desk/src/open.ts"]).toContain(").error?.message");
  });

  it("does not take an SDK for a file, whatever maps it", async () => {
    const now = await migrated({
      "package.json": `{ "name": "openai", "main": "./dist/index.js" }`,
      "tsconfig.json": `{ "compilerOptions": { "paths": { "openai": ["./src/index.ts"] } } }`,
      "src/index.ts": `export default class OpenAI {}\n`,
      "open.ts": CLIENT + `export const open = async () => (await openai.beta.threads.create()).id;\n`,
    });
    expect(now["open.ts"]).toContain("conversations.create()");
  });

  it("leaves a name that means nothing here, and survives what is no configuration", async () => {
    const files = { "tsconfig.json": `{ "extends": "./tsconfig.json", "compilerOptions": [] }`, "package.json": `[]` };
    expect(await migrated({ ...files, "client.ts": CLIENT, "open.ts": use("@ai/client") })).toEqual({});
  });
});
