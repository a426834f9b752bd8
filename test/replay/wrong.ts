/** A wrong rewrite: a place of a migrated project and what a careless tool would have written there. */
export interface WrongRewrite {
  readonly what: string;
  readonly project: string;
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

const TOOLS = { project: "weather-tools", file: "index.js" };
const CHAT = { project: "faq-bot", file: "src/chat.ts" };
const ROUTES = { project: "express-chat", file: "routes/chat.js" };
const BOOK = { project: "handbook-rag", file: "src/index.ts" };
const KITCHEN = { project: "console-chat", file: "main.ts" };
const ROOM = { project: "writers-room", file: "main.ts" };
const SLACK = { project: "slack-desk", file: "src/desk.ts" };
const STORY = { project: "stream-cli", file: "main.ts" };
const EVIDENCE = { project: "evidence-room", file: "main.ts" };
const STEPS = { project: "status-routes", file: "steps.js" };

/** Every kind of mistake that was made, or nearly, while the rules were written. */
export const WRONG_REWRITES: readonly WrongRewrite[] = [
  {
    ...TOOLS,
    what: "the item's id in place of the call's",
    from: "call_id: toolCall.call_id",
    to: "call_id: toolCall.id",
  },
  {
    ...TOOLS,
    what: "only the first of parallel calls is answered",
    from: "input: calls.map(",
    to: "input: calls.slice(0, 1).map(",
  },
  { ...TOOLS, what: "calls are not answered at all", from: /input: calls\.map\(/, to: "input: [].map(" },
  {
    ...TOOLS,
    what: "completed counts as done while calls wait",
    from: / && !response\.output\.some\(\(item\) => item\.type === "function_call"\)\) break/,
    to: ") break",
  },
  {
    ...TOOLS,
    what: "answers of two calls change places",
    from: 'const calls = response.output.filter((item) => item.type === "function_call");',
    to: 'const calls = response.output.filter((item) => item.type === "function_call").map((c, i, all) => ({ ...c, call_id: all[all.length - 1 - i].call_id }));',
  },
  { ...TOOLS, what: "tools of the agent are lost", from: "tools: flattenTools(tools),", to: "" },
  {
    ...TOOLS,
    what: "one tool of two is lost",
    from: "tools: flattenTools(tools)",
    to: "tools: flattenTools(tools).slice(1)",
  },
  { ...TOOLS, what: "functions become strict", from: "strict: strict ?? false", to: "strict: strict ?? true" },
  {
    ...TOOLS,
    what: "the agent is not referenced when calls are answered",
    from: /background: true,\n\s+\},\n\s+\{\n\s+body: \{\n\s+agent_reference: \{[^}]*\},\n\s+\},\n\s+\},/,
    to: 'background: true, model: "gpt-4.1" },',
  },
  {
    ...TOOLS,
    what: "answers go into another conversation",
    from: /conversation: conversation\.id,\n(\s+)input: calls/,
    to: "conversation: (await openai.conversations.create()).id,\n$1input: calls",
  },
  { ...TOOLS, what: "the arguments of a call are not read", from: "JSON.parse(toolCall.arguments)", to: "({})" },
  { ...TOOLS, what: "the agent stays", from: /await project\.agents\.deleteVersion\([^)]*\);/, to: "" },
  { ...KITCHEN, what: "instructions are lost", from: /instructions: "[^"]*",/, to: "" },
  { ...KITCHEN, what: "the temperature is lost", from: "temperature: 0.3,", to: "" },
  { ...KITCHEN, what: "another model", from: "gpt-4.1-mini", to: "gpt-4.1" },
  {
    ...KITCHEN,
    what: "the message is said twice",
    from: "const response = await client.responses.create(",
    to: 'await client.conversations.items.create(conversation.id, { items: [{ type: "message", role: "user", content: line }] });\n    const response = await client.responses.create(',
  },
  { ...KITCHEN, what: "the message is dropped", from: "input: line", to: "input: []" },
  {
    ...KITCHEN,
    what: "the oldest message is read for the newest",
    from: '.filter((item) => item.type === "message")[0]',
    to: '.filter((item) => item.type === "message").at(-1)!',
  },
  {
    ...KITCHEN,
    what: "items that are no answers are not sorted out of the order",
    from: "items.list(threadId)",
    to: 'items.list(threadId, { order: "asc" })',
  },
  {
    ...KITCHEN,
    what: "the wrong test of the status",
    from: 'response.status === "completed"',
    to: 'response.status !== "completed"',
  },
  {
    ...KITCHEN,
    what: "every question starts a conversation of its own",
    from: "{ conversation: conversation.id, input: line }",
    to: "{ input: line }",
  },
  { ...KITCHEN, what: "the conversation stays", from: "await client.conversations.delete(conversation.id);", to: "" },
  {
    ...KITCHEN,
    what: "a question is asked by the developer",
    from: "input: line",
    to: 'input: [{ type: "message", role: "developer", content: line }]',
  },
  {
    ...KITCHEN,
    what: "the text of a part is read where it was",
    from: "? part.text :",
    to: "? (part.text as unknown as { value: string }).value :",
  },
  { ...CHAT, what: "metadata of a thread is lost", from: '{ metadata: { source: "kiosk" } }', to: "" },
  { ...CHAT, what: "a history in the wrong order", from: 'order: "asc"', to: 'order: "desc"' },
  { ...CHAT, what: "a history without the user's part", from: 'part.type === "input_text" || ', to: "" },
  {
    ...ROUTES,
    what: "an exception is swallowed",
    from: "res.json({ reply: response.output_text });\n  } catch (err) {\n    next(err);",
    to: 'res.json({ reply: response.output_text });\n  } catch (err) {\n    res.json({ reply: "" });',
  },
  { ...ROUTES, what: "metadata that comes from a request is lost", from: "metadata: { user: req.body.user }", to: "" },
  { ...BOOK, what: "one file of two is dropped", from: "{ files: streams }", to: "{ files: streams.slice(0, 1) }" },
  {
    ...BOOK,
    what: "the search has no store",
    from: 'tools: [{ type: "file_search", vector_store_ids: [storeId] }],',
    to: "",
  },
  { ...BOOK, what: "the store stays", from: "await openai.vectorStores.delete(storeId);", to: "" },
  {
    ...ROOM,
    what: "two roles change places",
    from: "speak(review.id, critic.name, draft)",
    to: "speak(review.id, author.name, draft)",
  },
  {
    ...ROOM,
    what: "two conversations become one",
    from: "const review = await openai.conversations.create();",
    to: "const review = desk;",
  },
  {
    ...ROOM,
    what: "the wrong agent is deleted",
    from: /assistant\.name,\n\s+assistant\.version,/,
    to: "author.name, author.version,",
  },
  { ...SLACK, what: "an answer that was cut counts as failed", from: 'case "incomplete":', to: 'case "cancelled":' },
  {
    ...STORY,
    what: "pieces of a stream are told twice",
    from: "process.stdout.write(part.delta);",
    to: "process.stdout.write(part.delta); process.stdout.write(part.delta);",
  },
  { ...STORY, what: "the end of a stream is not seen", from: "response.completed", to: "response.done" },
  {
    ...STORY,
    what: "a failure in a stream is not seen",
    from: 'event.type === "response.failed"',
    to: 'event.type === "response.incomplete"',
  },
  {
    ...STEPS,
    what: "a run that was started in the background ends another way",
    from: 'response.status === "completed"',
    to: 'response.status === "complete"',
  },
  { ...STEPS, what: "a new conversation for each question", from: "if (!threadId) {", to: "if (true) {" },
  {
    ...EVIDENCE,
    what: "the files of a conversation are given to the first response only",
    from: "structured_inputs: await filesOf(openai, threadId)",
    to: "structured_inputs: (await openai.conversations.items.list(threadId)).data.length > 1 ? {} : await filesOf(openai, threadId)",
  },
  {
    ...EVIDENCE,
    what: "files that are to be searched are given to the code interpreter only",
    from: "if (searched.length > 0) {",
    to: "if (searched.length > 9) {",
  },
  {
    ...EVIDENCE,
    what: "files of one conversation reach another one",
    from: "client.conversations.retrieve(conversationId);\n  const kept = ",
    to: "client.conversations.retrieve((globalThis.first ??= conversationId));\n  const kept = ",
  },
];
