// The proxy beside a server that only passes requests on, a thousand streams through it at once, and its memory over many streams.
//   npm run build && node bench/proxy.mjs [seconds=8] [streams=1000] [operations=20000]
// Upstream, proxy and pass-through run in processes of their own.
import { fork, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { tellMachine } from "./machine.mjs";
import { SAID, serveUpstream } from "./upstream.mjs";

const CLI = process.env.MIGRATE_AGENTS_CLI ?? fileURLToPath(new URL("../dist/src/cli/main.js", import.meta.url));
const CONNECTIONS = 32;

if (process.argv[2] === "--upstream") await serveUpstream();
else if (process.argv[2] === "--pass") await passThrough(process.argv[3]);
else await main(Number(process.argv[2] ?? 8), Number(process.argv[3] ?? 1000), Number(process.argv[4] ?? 20_000));

/** What the proxy is held against: the same server, the same fetch, nothing between. */
async function passThrough(base) {
  const { serve } = await import("@hono/node-server");
  const { Hono } = await import("hono");
  const app = new Hono();
  app.all("*", async (context) => {
    const { method, headers, body } = context.req.raw;
    const passed = new Headers(headers);
    for (const name of ["host", "connection", "content-length", "transfer-encoding"]) passed.delete(name);
    const init = { method, headers: passed, ...(method === "POST" && { body, duplex: "half" }) };
    const answer = await fetch(base + context.req.path.replace(/^\/v1/, ""), init);
    return new Response(answer.body, {
      status: answer.status,
      headers: { "content-type": answer.headers.get("content-type") },
    });
  });
  serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
    process.send({ base: `http://127.0.0.1:${port}/v1` }),
  );
}

async function main(seconds, streams, operations) {
  tellMachine();
  const self = fileURLToPath(import.meta.url);
  const children = [];
  const forked = async (...args) => {
    const child = fork(self, args);
    children.push(child);
    const { base } = await new Promise((resolve) => child.once("message", resolve));
    return { base, pid: child.pid };
  };
  const upstream = await forked("--upstream");
  const bare = await forked("--pass", upstream.base);
  const args = ["proxy", "--port", "0", "--upstream", upstream.base, "--store", "memory", "--model", "old=slow"];
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: mkdtempSync(path.join(tmpdir(), "bench-")),
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(child);
  const [line] = (await new Promise((resolve) => child.stdout.setEncoding("utf8").once("data", resolve))).split("\n");
  const proxy = { base: `${line}/v1`, pid: child.pid };
  // In turns, so that what else the machine does hits both; the first turn warms up.
  const turns = [];
  for (const share of [seconds / 4, seconds / 2, seconds / 2]) {
    turns.push([await load(bare, "/conversations", share), await load(proxy, "/threads", share)]);
  }
  const mean = (server, kind) => (turns[1][server][kind] + turns[2][server][kind]) / 2;
  const ratio = mean(1, "perCpu") / mean(0, "perCpu");
  for (const [kind, what] of [
    ["perSecond", "a second"],
    ["perCpu", "a second of the server's CPU time"],
  ]) {
    const [passed, proxied] = [mean(0, kind), mean(1, kind)];
    console.log(
      `requests ${what}: pass-through ${passed.toFixed(0)}, proxy ${proxied.toFixed(0)}, ratio ${(proxied / passed).toFixed(2)} (budget 0.5)`,
    );
  }
  const complete = await manyStreams(proxy.base, streams);
  const growth = await memory(proxy, operations);
  for (const each of children) each.kill();
  process.exitCode = ratio >= 0.5 && complete === streams && growth <= 1.2 ? 0 : 1;
}

function post(url, body, options) {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const headers = {
      "content-type": "application/json",
      authorization: "Bearer x",
      "content-length": Buffer.byteLength(text),
    };
    const sent = request(url, { method: "POST", headers, ...options }, (answer) => {
      options.onOpen?.();
      let received = "";
      answer.setEncoding("utf8").on("data", (chunk) => (received += chunk));
      answer
        .on("end", () => (answer.statusCode === 200 ? resolve(received) : reject(new Error(received))))
        .on("error", reject);
    });
    sent.on("error", reject).end(text);
  });
}

/** Requests a second, by the clock and by the CPU time of the server, which other programs on the machine do not change. */
async function load({ base, pid }, at, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const [started, cpu] = [performance.now(), cpuSeconds(pid)];
  const until = started + seconds * 1000;
  let done = 0;
  const worker = async () => {
    for (; performance.now() < until; done++) await post(base + at, { metadata: { a: "b" } }, { agent });
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  const used = cpuSeconds(pid) - cpu;
  return { perSecond: done / ((performance.now() - started) / 1000), perCpu: done / used };
}

/** What a process has computed so far; Linux only. */
function cpuSeconds(pid) {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) throw new Error("This benchmark reads /proc, which only Linux has.");
  const fields = readFileSync(file, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function manyStreams(base, count) {
  const assistant = JSON.parse(await post(`${base}/assistants`, { model: "old" }, {})).id;
  let [open, most] = [0, 0];
  const started = performance.now();
  const one = async () => {
    const onOpen = () => (most = Math.max(most, ++open));
    const text = await post(
      `${base}/threads/runs`,
      { assistant_id: assistant, stream: true },
      { agent: false, onOpen },
    );
    open--;
    return text;
  };
  const answers = await Promise.allSettled(Array.from({ length: count }, one));
  const complete = answers.filter(({ value }) => value && isWhole(value)).length;
  console.log(
    `${complete} of ${count} streams complete, ${most} open at once, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  for (const { reason } of answers.filter(({ reason }) => reason).slice(0, 3)) console.log(`  ${reason}`);
  return most === count ? complete : 0;
}

/** RSS of the proxy after all streamed runs, whose threads are deleted, by that after a tenth of them. */
async function memory({ base, pid }, operations) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const assistant = JSON.parse(await post(`${base}/assistants`, { model: "m" }, { agent })).id;
  const sizes = [];
  let done = 0;
  for (const mark of [0.1, 0.4, 0.7, 1].map((share) => share * operations)) {
    const worker = async () => {
      while (done < mark) {
        done++;
        const text = await post(`${base}/threads/runs`, { assistant_id: assistant, stream: true }, { agent });
        const id = /"thread_id":"(thread_\w+)"/.exec(text)[1];
        await post(`${base}/threads/${id}`, {}, { agent, method: "DELETE" });
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    sizes.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024);
    console.log(`RSS of the proxy after ${mark} streamed runs and their threads' ends: ${sizes.at(-1).toFixed(0)} MB`);
  }
  agent.destroy();
  const growth = sizes.at(-1) / sizes[0];
  console.log(`ratio ${growth.toFixed(2)} (budget 1.2)`);
  return growth;
}

function isWhole(text) {
  const said = [...text.matchAll(/^event: thread\.message\.delta\ndata: (.*)$/gm)].map(
    (match) => JSON.parse(match[1]).delta.content[0].text.value,
  );
  return (
    said.join("") === SAID &&
    text.includes("event: thread.run.completed\n") &&
    text.endsWith("event: done\ndata: [DONE]\n\n")
  );
}
