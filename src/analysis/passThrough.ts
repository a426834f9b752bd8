import type { Call, Expression } from "../languages/tree.js";
import type { Values } from "./values.js";

/**
 * The argument that a call gives back as it is: `stack.enter_async_context(client)` of contextlib, and the functions by which LangSmith and
 * Langfuse look over a client's shoulder.
 */
export function passedThrough(facts: Values, call: Call): Expression | undefined {
  const [first] = call.args;
  if (first?.form !== "positional") return undefined;
  if (call.callee.kind === "Member" && call.tree.language === "python" && ENTERS.test(call.callee.property))
    return facts.of(call.callee.object).every(({ kind }) => kind === "unknown" || kind === "external")
      ? first.value
      : undefined;
  return isWatcher(facts, call) ? first.value : undefined;
}

const ENTERS = /^enter_(async_)?context$/;

/** Whether a call gives a client back that tells somebody what it is asked; it has to be a client of the same class. */
export function isWatcher(facts: Values, { callee }: Call): boolean {
  if (callee.kind !== "Name" && callee.kind !== "Member") return false;
  return facts
    .of(callee)
    .some((v) => v.kind === "external" && !v.instance && WATCHERS.has(`${v.module} ${v.path.join(".")}`));
}

const WATCHERS: ReadonlySet<string> = new Set([
  "langsmith/wrappers wrapOpenAI",
  "langsmith/wrappers/openai wrapOpenAI",
  "langsmith.wrappers wrap_openai",
  "langfuse observeOpenAI",
  "@langfuse/openai observeOpenAI",
  "braintrust wrapOpenAI",
  "braintrust wrap_openai",
]);
