// Packages with calls in one file and over several, with and without manifests, files without calls, and files that are skipped.

const CLIENT = `import OpenAI from "openai";\n\nexport const client = new OpenAI();\n`;
const asks = (from: string): string => `import { client } from "${from}";

export async function ask(question: string): Promise<string> {
  const thread = await client.beta.threads.create({ messages: [{ role: "user", content: question }] });
  const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id: process.env.ASSISTANT! });
  if (run.status !== "completed") throw new Error(run.status);
  const messages = await client.beta.threads.messages.list(thread.id);
  return messages.data[0].content[0].type === "text" ? messages.data[0].content[0].text.value : "";
}
`;
/** A flow in one file that cannot be migrated. */
export const ALONE = `import OpenAI from "openai";

const client = new OpenAI();

export async function start() {
  const thread = await client.beta.threads.create();
  return (await client.beta.threads.runs.create(thread.id, { assistant_id: "asst_abc123abc123abc123abc123", truncation_strategy: { type: "last_messages", last_messages: 4 } })).status;
}
`;
const PYTHON = `from openai import OpenAI

client = OpenAI()


def start():
    return client.beta.threads.create().id
`;
/** A package.json that declares the SDK. */
export const manifest = (name: string): string =>
  `${JSON.stringify({ name, dependencies: { openai: "^4.104.0" } }, null, 2)}\n`;

/** A workspace of several packages, by path. */
export const workspace: Readonly<Record<string, string>> = {
  "package.json": manifest("all"),
  "packages/a/package.json": manifest("a"),
  "packages/a/client.ts": CLIENT,
  "packages/a/ask.ts": asks("./client.js"),
  "packages/a/more/ask.ts": asks("../client.js"),
  "packages/b/package.json": manifest("b"),
  "packages/b/alone.ts": ALONE,
  "packages/b/other.ts": ALONE,
  "packages/c/client.ts": CLIENT,
  "packages/c/ask.ts": asks("./client.js"),
  "py/requirements.txt": "openai==1.50.0\n",
  "py/main.py": PYTHON,
  "py/broken.py": "import openai\ndef (:\n",
  "scripts/none.ts": "export const none = 1;\n",
  "scripts/binary.ts": "openai.beta.threads\0",
  "settings/.env": "ASSISTANT_ID=asst_abc123abc123abc123abc123\n",
};
