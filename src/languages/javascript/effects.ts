import type { Effect, Effects } from "../language.js";
import type { Call, Expression, FunctionNode } from "../tree.js";

/** Functions of the language and its hosts, by the path that calls them. */
const EFFECTS: Readonly<Record<Effect, readonly string[]>> = {
  sleep: [],
  log: ["process.stdout.write", "process.stderr.write", "alert"],
  clock: ["Date", "Date.now", "performance.now", "process.hrtime", "process.hrtime.bigint", "process.uptime"],
  pure: [
    ...["String", "Number", "Boolean", "BigInt", "Symbol", "parseInt", "parseFloat", "isNaN", "isFinite"],
    ...["Number.parseInt", "Number.parseFloat", "Number.isInteger", "Number.isNaN", "Number.isFinite", "String.raw"],
    ...["encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI", "btoa", "atob"],
    ...["JSON.stringify", "JSON.parse", "Date.parse", "Date.UTC", "crypto.randomUUID", "Array.isArray"],
    ...["Object.keys", "Object.is", "Object.hasOwn"],
  ],
  shows: [],
  asks: [],
  keeps: ["structuredClone", "Array.of", "Object.values", "Object.entries", "Object.fromEntries"],
};

const effectByPath = new Map<string, Effect>(
  Object.entries(EFFECTS).flatMap(([effect, paths]) => paths.map((path) => [path, effect as Effect] as const)),
);

/** What a construction of the language's own classes does. `new Date()` reads the clock, `new Date(x)` does not. */
const PURE_CLASSES = new Set(["Date", "Error", "TypeError", "RangeError", "URL", "URLSearchParams", "RegExp"]);

/** The same for those that hold what they are made of. */
const CONTAINERS = new Set(["Map", "Set", "Array", "Object"]);

const LOGGER = /(?:^|_|\$)(?:console|log|logger|logging)$|(?:Log|Logger)$/;
const LOG_METHODS = new Set(
  [
    "trace",
    "debug",
    "verbose",
    "info",
    "notice",
    "warn",
    "warning",
    "error",
    "fatal",
    "critical",
    "log",
    "success",
  ].concat(["dir", "table", "group", "groupCollapsed", "groupEnd", "time", "timeEnd", "timeLog", "count", "assert"]),
);

/**
 * What is known of the functions that every program has. Loggers are known by their usual names; helpers of the project and imported
 * functions are for the analysis to follow.
 */
export const javascriptEffects: Effects = {
  ofExports: {
    "timers/promises setTimeout": "sleep",
    "node:timers/promises setTimeout": "sleep",
    "@azure/core-util delay": "sleep",
    "util inspect": "pure",
    "node:util inspect": "pure",
  },
  // Frameworks call what they decorate.
  passesThrough: () => false,
  effectOf(call) {
    if (call.construct) return effectOfConstruction(call);
    const path = pathOf(call.callee);
    if (path?.startsWith("Math.")) return "pure";
    const effect = path === undefined ? undefined : effectByPath.get(path);
    if (effect) return effect;
    if (isLogCall(call.callee)) return "log";
    return isTextMethod(call.callee) ? "pure" : asksWhetherThere(call) ? "asks" : undefined;
  },
};

function effectOfConstruction(call: Call): Effect | undefined {
  const path = pathOf(call.callee);
  if (path === "Promise") return isSleep(call) ? "sleep" : undefined;
  if (path === "Date" && call.args.length === 0) return "clock";
  if (path === undefined) return undefined;
  return CONTAINERS.has(path) ? "keeps" : PURE_CLASSES.has(path) ? "pure" : undefined;
}

/** `logger.info(…)`, `this.log.warn(…)`, `console.error(…)`. */
function isLogCall(callee: Expression): boolean {
  if (callee.kind !== "Member" || !LOG_METHODS.has(callee.property)) return false;
  const receiver = bare(callee.object);
  const name = receiver.kind === "Member" ? receiver.property : receiver.kind === "Name" ? receiver.name : "";
  return LOGGER.test(name);
}

/** Matchers of test runners that ask whether a value is there, and nothing of it. */
const PRESENCE = /^toBe(Defined|Undefined|Null|Truthy|Falsy)$/;

/** `expect(value).toBeDefined()`, `expect(value).not.toBeNull()`. */
function asksWhetherThere({ callee, parent }: Call): boolean {
  if (callee.kind !== "Name" || callee.name !== "expect") return false;
  const matcher =
    parent?.kind === "Member" && parent.property === "not" && parent.parent?.kind === "Member" ? parent.parent : parent;
  return matcher?.kind === "Member" && matcher.parent?.kind === "Call" && PRESENCE.test(matcher.property);
}

/** Methods of a string literal: `"a,b".split(",")`. */
function isTextMethod(callee: Expression): boolean {
  if (callee.kind !== "Member") return false;
  const { kind } = bare(callee.object);
  return kind === "StringLiteral" || kind === "TemplateString";
}

/** `new Promise((resolve) => setTimeout(resolve, ms))` in all its spellings: the timer is all that the executor starts. */
function isSleep(call: Call): boolean {
  const [executor, ...more] = call.args;
  if (!executor || more.length > 0) return false;
  const fn = bare(executor.value);
  if (fn.kind !== "Function") return false;
  const timer = onlyCall(fn);
  const resolve = nameOfFirstParameter(fn);
  return timer !== undefined && resolve !== undefined && isTimer(timer) && resolves(timer.args[0]?.value, resolve);
}

function isTimer({ callee }: Call): boolean {
  return /^(?:(?:window|globalThis|global|self)\.)?(?:setTimeout|setImmediate)$/.test(pathOf(callee) ?? "");
}

/** `resolve`, `() => resolve()` or `function () { resolve(value); }`. */
function resolves(value: Expression | undefined, resolve: string): boolean {
  const handler = value && bare(value);
  if (handler?.kind === "Name") return handler.name === resolve;
  if (handler?.kind !== "Function") return false;
  const inner = onlyCall(handler);
  return (
    inner?.callee.kind === "Name" && inner.callee.name === resolve && inner.args.every(({ value }) => isPlain(value))
  );
}

function isPlain(value: Expression): boolean {
  return ["Name", "StringLiteral", "NumberLiteral", "BooleanLiteral", "NullLiteral"].includes(value.kind);
}

function nameOfFirstParameter(fn: FunctionNode): string | undefined {
  const target = fn.params[0]?.target;
  return target?.kind === "Name" ? target.name : undefined;
}

/** The call that a function consists of. */
function onlyCall({ body }: FunctionNode): Call | undefined {
  const only = body?.kind === "Block" && body.statements.length === 1 ? body.statements[0]! : body;
  const value = only?.kind === "ExpressionStatement" ? only.expression : only?.kind === "Return" ? only.value : only;
  const call = value && value.kind !== "Block" ? bare(value as Expression) : undefined;
  return call?.kind === "Call" ? call : undefined;
}

/** "process.stdout.write" for a chain of plain names. */
function pathOf(node: Expression): string | undefined {
  if (node.kind === "Name") return node.name;
  if (node.kind !== "Member" || node.computed) return undefined;
  const object = pathOf(node.object);
  return object === undefined ? undefined : `${object}.${node.property}`;
}

function bare(node: Expression): Expression {
  return node.kind === "Wrap" ? bare(node.value) : node;
}
