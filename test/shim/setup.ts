import OpenAI6 from "openai";
import OpenAI4 from "openai-4";
import OpenAI5 from "openai-5";
import OpenAI7 from "openai-7";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.js";
import { classicFetch, createShim, type MountOptions, type ShimHandler } from "../../src/shim/index.js";
import { watched } from "./answered.js";

/** What the shim stands in front of, as the emulator has it. */
export const ENDPOINTS = { foundry: "http://emulator/api/projects/p", openai: "http://emulator/v1" } as const;
export type Upstream = keyof typeof ENDPOINTS;

/** The majors of the package; all but the newest still have the Assistants in their types in the same way. */
export const MAJORS = [
  ["openai 4", OpenAI4 as unknown as typeof OpenAI6],
  ["openai 5", OpenAI5 as unknown as typeof OpenAI6],
  ["openai 6", OpenAI6],
  ["openai 7", OpenAI7 as unknown as typeof OpenAI6],
] as const;

export interface Bench {
  readonly emulator: Emulator;
  readonly options: MountOptions & { readonly endpoint: string };
  readonly shim: ShimHandler;
  client(OpenAI?: typeof OpenAI6): OpenAI6;
}

/** An emulator, and a shim in front of it. */
export function bench(upstream: Upstream, options: Partial<MountOptions> = {}, service: EmulatorOptions = {}): Bench {
  const emulator = createEmulator({ backgroundDelay: 1, ...service });
  const mount = {
    endpoint: ENDPOINTS[upstream],
    upstream: (request: Request) => emulator.fetch(request),
    fetch: async () => new Response("elsewhere", { status: 418 }),
    ...options,
  };
  return {
    emulator,
    options: mount,
    shim: { fetch: watched(createShim(mount).fetch as typeof fetch, upstream) },
    client: (OpenAI = OpenAI6) =>
      new OpenAI({ apiKey: "test", fetch: watched(classicFetch(mount), upstream), maxRetries: 0 }),
  };
}

type Run = OpenAI6.Beta.Threads.Run;
type Runs = OpenAI6["beta"]["threads"]["runs"];
type Outputs = NonNullable<OpenAI6.Beta.Threads.RunSubmitToolOutputsParams["tool_outputs"]>;

/** Calls that version 4 spelled with all ids in front, and with `del`. */
export function calls(client: OpenAI6) {
  const { assistants, threads } = client.beta;
  const { runs, messages } = threads;
  const old = "del" in assistants;
  const call = <Result>(owner: object, name: string, ...args: unknown[]): Promise<Result> =>
    (owner as Record<string, (...args: unknown[]) => Promise<Result>>)[name]!(...args);
  const onRun = <Result>(owner: object, name: string, thread: string, run: string, body: object, ...rest: unknown[]) =>
    old
      ? call<Result>(owner, name, thread, run, body, ...rest)
      : call<Result>(owner, name, run, { ...body, thread_id: thread }, ...rest);
  return {
    deleteAssistant: (id: string) => call<OpenAI6.Beta.AssistantDeleted>(assistants, old ? "del" : "delete", id),
    deleteThread: (id: string) => call<OpenAI6.Beta.ThreadDeleted>(threads, old ? "del" : "delete", id),
    retrieveRun: (thread: string, run: string) => onRun<Run>(runs, "retrieve", thread, run, {}),
    poll: (thread: string, run: string) =>
      old
        ? call<Run>(runs, "poll", thread, run, { pollIntervalMs: 5 })
        : call<Run>(runs, "poll", run, { thread_id: thread }, { pollIntervalMs: 5 }),
    cancel: (thread: string, run: string) => onRun<Run>(runs, "cancel", thread, run, {}),
    submit: (thread: string, run: string, tool_outputs: Outputs) =>
      onRun<Run>(runs, "submitToolOutputs", thread, run, { tool_outputs }),
    submitAndPoll: (thread: string, run: string, tool_outputs: Outputs) =>
      onRun<Run>(runs, "submitToolOutputsAndPoll", thread, run, { tool_outputs }),
    submitStream: (thread: string, run: string, tool_outputs: Outputs) =>
      (old
        ? (runs as unknown as Record<string, (...args: unknown[]) => unknown>)["submitToolOutputsStream"]!(
            thread,
            run,
            { tool_outputs },
          )
        : runs.submitToolOutputsStream(run, { thread_id: thread, tool_outputs })) as ReturnType<
        Runs["submitToolOutputsStream"]
      >,
    steps: (thread: string, run: string, query: object = {}) =>
      onRun<OpenAI6.Beta.Threads.Runs.RunStepsPage>(runs.steps, "list", thread, run, query),
    updateMessage: (thread: string, message: string, body: object) =>
      onRun<OpenAI6.Beta.Threads.Message>(messages, "update", thread, message, body),
  };
}
