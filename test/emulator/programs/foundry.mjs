// An ordinary Foundry program: agents, conversation, sync, background and streamed responses, a tool loop, files, memory.
// Prints what it saw as JSON. Usage: node foundry.mjs <project endpoint> <SDK package>, with the emulator's certificate in
// NODE_EXTRA_CA_CERTS.
/* global process, console, File, setTimeout */
const { AIProjectClient } = await import(process.argv[3]);

const credential = { getToken: async () => ({ token: "fake", expiresOnTimestamp: Date.now() + 3_600_000 }) };
const project = new AIProjectClient(process.argv[2], credential);
const openai = project.getOpenAIClient();
const seen = {};
const reference = (name) => ({ body: { agent_reference: { type: "agent_reference", name } } });

// Agents and versions
const tools = [
  {
    type: "function",
    name: "get_weather",
    strict: false,
    parameters: { type: "object", properties: { city: { type: "string" } } },
  },
];
const first = await project.agents.createVersion(
  "helper",
  {
    kind: "prompt",
    model: "gpt-5",
    instructions: "Be kind to {{user}}.",
    tools,
    structured_inputs: { user: { default_value: "you" } },
  },
  { metadata: { label: "Helper" } },
);
const second = await project.agents.createVersion("helper", {
  kind: "prompt",
  model: "gpt-5",
  instructions: "Be kind to {{user}}.",
  tools,
  structured_inputs: { user: { default_value: "you" } },
});
seen.versions = [first.id, second.id, first.createdAt ?? first.created_at];
seen.latest = (await project.agents.get("helper")).versions.latest.version;
seen.listed = [];
for await (const version of project.agents.listVersions("helper", { limit: 1, order: "asc" }))
  seen.listed.push(version.version);
seen.agents = [];
for await (const agent of project.agents.list()) seen.agents.push(agent.name);

// Conversation, sync response
const conversation = await openai.conversations.create({
  items: [{ type: "message", role: "user", content: "Hello" }],
});
const hello = await openai.responses.create(
  { conversation: conversation.id },
  { body: { agent_reference: { type: "agent_reference", name: "helper" }, structured_inputs: { user: "Ann" } } },
);
seen.hello = hello.output_text;

// Tool loop, streamed
let stream = await openai.responses.create(
  { conversation: conversation.id, input: "Please call get_weather", stream: true },
  reference("helper"),
);
let call;
for await (const event of stream)
  if (event.type === "response.output_item.done" && event.item.type === "function_call") call = event.item;
const answered = openai.responses.stream(
  { conversation: conversation.id, input: [{ type: "function_call_output", call_id: call.call_id, output: "sunny" }] },
  reference("helper"),
);
seen.deltas = 0;
answered.on("response.output_text.delta", () => seen.deltas++);
seen.answer = (await answered.finalResponse()).output_text;
seen.items = [];
for await (const item of openai.conversations.items.list(conversation.id, { order: "asc", limit: 2 }))
  seen.items.push(item.type);

// Background
let background = await openai.responses.create(
  { conversation: conversation.id, input: "Later", background: true },
  reference("helper"),
);
seen.background = [background.status];
while (background.status === "queued" || background.status === "in_progress") {
  await new Promise((resolve) => setTimeout(resolve, 20));
  background = await openai.responses.retrieve(background.id);
}
seen.background.push(background.status, background.output_text);

// Refusals
seen.refused = await openai.responses.create({ input: "x", instructions: "No." }, reference("helper")).then(
  () => "accepted",
  (error) => [error.status, error.code, error.param],
);
seen.missing = await project.agents.get("nobody").then(
  () => "found",
  (error) => [error.name, error.statusCode, error.code],
);

// Files and memory
const file = await openai.files.create({ file: new File(["a,b"], "data.csv"), purpose: "assistants" });
const store = await openai.vectorStores.create({ name: "s" });
seen.ingested = (await openai.vectorStores.fileBatches.createAndPoll(store.id, { file_ids: [file.id] })).status;
const memory = await project.beta.memoryStores.create("notes", {
  kind: "default",
  chat_model: "gpt-5",
  embedding_model: "e",
});
await project.beta.memoryStores.createMemory("notes", "ann", "Likes tea", "user_profile");
await project.beta.memoryStores
  .updateMemories("notes", "ann", { items: [{ type: "message", role: "user", content: "Has a cat" }] })
  .pollUntilDone();
const found = await project.beta.memoryStores.searchMemories("notes", "ann", {});
seen.memory = [memory.name, found.memories.map((entry) => entry.memory_item.content)];

// A file that code interpreter makes, read from its container
await project.agents.createVersion("plotter", {
  kind: "prompt",
  model: "gpt-5",
  tools: [{ type: "code_interpreter", container: { type: "auto", file_ids: [file.id] } }],
});
const drawn = await openai.responses.create({ input: "Draw a chart" }, reference("plotter"));
const [citation] = drawn.output.find((item) => item.type === "message").content[0].annotations;
const where = { container_id: citation.container_id };
seen.chart = await (await openai.containers.files.content.retrieve(citation.file_id, where)).text();
seen.inside = (await openai.containers.files.list(citation.container_id, { order: "asc" })).data.map(
  ({ path }) => path,
);

// The agent's own endpoint, where the SDK has it
if (process.argv[3] === "@azure/ai-projects") {
  const bound = project.getOpenAIClient({ azureConfig: { allowPreview: true, agentName: "helper" } });
  seen.bound = (await bound.responses.create({ input: "direct" })).output_text;
}

seen.deleted = [await project.agents.deleteVersion("helper", "1"), await project.agents.delete("helper")];
console.log(JSON.stringify(seen));
