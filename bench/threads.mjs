// Whether reading files in worker threads could pay: what reading costs here, what it costs to hand trees over from another thread
// (written and read as a structured clone, as postMessage does), and what a thread costs before it has read anything.
//   npm run build && node bench/threads.mjs [files=300]
import { Worker, isMainThread, parentPort } from "node:worker_threads";
import { deserialize, serialize } from "node:v8";
import { fileURLToPath } from "node:url";
import { tellMachine } from "./machine.mjs";
import { hit, randomFrom } from "./repository.mjs";

const READ = new URL("../dist/src/languages/javascript/read.js", import.meta.url).href;
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

if (isMainThread) await measure(Number(process.argv[2] ?? 300));
else {
  const { read } = await import(READ);
  read("/a.ts", hit(randomFrom(1)));
  parentPort.postMessage("ready");
}

async function measure(count) {
  tellMachine();
  const { read } = await import(READ);
  const texts = Array.from({ length: count }, (_, n) => hit(randomFrom(n)));
  const took = (work) => {
    const before = cpu();
    const result = work();
    return { ms: cpu() - before, result };
  };
  took(() => texts.slice(0, 100).map((text, n) => read(`/warm${n}.ts`, text)));
  const reading = took(() => texts.map((text, n) => read(`/m${n}.ts`, text)));
  const written = took(() => reading.result.map((tree) => serialize(tree)));
  const opened = took(() => written.result.map((bytes) => deserialize(bytes)));
  const before = cpu();
  const worker = new Worker(fileURLToPath(import.meta.url));
  await new Promise((resolve) => worker.once("message", resolve));
  const start = cpu() - before;
  await worker.terminate();
  const handed = written.ms + opened.ms;
  console.log(`${count} files read: ${reading.ms.toFixed(0)} ms of CPU time`);
  console.log(`  their trees handed over: ${written.ms.toFixed(0)} ms to write, ${opened.ms.toFixed(0)} ms to open`);
  console.log(`  a thread that can read: ${start.toFixed(0)} ms`);
  const saved = reading.ms / 2 - opened.ms - written.ms / 2;
  console.log(
    `  with half of them read in one more thread, the first would be done ${saved.toFixed(0)} ms sooner at best, for ${(start + handed / 2).toFixed(0)} ms more of CPU time`,
  );
}
