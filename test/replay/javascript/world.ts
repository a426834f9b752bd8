import { createRequire } from "node:module";
import { Readable, Writable } from "node:stream";
import { format } from "node:util";
import type { ReplaySpec } from "../project.js";
import { Busy } from "./busy.js";

/** How much faster than the clock a replayed program waits. Longer waits are timeouts and stay as they are. */
const SPEED = 200;
const LONGEST_WAIT = 60_000;

export class Exit extends Error {}

/** What a program finds around it: a process, a console and timers of its own. */
export class World {
  readonly busy = new Busy();
  readonly lines: string[] = [];
  #open = "";
  readonly input: string[];
  readonly process: NodeJS.Process;
  readonly console: Console;
  #handlers = new Map<string, ((...args: unknown[]) => void)[]>();
  readonly #timers = {
    setTimeout: globalThis.setTimeout,
    setInterval: globalThis.setInterval,
    clearTimeout: globalThis.clearTimeout,
  };

  constructor(spec: ReplaySpec, env: Readonly<Record<string, string>>) {
    this.input = [...(spec.stdin ?? [])];
    const stdout = new Writable({ write: (chunk, _encoding, done) => (this.write(String(chunk)), done()) });
    const own: Record<string | symbol, unknown> = {
      argv: ["node", spec.entry, ...(spec.args ?? [])],
      env: { ...env },
      stdin: Readable.from(this.input.map((line) => `${line}\n`)),
      stdout,
      stderr: new Writable({ write: (chunk, _encoding, done) => (this.write(`! ${String(chunk)}`), done()) }),
      exitCode: undefined,
      exit: (code = 0) => {
        this.line(`exit ${String(code)}`);
        throw new Exit();
      },
      on: (event: string, handler: (...args: unknown[]) => void) => {
        this.#handlers.set(event, [...(this.#handlers.get(event) ?? []), handler]);
        return this.process;
      },
      replay: { nextLine: () => this.input.shift(), track: <T>(work: Promise<T>) => this.busy.track(work) },
    };
    own["once"] = own["on"];
    this.process = new Proxy(process, {
      get: (target, key) => (key in own ? own[key] : Reflect.get(target, key, target)),
      set: (_target, key, value) => ((own[key] = value), true),
    });
    const say =
      (mark: string) =>
      (...args: unknown[]) =>
        this.line(`${mark}${format(...args)}`);
    this.console = {
      ...console,
      log: say(""),
      info: say(""),
      debug: say(""),
      warn: say("! "),
      error: say("! "),
      trace: say("! "),
    };
  }

  line(text: string): void {
    this.write(`${text}\n`);
  }

  write(text: string): void {
    const [first = "", ...rest] = text.split("\n");
    this.#open += first;
    for (const next of rest) {
      this.lines.push(this.#open);
      this.#open = next;
    }
  }

  /** Everything the program has said. */
  get output(): string[] {
    return this.#open === "" ? this.lines : [...this.lines, this.#open];
  }

  wait = (ms: number): Promise<void> => new Promise((resolve) => this.#timers.setTimeout(resolve, ms));

  /** Runs a program in this world until nothing is pending any more; puts everything back. */
  async live(fetch: typeof globalThis.fetch, program: () => Promise<unknown>): Promise<void> {
    const { setTimeout: later, setInterval: every, clearTimeout: forget } = this.#timers;
    const own = new Map<unknown, () => void>();
    const fetchBefore = globalThis.fetch;
    const rejections = process.listeners("unhandledRejection");
    const exceptions = process.listeners("uncaughtException");
    const failed = (error: unknown) => this.#fail(error);
    globalThis.setTimeout = ((work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      if (ms >= LONGEST_WAIT) return later(work, ms, ...args);
      const end = this.busy.begin();
      const timer = later(() => (own.delete(timer), end(), work(...args)), ms / SPEED);
      own.set(timer, end);
      return timer;
    }) as typeof setTimeout;
    globalThis.setInterval = ((work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      const timer = every(work, ms / SPEED, ...args);
      own.set(timer, this.busy.begin());
      return timer;
    }) as typeof setInterval;
    globalThis.clearTimeout = globalThis.clearInterval = ((timer: Parameters<typeof clearTimeout>[0]) => {
      own.get(timer)?.();
      own.delete(timer);
      forget(timer);
    }) as typeof clearTimeout;
    globalThis.fetch = fetch;
    process.removeAllListeners("unhandledRejection").on("unhandledRejection", failed);
    process.removeAllListeners("uncaughtException").on("uncaughtException", failed);
    try {
      await this.busy.track(program()).catch(failed);
      await this.busy.idle(this.wait);
    } finally {
      for (const [timer, end] of own) {
        end();
        forget(timer as Parameters<typeof clearTimeout>[0]);
      }
      Object.assign(globalThis, { ...this.#timers, clearInterval: this.#timers.clearTimeout, fetch: fetchBefore });
      process.removeAllListeners("unhandledRejection").removeAllListeners("uncaughtException");
      for (const listener of rejections) process.on("unhandledRejection", listener);
      for (const listener of exceptions) process.on("uncaughtException", listener);
    }
    const { exitCode } = this.process;
    if (exitCode) this.line(`exit ${exitCode}`);
  }

  #fail(error: unknown): void {
    if (error instanceof Exit) return;
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (process.env["REPLAY_DEBUG"]) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    this.line(`uncaught ${name}: ${message}`);
  }
}

export const nodeRequire = createRequire(import.meta.url);
