import { expect, it } from "vitest";
import { migrateFiles } from "../harness/migrate.js";

// No fixture: what such a program becomes cannot type-check, which is the very thing that the finding says.

const CLASSIC = `
import os

from azure.ai.projects import AIProjectClient
from azure.identity import DefaultAzureCredential


def run(thread_id: str, agent_id: str) -> str:
    client = AIProjectClient(endpoint=os.environ["PROJECT_ENDPOINT"], credential=DefaultAzureCredential())
    started = client.agents.runs.create(thread_id=thread_id, agent_id=agent_id, truncation_strategy={"type": "last_messages", "last_messages": 4})
    return started.id
`;

const MOVES = CLASSIC.replace(', truncation_strategy={"type": "last_messages", "last_messages": 4}', "");

const WARNING = /^Classic calls stay here that the current version of azure-ai-projects does not have/;

async function warnings(files: Record<string, string>): Promise<string[]> {
  const { migration } = await migrateFiles(new Map(Object.entries(files)), "/p");
  return migration.findings.filter(({ message }) => WARNING.test(message)).map(({ file }) => file);
}

it("says where classic calls of a project client stay while others need the next version of its package", async () => {
  expect(await warnings({ "stays.py": CLASSIC, "moves.py": MOVES })).toEqual(["/p/stays.py"]);
});

it("says nothing where all calls move, or all stay", async () => {
  expect(await warnings({ "moves.py": MOVES })).toEqual([]);
  expect(await warnings({ "stays.py": CLASSIC })).toEqual([]);
});
