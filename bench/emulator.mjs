// How the emulator holds up: concurrent streams without loss, and memory over many creates and deletes.
//   npm run build && node bench/emulator.mjs [streams=1000] [operations=50000]
// The emulator runs in a process of its own, so that its memory is measured and not the clients'.
import { fork } from "node:child_process";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";

const BUILD = process.env.MIGRATE_AGENTS_BUILD ?? new URL("../dist/", import.meta.url).href;
const WORDS = Array.from({ length: 200 }, (_, index) => `word${index}`).join(" ");

if (process.send) await serve();
else await measure(Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 50_000));

/** The child: an emulator that tells its memory when asked. */
async function serve() {
  const { createEmulator } = await import(new URL("src/emulator/index.js", BUILD).href);
  // Streams last a little, so that all of them are open at once.
  const script = { rules: [{ when: { text: "stream" }, then: [{ delay: 5000 }, { text: WORDS }] }] };
  const server = await createEmulator({ script }).listen();
  process.on("message", () => {
    globalThis.gc?.();
    process.send({ rss: process.memoryUsage().rss });
  });
  process.send({ base: server.openaiBase });
}

async function measure(streams, operations) {
  const complete = await inChild((emulator) => countStreams(emulator, streams));
  const ratio = await inChild((emulator) => memoryRatio(emulator, operations));
  process.exitCode = complete === streams && ratio <= 1.2 ? 0 : 1;
}

/** Runs a measurement against a fresh emulator. */
async function inChild(measurement) {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: ["--expose-gc"] });
  const message = () => new Promise((resolve) => child.once("message", resolve));
  const { base } = await message();
  const rss = async () => {
    const answer = message();
    child.send("rss");
    return (await answer).rss / 1e6;
  };
  const send = (method, path, body, options) =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json" };
      const sent = request(`${base}${path}`, { method, headers, ...options }, (answer) => {
        let text = "";
        options.onOpen?.();
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => (text += chunk));
        answer.on("end", () => resolve(text)).on("error", reject);
      });
      sent.on("error", reject).end(body && JSON.stringify(body));
    });
  const result = await measurement({ send, rss });
  child.kill();
  return result;
}

async function countStreams({ send }, streams) {
  const begin = Date.now();
  const body = { model: "m", input: "stream", stream: true, store: false };
  let open = 0;
  let most = 0;
  const one = async () => {
    const onOpen = () => (most = Math.max(most, ++open));
    const text = await send("POST", "/responses", body, { agent: false, onOpen });
    open--;
    return text;
  };
  const answers = await Promise.allSettled(Array.from({ length: streams }, one));
  const complete = answers.filter(({ value }) => value && isWhole(value)).length;
  console.log(`${complete} of ${streams} streams complete, ${most} open at once, ${Date.now() - begin} ms`);
  return most === streams ? complete : 0;
}

/** RSS at the end over RSS after a tenth of the way. */
async function memoryRatio({ send, rss }, operations) {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const call = (method, path, body) => send(method, path, body, { agent });
  const cycle = async () => {
    const conversation = JSON.parse(await call("POST", "/conversations", {}));
    const turn = { model: "m", input: "Hello", conversation: conversation.id, stream: true };
    const id = /"id":"(resp_\w+)"/.exec(await call("POST", "/responses", turn))[1];
    await call("DELETE", `/responses/${id}`);
    await call("DELETE", `/conversations/${conversation.id}`);
  };
  const sizes = [];
  const started = Date.now();
  let done = 0;
  for (const mark of [operations / 10, operations]) {
    const worker = async () => {
      for (; done < mark; await cycle()) done += 1;
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    sizes.push(await rss());
    const rate = Math.round(done / ((Date.now() - started) / 1000));
    console.log(`RSS after ${mark} create+delete: ${sizes.at(-1).toFixed(1)} MB (${rate}/s)`);
  }
  agent.destroy();
  const ratio = sizes[1] / sizes[0];
  console.log(`ratio ${ratio.toFixed(2)} (budget 1.2)`);
  return ratio;
}

/** Every delta arrived, in order, and the final event says the same. */
function isWhole(stream) {
  const events = [...stream.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1]));
  const text = events
    .filter((event) => event.type === "response.output_text.delta")
    .map((event) => event.delta)
    .join("");
  return (
    text === WORDS &&
    events.every((event, index) => event.sequence_number === index) &&
    events.at(-1)?.type === "response.completed"
  );
}
