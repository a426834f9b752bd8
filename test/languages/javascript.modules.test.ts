import { describe, expect, test } from "vitest";
import { javascript } from "../../src/languages/javascript/index.js";
import { textOf, walk } from "../../src/languages/walk.js";

const { modules } = javascript;

describe("exports", () => {
  /** "name = text of the value" or "name from module name". */
  function exportsOf(code: string): string[] {
    return modules
      .exportsOf(javascript.read("a.ts", code))
      .map(({ name, value, from }) =>
        value ? `${name} = ${textOf(value)}` : `${name} from ${from!.module} ${from!.name}`,
      );
  }

  test.each([
    ["export const a = 1, { b, c: [d] } = e;", ["a = a", "b = b", "d = d"]],
    [
      "export function f() {} export class A {} export type T = A; export enum E {}",
      ["f = f", "A = A", "T = T", "E = E"],
    ],
    ["export { a, b as c, d as default };", ["a = a", "c = b", "default = d"]],
    ["export default a;", ["default = a"]],
    ["export default new A();", ["default = new A()"]],
    ["export default function f() {}", ["default = f"]],
    ["export default () => 1;", ["default = () => 1"]],
    ["export default class {}", ["default = class {}"]],
    [
      "export { a, default as b, c as default } from './m';",
      ["a from ./m a", "b from ./m default", "default from ./m c"],
    ],
    ["export * from './m'; export * as ns from './n';", ["* from ./m *", "ns from ./n *"]],
    ["export import a = b.c;", ["a = a"]],
    ["export = a;", ["* = a", "default = a"]],
    ["module.exports = a;", ["* = a", "default = a"]],
    [
      "module.exports = { a, b: c, d() {}, 'e': f, ...require('./m'), ...g };",
      [
        "* = { a, b: c, d() {}, 'e': f, ...require('./m'), ...g }",
        "default = { a, b: c, d() {}, 'e': f, ...require('./m'), ...g }",
        ...["a = a", "b = c", "d = d() {}", "e = f", "* from ./m *"],
      ],
    ],
    ["exports.a = b; module.exports.c = d; exports['e'] = f;", ["a = b", "c = d", "e = f"]],
    ["exports.a = exports.b = void 0;", ["a = void 0", "b = void 0"]],
    ["module.exports = exports = a;", ["* = a", "default = a", "* = a", "default = a"]],
    ["const f = (module.exports = g);", ["* = g", "default = g"]],
    ["module.exports = require('./m');", ["* from ./m *", "default from ./m *"]],
    ["function f() { return 1; } const exported = 2; other.exports = 3; exports.n += 1;", []],
  ])("%s", (code, expected) => {
    expect(exportsOf(code)).toEqual(expected);
  });
});

test.each([
  ["require('m')", "m"],
  ["import('./m')", "./m"],
  ["require(`m`)", "m"],
  ["require(name)", undefined],
  ["require()", undefined],
  ["import(`./${a}`)", undefined],
  ["loader.require('m')", undefined],
  ["f('m')", undefined],
])("%s loads %s", (code, expected) => {
  const call = [...walk(javascript.read("a.ts", code).root)].find((node) => node.kind === "Call")!;
  expect(modules.requiredModule(call)).toBe(expected);
});

describe("candidates", () => {
  /** Which of the files of a project a specifier means. */
  function resolve(specifier: string, ...files: string[]): string | undefined {
    return modules.candidates("/p/src/lib/a.ts", specifier, ["/p"]).find((file) => files.includes(file));
  }

  test.each([
    ["./b", "/p/src/lib/b.ts"],
    ["./b", "/p/src/lib/b.tsx"],
    ["./b", "/p/src/lib/b.mjs"],
    ["./b.js", "/p/src/lib/b.js"],
    ["./b.js", "/p/src/lib/b.ts"],
    ["./b.js", "/p/src/lib/b.tsx"],
    ["./b.jsx", "/p/src/lib/b.tsx"],
    ["./b.mjs", "/p/src/lib/b.mts"],
    ["./b.cjs", "/p/src/lib/b.cts"],
    ["./b.ts", "/p/src/lib/b.ts"],
    ["./b.service", "/p/src/lib/b.service.ts"],
    ["./b", "/p/src/lib/b/index.ts"],
    ["./b/", "/p/src/lib/b/index.js"],
    [".", "/p/src/lib/index.ts"],
    ["..", "/p/src/index.ts"],
    ["../c/d", "/p/src/c/d.ts"],
    ["@/lib/b", "/p/src/lib/b.ts"],
    ["@/c", "/p/c.ts"],
    ["~/c", "/p/src/c/index.tsx"],
  ])("%s may be %s", (specifier, file) => {
    expect(resolve(specifier, file)).toBe(file);
  });

  test.each([
    ["./b", ["/p/src/lib/b/index.ts", "/p/src/lib/b.ts"], "/p/src/lib/b.ts"],
    ["./b.js", ["/p/src/lib/b.js", "/p/src/lib/b.ts"], "/p/src/lib/b.ts"],
    ["./b.js", ["/p/src/lib/b.js.ts", "/p/src/lib/b.js"], "/p/src/lib/b.js"],
    ["@/c", ["/p/c.ts", "/p/src/c.ts"], "/p/src/c.ts"],
  ])("%s among %j is %s", (specifier, files, expected) => {
    expect(resolve(specifier, ...files)).toBe(expected);
  });

  test("packages have none", () => {
    expect(modules.candidates("/p/a.ts", "openai", ["/p"])).toEqual([]);
    expect(modules.candidates("/p/a.ts", "@azure/ai-agents", ["/p"])).toEqual([]);
  });
});

describe("specifiers", () => {
  test.each([
    ["/p/a.ts", "/p/b.ts", undefined, "./b"],
    ["/p/a.mts", "/p/b.ts", undefined, "./b.js"],
    ["/p/a.js", "/p/b.js", undefined, "./b.js"],
    ["/p/a.js", "/p/b.mjs", "./c", "./b.mjs"],
    ["/p/a.ts", "/p/lib/b.ts", "./c", "./lib/b"],
    ["/p/a.ts", "/p/lib/b.ts", "./c.js", "./lib/b.js"],
    ["/p/a.ts", "/p/lib/b.mts", "./c.js", "./lib/b.mjs"],
    ["/p/a.ts", "/p/lib/b.ts", "../c.ts", "./lib/b.ts"],
    ["/p/a.ts", "/p/b.tsx", "./c.service", "./b"],
    ["/p/x/a.ts", "/p/y/b.ts", "./c", "../y/b"],
    ["/p/a.ts", "/p/lib/index.ts", "./c", "./lib"],
    ["/p/a.ts", "/p/lib/index.ts", "./c.js", "./lib/index.js"],
    ["/p/lib/a.ts", "/p/lib/index.ts", "./c", "."],
  ])("%s names %s, beside %s, %s", (from, to, sibling, expected) => {
    const specifier = modules.specifierFor(from, to, sibling);
    expect(specifier).toBe(expected);
    expect(modules.candidates(from, specifier, [])).toContain(to);
  });
});
