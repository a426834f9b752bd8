import type { Expression, Loop, Node } from "../../src/languages/tree.js";
import { textOf, walk } from "../../src/languages/walk.js";
import { effectOf, isHarmless } from "../code/between.js";
import type { Rewrite } from "../rewrite.js";
import type { Wait } from "./waitReading.js";

/** Seconds that the OpenAI clients wait for an answer by default, in both languages. */
export const CLIENT_TIMEOUT = 600;

/** Whether the code was ready to wait longer than one call may take, as far as its numbers tell. */
export function outlastsTheClient(cx: Rewrite, wait: Wait): boolean {
  return wait.limits.some((limit) => (secondsOf(cx, limit, wait.statement) ?? 0) > CLIENT_TIMEOUT);
}

/**
 * Whether other tasks run while the code waits, although its client blocks them (Python's `asyncio.sleep` between calls of a client that
 * is not async): one call that takes as long as the run would stop them all.
 */
export function letsOthersRun({ run, statement }: Wait): boolean {
  if (run.clients.some(({ type }) => type.async)) return false;
  for (const node of walk(statement)) if (node.kind === "Await") return true;
  return false;
}

/** The words of the code that say when waiting ends: "round < 60", "range(30)". */
export function limitText(limit: Expression | Loop): string {
  const text = textOf(limit.kind === "Loop" ? limit.iterable! : limit).replace(/\s+/g, " ");
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function secondsOf(cx: Rewrite, limit: Expression | Loop, waiting: Node): number | undefined {
  const numbers = numbersIn(cx, limit.kind === "Loop" ? limit.iterable! : limit);
  if (numbers.length === 0) return undefined;
  const most = Math.max(...numbers);
  if (readsClock(cx, limit)) return most / unit(limit);
  const pause = sleepIn(cx, waiting);
  return pause === undefined ? undefined : most * pause;
}

/** Timers and clocks of JavaScript count milliseconds, those of Python seconds. */
function unit({ tree }: Node): number {
  return tree.language === "javascript" ? 1000 : 1;
}

function readsClock(cx: Rewrite, limit: Node): boolean {
  for (const node of walk(limit.kind === "Loop" ? limit.iterable! : limit))
    if (node.kind === "Call" && effectOf(cx, node) === "clock") return true;
  return false;
}

/** Seconds that code sleeps in one round: the number in the call that sleeps, or in the call of a helper that does. */
function sleepIn(cx: Rewrite, waiting: Node): number | undefined {
  for (const node of walk(waiting)) {
    if (node.kind !== "Call") continue;
    const effect = effectOf(cx, node);
    const sleeps = effect === "sleep" || (effect === undefined && isHarmless(cx, node));
    const numbers = sleeps ? numbersIn(cx, node) : [];
    if (numbers.length > 0) return Math.max(...numbers) / unit(node);
  }
  return undefined;
}

function numbersIn(cx: Rewrite, e: Node): readonly number[] {
  const found: number[] = [];
  for (const node of walk(e)) {
    const number = node.kind === "NumberLiteral" ? node.value : node.kind === "Name" ? constant(cx, node) : undefined;
    if (number !== undefined) found.push(number);
  }
  return found;
}

/** The number in a variable that is written once. */
function constant(cx: Rewrite, name: Extract<Node, { kind: "Name" }>): number | undefined {
  const binding = cx.program.bindingOf(name);
  const [write, ...more] = binding && !binding.parameter ? binding.writes : [];
  return write && more.length === 0 && write.value ? product(write.value) : undefined;
}

/** `60`, `5 * 60 * 1000`. */
function product(e: Expression): number | undefined {
  if (e.kind === "NumberLiteral") return e.value;
  if (e.kind === "Wrap") return product(e.value);
  if (e.kind !== "Binary" || e.operator !== "*") return undefined;
  const [left, right] = [product(e.left), product(e.right)];
  return left === undefined || right === undefined ? undefined : left * right;
}
