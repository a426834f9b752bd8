// What the shim costs, in this process: a call through it against the same call made directly, in the same run; and its memory.
//   npm run build && node --expose-gc bench/shim.mjs [calls=3000] [operations=50000]
// The upstream is the smallest service that answers, in a process of its own, so that only the way there differs.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median, percentile, serveUpstream } from "./upstream.mjs";

const BUILD = process.env.MIGRATE_AGENTS_BUILD ?? new URL("../dist/", import.meta.url).href;

const WARM_UP = 300;

if (process.send) await serveUpstream();
else await main(Number(process.argv[2] ?? 3000), Number(process.argv[3] ?? 50_000));

async function main(calls, operations) {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: [] });
  const { base } = await new Promise((resolve) => child.once("message", resolve));
  const { createShim } = await import(new URL("src/shim/index.js", BUILD).href);
  const shim = createShim({ endpoint: base });
  const ask = (path, body, method = "POST") =>
    shim.fetch(new Request(`http://shim/v1${path}`, { ...request(body), method }));
  const assistant = await (await ask("/assistants", { model: "m" })).json();
  let failed = false;
  const compare = async (name, direct, through) => {
    const ways = [direct, through].map((work) => ({ work, times: [], cpu: 0 }));
    // Turn by turn, so that whatever else the machine does hits both alike.
    for (let turn = 0; turn < calls + WARM_UP; turn++) {
      for (const way of ways) {
        const [started, cpu] = [performance.now(), process.cpuUsage()];
        const stop = await way.work();
        if (turn < WARM_UP) continue;
        way.times.push((stop ?? performance.now()) - started);
        const { user, system } = process.cpuUsage(cpu);
        way.cpu += (user + system) / 1000 / calls;
      }
    }
    const [before, after] = ways.map(({ times }) => median(times));
    failed ||= after - before >= 1;
    const told = ways.map(({ times }) => `${median(times).toFixed(2)} ms (p95 ${percentile(times, 0.95).toFixed(2)})`);
    console.log(`${name}: direct ${told[0]}, through the shim ${told[1]}`);
    const cpu = ways[1].cpu - ways[0].cpu;
    console.log(
      `  adds ${(after - before).toFixed(2)} ms at the median (budget 1), ${cpu.toFixed(2)} ms of CPU time on average`,
    );
  };
  await compare(
    "create a thread",
    async () => void (await (await fetch(`${base}/conversations`, request({ metadata: { a: "b" } }))).json()),
    async () => void (await (await ask("/threads", { metadata: { a: "b" } })).json()),
  );
  const thread = await (await ask("/threads", {})).json();
  const message = { role: "user", content: "Hello" };
  const item = { items: [{ type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] }] };
  await compare(
    "add a message",
    async () => void (await (await fetch(`${base}/conversations/conv_1/items`, request(item))).json()),
    async () => void (await (await ask(`/threads/${thread.id}/messages`, message)).json()),
  );
  await compare(
    "first token of a streamed run",
    async () => {
      const answer = await fetch(
        `${base}/responses`,
        request({ model: "m", input: [], conversation: "conv_1", stream: true }),
      );
      return firstToken(answer, "response.output_text.delta");
    },
    async () =>
      firstToken(
        await ask(`/threads/${thread.id}/runs`, { assistant_id: assistant.id, stream: true }),
        "thread.message.delta",
      ),
  );
  failed = !(await memory(ask, assistant.id, operations)) || failed;
  child.kill();
  process.exitCode = failed ? 1 : 0;
}

function request(body) {
  return {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer x" },
    body: JSON.stringify(body),
  };
}

/** When the first delta was there. The rest is read too, outside of the time. */
async function firstToken(answer, event) {
  let text = "";
  let at;
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (at === undefined && text.includes(event)) at = performance.now();
  }
  if (at === undefined) throw new Error(`No ${event} in ${text.slice(0, 500)}`);
  return at;
}

/** RSS after all operations over RSS after a tenth of them. */
async function memory(ask, assistant, operations) {
  const sizes = [];
  let done = 0;
  for (const mark of [operations / 10, operations]) {
    const worker = async () => {
      while (done < mark) {
        done += 1;
        const body = { assistant_id: assistant, stream: true, thread: { messages: [{ role: "user", content: "Hi" }] } };
        const text = await (await ask("/threads/runs", body)).text();
        const id = /"thread_id":"(thread_\w+)"/.exec(text)[1];
        await (await ask(`/threads/${id}`, undefined, "DELETE")).text();
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    globalThis.gc?.();
    sizes.push(process.memoryUsage().rss / 1e6);
    console.log(`RSS after ${mark} streamed runs and their threads' ends: ${sizes.at(-1).toFixed(1)} MB`);
  }
  const ratio = sizes[1] / sizes[0];
  console.log(`ratio ${ratio.toFixed(2)} (budget 1.2)`);
  return ratio <= 1.2;
}
