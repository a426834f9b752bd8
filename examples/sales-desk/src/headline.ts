import { openai } from "./client.js";

/** Writes a headline for a report, letter by letter as it is made. */
export async function headline(report: string): Promise<void> {
  const thread = await openai.beta.threads.create({ messages: [{ role: "user", content: report }] });
  const stream = openai.beta.threads.runs.stream(thread.id, { assistant_id: process.env.HEADLINE_ASSISTANT_ID! });
  for await (const event of stream) {
    if (event.event !== "thread.message.delta") continue;
    const part = event.data.delta.content?.[0];
    if (part?.type === "text") process.stdout.write(part.text?.value ?? "");
  }
}
