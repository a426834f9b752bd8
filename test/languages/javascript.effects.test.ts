import { expect, test } from "vitest";
import { javascript } from "../../src/languages/javascript/index.js";
import { walk } from "../../src/languages/walk.js";

/** The effect of the first call of a text. */
function effectOf(code: string): string | undefined {
  const call = [...walk(javascript.read("a.ts", code).root)].find((node) => node.kind === "Call")!;
  return javascript.effects.effectOf(call);
}

test.each([
  ...[
    "console.log(a)",
    "console.error('a', b)",
    "console.group()",
    "logger.info(a)",
    "this.logger.warn(a)",
    "req.log.debug(a)",
  ],
  ...["appLogger.error(a)", "_log.info(a)", "process.stdout.write('.')", "(console as any).log(a)"],
])("%s logs", (code) => {
  expect(effectOf(code)).toBe("log");
});

test.each(["Date.now()", "new Date()", "Date()", "performance.now()", "process.hrtime.bigint()"])(
  "%s reads the clock",
  (code) => {
    expect(effectOf(code)).toBe("clock");
  },
);

test.each([
  ...[
    "JSON.stringify(a, null, 2)",
    "JSON.parse(a)",
    "Math.min(a, b)",
    "Math.random()",
    "String(a)",
    "Number(a)",
    "parseInt(a, 10)",
  ],
  ...["new Date(a)", "new Error(a)", "Array.isArray(a)", "Object.keys(a)", "'a,b'.split(',')", "`${a}`.trim()"],
])("%s is pure", (code) => {
  expect(effectOf(code)).toBe("pure");
});

test.each([
  "new Promise((resolve) => setTimeout(resolve, 1000))",
  "new Promise<void>(r => setTimeout(r, ms))",
  "new Promise((resolve, _reject) => { setTimeout(resolve, 1000, 'a'); })",
  "new Promise(function (resolve) { return setTimeout(resolve, 1000); })",
  "new Promise((resolve) => setTimeout(() => resolve(), 1000))",
  "new Promise((resolve) => { window.setTimeout(() => { resolve(true); }, 1000) })",
])("%s sleeps", (code) => {
  expect(effectOf(code)).toBe("sleep");
});

test.each([
  ...[
    "f()",
    "a.b()",
    "client.beta.threads.create()",
    "a.log()",
    "catalog.info(a)",
    "dialog.error(a)",
    "logger.flush()",
    "new A()",
  ],
  ...[
    "new Promise((resolve) => f(resolve))",
    "new Promise((resolve) => setTimeout(() => resolve(f()), 10))",
    "new Promise(f)",
  ],
  ...[
    "new Promise((resolve) => { f(); setTimeout(resolve, 10); })",
    "new Promise((resolve) => setTimeout(f, 10))",
    "setTimeout(f, 10)",
  ],
  ...[
    "new Promise((resolve, reject) => setTimeout(reject, 10))",
    "Object.assign(a, b)",
    "a.split(',')",
    "Array.from(a)",
  ],
])("of %s nothing is known", (code) => {
  expect(effectOf(code)).toBeUndefined();
});

test.each([
  ["expect(run).toBeDefined()", "asks"],
  ["expect(run).not.toBeNull()", "asks"],
  ["expect(run).toEqual(other)", undefined],
  ["expect(run)", undefined],
  ["assert(run).toBeDefined()", undefined],
])("%s: what the inner call does with its value is %s", (code, effect) => {
  const calls = [...walk(javascript.read("a.ts", code).root)].filter((node) => node.kind === "Call");
  const inner = calls.find(({ callee }) => callee.kind === "Name")!;
  expect(javascript.effects.effectOf(inner)).toBe(effect);
});
