// The smallest service that the shim can stand in front of: it answers at once and keeps nothing. And what benchmarks count with.
import { createServer } from "node:http";

const WORDS = Array.from({ length: 50 }, (_entry, index) => `word${index} `);

/** What a stream of this service says. */
export const SAID = WORDS.join("");

let made = 0;

/** Serves on a free port and tells it to the parent process. A model named "slow" waits, so that all streams are open at once. */
export async function serveUpstream() {
  const server = createServer((incoming, outgoing) => {
    let text = "";
    incoming.setEncoding("utf8").on("data", (chunk) => (text += chunk));
    incoming.on("end", () => answer(incoming, text, outgoing));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", 4096, resolve));
  process.send({ base: `http://127.0.0.1:${server.address().port}/v1` });
}

function answer({ method, url }, text, outgoing) {
  const json = (body) => {
    outgoing.writeHead(200, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(body));
  };
  const path = url.replace(/^\/v1|\?.*$/g, "");
  if (path === "/responses") return stream(JSON.parse(text), outgoing);
  const body = text === "" ? {} : JSON.parse(text);
  if (path.endsWith("/items")) {
    return json({
      object: "list",
      data: body.items.map((item) => ({ id: `msg_${++made}`, status: "completed", ...item })),
      has_more: false,
    });
  }
  const id = /^\/conversations\/(\w+)/.exec(path)?.[1] ?? `conv_${++made}`;
  if (method === "DELETE") return json({ id, object: "conversation.deleted", deleted: true });
  json({ id, object: "conversation", created_at: 1_800_000_000, metadata: body.metadata ?? {} });
}

async function stream(body, outgoing) {
  const number = ++made;
  const item = { id: `msg_r${number}`, type: "message", role: "assistant", status: "in_progress", content: [] };
  const response = {
    id: `resp_${number}`,
    object: "response",
    created_at: 1_800_000_000,
    status: "in_progress",
    model: body.model,
    conversation: { id: body.conversation },
    metadata: body.metadata ?? {},
    output: [],
    usage: null,
  };
  let sequence = 0;
  const send = (type, fields) =>
    outgoing.write(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...fields })}\n\n`);
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  send("response.created", { response });
  send("response.in_progress", { response });
  send("response.output_item.added", { output_index: 0, item });
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  send("response.content_part.added", { ...place, part: { type: "output_text", text: "", annotations: [] } });
  for (const [index, delta] of WORDS.entries()) {
    send("response.output_text.delta", { ...place, delta });
    if (index === 25 && body.model === "slow") await new Promise((resolve) => setTimeout(resolve, 20_000));
  }
  const content = [{ type: "output_text", text: SAID, annotations: [] }];
  const done = { ...item, status: "completed", content };
  send("response.output_text.done", { ...place, text: SAID });
  send("response.output_item.done", { output_index: 0, item: done });
  const usage = { input_tokens: 1, output_tokens: 50, total_tokens: 51 };
  send("response.completed", { response: { ...response, status: "completed", output: [done], usage } });
  outgoing.end();
}

/** The value below which a share of them lies. */
export function percentile(values, share) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const median = (values) => percentile(values, 0.5);
