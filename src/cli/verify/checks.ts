import { randomBytes } from "node:crypto";
import { ask, type Answer, type Part, type Service } from "./service.js";

/** The checks of Microsoft's migration guide, in its order. */
export const CHECKS = [
  { id: "runs", title: "A response is made" },
  { id: "version", title: "An agent version has an id and a version" },
  { id: "conversation", title: "A conversation gets output items" },
  { id: "context", title: "The conversation keeps its context" },
] as const;

export type CheckId = (typeof CHECKS)[number]["id"];

export interface CheckResult {
  readonly id: CheckId;
  readonly title: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** What came out, or why it was skipped. */
  readonly detail: string;
  readonly milliseconds: number;
  readonly error?: unknown;
}

export interface Verified {
  readonly checks: readonly CheckResult[];
  /** What could not be removed again. */
  readonly leftBehind: readonly string[];
}

/** Thrown by a check whose answer is not what it should be. */
export class Unexpected extends Error {
  override readonly name = "Unexpected";
}

export interface VerifyOptions {
  readonly service: Service;
  readonly model: string;
  /** Milliseconds that one request may take. */
  readonly timeout: number;
  /** Stops the checks; what was made is removed all the same. */
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly onResult?: (result: CheckResult) => void;
}

interface Made {
  readonly what: string;
  readonly remove: (signal: AbortSignal) => Promise<unknown>;
}

/** Runs the checks one after the other; one that needs what an earlier one made is skipped with it. Removes everything that it made. */
export async function verify(options: VerifyOptions): Promise<Verified> {
  const made: Made[] = [];
  const checks: CheckResult[] = [];
  const failed = new Set<CheckId>();
  const run = new Checks(options, made);
  try {
    for (const { id, title } of CHECKS) {
      if (options.signal.aborted) break;
      const result = await timed(id, title, run, failed, options);
      if (result.outcome !== "passed") failed.add(id);
      checks.push(result);
      options.onResult?.(result);
    }
  } finally {
    // Also after Ctrl-C: removing has time of its own.
    await removeAll(made, options.timeout);
  }
  return { checks, leftBehind: made.map(({ what }) => what) };
}

async function timed(
  id: CheckId,
  title: string,
  run: Checks,
  failed: ReadonlySet<CheckId>,
  { service, now }: VerifyOptions,
): Promise<CheckResult> {
  const skipped = (detail: string): CheckResult => ({ id, title, outcome: "skipped", detail, milliseconds: 0 });
  if (id === "version" && service.target === "openai") return skipped("plain OpenAI has no agents");
  if (id === "conversation" && service.target === "foundry" && failed.has("version"))
    return skipped("it needs the agent");
  if (id === "context" && failed.has("conversation")) return skipped("it needs the conversation");
  const start = now();
  const after = (): number => Math.round(now() - start);
  try {
    return { id, title, outcome: "passed", detail: await run[id](), milliseconds: after() };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { id, title, outcome: "failed", detail, milliseconds: after(), error };
  }
}

async function removeAll(made: Made[], timeout: number): Promise<void> {
  for (const one of [...made].reverse()) {
    const removed = await one.remove(AbortSignal.timeout(timeout)).then(
      () => true,
      // What is gone already is removed.
      (error: unknown) => (error as { readonly status?: unknown }).status === 404,
    );
    if (removed) made.splice(made.indexOf(one), 1);
  }
}

/** What is told in one turn and asked for in the next. */
const INSTRUCTIONS = "You remember what you are told. Answer in one short sentence.";

class Checks {
  private readonly tag = randomBytes(4).toString("hex");
  private readonly word = `heron-${this.tag}`;
  private agent: { readonly name: string; readonly version: string } | undefined;
  private conversationId = "";

  constructor(
    private readonly options: VerifyOptions,
    private readonly made: Made[],
  ) {}

  async runs(): Promise<string> {
    const response = await this.post("openai", "/responses", {
      model: this.options.model,
      input: "Say hello.",
      store: false,
    });
    return `${this.options.model} answered: ${shortened(textOf(response))}`;
  }

  async version(): Promise<string> {
    const name = `migrate-agents-verify-${this.tag}`;
    const path = `/agents/${name}`;
    // Noted before it is made: a request that was broken off may have arrived.
    this.madeBy("project", path, `agent ${name}`);
    const definition = { kind: "prompt", model: this.options.model, instructions: INSTRUCTIONS };
    const { id, version } = await this.post("project", `${path}/versions`, { definition });
    if (typeof id !== "string" || typeof version !== "string")
      throw new Unexpected(`The answer has no ${typeof id === "string" ? "version" : "id"}.`);
    this.agent = { name, version };
    return `id ${id}, version ${version}`;
  }

  async conversation(): Promise<string> {
    const { id } = await this.post("openai", "/conversations", {});
    if (typeof id !== "string") throw new Unexpected("The new conversation has no id.");
    this.madeBy("openai", `/conversations/${id}`, `conversation ${id}`);
    this.conversationId = id;
    const response = await this.turn(`The code word is ${this.word}. Say that you know it.`);
    const { output } = response;
    if (!Array.isArray(output) || output.length === 0) throw new Unexpected("The response has no output items.");
    return `${output.length} output item${output.length === 1 ? "" : "s"}: ${shortened(textOf(response))}`;
  }

  async context(): Promise<string> {
    const text = textOf(await this.turn("What is the code word? Answer with the word alone."));
    if (!text.includes(this.word))
      throw new Unexpected(`The answer does not know what was said before: ${shortened(text)}`);
    return `the second answer knows the first turn: ${shortened(text)}`;
  }

  private async turn(text: string): Promise<Answer> {
    const { model } = this.options;
    const by = this.agent
      ? { agent_reference: { type: "agent_reference", ...this.agent } }
      : { model, instructions: INSTRUCTIONS };
    const response = await this.post("openai", "/responses", { conversation: this.conversationId, input: text, ...by });
    if (typeof response["id"] === "string")
      this.madeBy("openai", `/responses/${response["id"]}`, `response ${response["id"]}`);
    if (response["status"] !== "completed") {
      const { message } = (response["error"] ?? {}) as { readonly message?: string };
      throw new Unexpected(`The response is ${String(response["status"])}${message ? `: ${message}` : ""}.`);
    }
    return response;
  }

  private post(part: Part, path: string, body: object): Promise<Answer> {
    const { service, timeout, signal } = this.options;
    return ask(service, "POST", part, path, body, AbortSignal.any([signal, AbortSignal.timeout(timeout)]));
  }

  private madeBy(part: Part, path: string, what: string): void {
    const { service } = this.options;
    this.made.push({ what, remove: (signal) => ask(service, "DELETE", part, path, undefined, signal) });
  }
}

function textOf({ output }: Answer): string {
  const parts = (Array.isArray(output) ? output : []).flatMap(
    (item: { readonly content?: readonly { readonly text?: string }[] }) => item.content ?? [],
  );
  return parts.map(({ text }) => text ?? "").join("");
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 57)}...` : line);
}
