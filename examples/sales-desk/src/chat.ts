// A console chat about a table of sales figures: the assistant computes with them in its sandbox.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline/promises";
import type { TextContentBlock } from "openai/resources/beta/threads/messages";
import { openai } from "./client.js";

const figures = await openai.files.create({ file: createReadStream(process.argv[2]!), purpose: "assistants" });
const analyst = await openai.beta.assistants.create({
  name: "Sales Analyst",
  model: "gpt-4.1",
  instructions: "You answer questions about the attached sales figures. Compute, do not guess.",
  tools: [{ type: "code_interpreter" }],
  tool_resources: { code_interpreter: { file_ids: [figures.id] } },
  temperature: 0.2,
});
const thread = await openai.beta.threads.create({ metadata: { channel: "console" } });

/** Asks one question and waits for the answer. */
async function ask(question: string): Promise<string> {
  await openai.beta.threads.messages.create(thread.id, { role: "user", content: question });
  let run = await openai.beta.threads.runs.create(thread.id, { assistant_id: analyst.id });
  while (run.status === "queued" || run.status === "in_progress") {
    await new Promise((resolve) => setTimeout(resolve, 500));
    run = await openai.beta.threads.runs.retrieve(run.id, { thread_id: thread.id });
  }
  if (run.status !== "completed") throw new Error(run.last_error?.message ?? `The run is ${run.status}.`);
  console.debug(`${run.usage?.prompt_tokens} tokens read, ${run.usage?.completion_tokens} written`);

  const messages = await openai.beta.threads.messages.list(thread.id, { order: "desc", limit: 1 });
  return (messages.data[0].content[0] as TextContentBlock).text.value;
}

const terminal = createInterface({ input: process.stdin, output: process.stdout });
for (;;) {
  const question = await terminal.question("> ");
  if (question === "") break;
  console.log(await ask(question));
}
terminal.close();

for await (const message of openai.beta.threads.messages.list(thread.id, { order: "asc" })) {
  for (const part of message.content) {
    if (part.type === "text") console.log(`${message.role}: ${part.text.value}`);
  }
}
await openai.beta.threads.delete(thread.id);
await openai.beta.assistants.delete(analyst.id);
