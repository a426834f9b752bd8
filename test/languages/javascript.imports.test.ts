import { expect, test } from "vitest";
import { javascript } from "../../src/languages/javascript/index.js";
import { lines } from "./importEdits.js";

test("import-like statements", () => {
  const code = lines(
    'import A, { b as c, type T } from "m";',
    'import d = require("n");',
    'const e = require("o");',
    'const { f, g: h, ...i } = require("p"), j = 1;',
    'const k = require("q").default;',
    'let l = require(name), { n } = require("r").o;',
    'import "s";',
    'function f() { const t = require("u") as any; }',
  );
  const statements = javascript.imports.statements(javascript.read("a.ts", code));
  const show = statements.map(({ start, end, module, moduleSpan, specifiers }) => [
    code.slice(start, end),
    module,
    code.slice(moduleSpan.start, moduleSpan.end),
    specifiers.map(({ imported, local }) => `${imported} as ${local.name}`).join(),
  ]);
  expect(show).toEqual([
    ['import A, { b as c, type T } from "m";', "m", '"m"', "default as A,b as c,T as T"],
    ['import d = require("n");', "n", '"n"', "* as d"],
    ['const e = require("o");', "o", '"o"', "* as e"],
    ['{ f, g: h, ...i } = require("p")', "p", '"p"', "f as f,g as h"],
    ['const k = require("q").default;', "q", '"q"', "default as k"],
    ['import "s";', "s", '"s"', ""],
    ['const t = require("u") as any;', "u", '"u"', "* as t"],
  ]);
});

test.each([
  ['import { DefaultAzureCredential as D } from "m";', "DefaultAzureCredential", "D"],
  ['import * as m from "m";', "X", "m.X"],
  ['import * as m from "m"; import { X } from "m";', "X", "X"],
  ['import A from "m";', "default", "A"],
  ['import * as m from "m";', "*", "m"],
  ['import type { X } from "m";', "X", undefined],
  ['import { type X } from "m";', "X", undefined],
  ['import { X } from "other";', "X", undefined],
  ['const m = require("m");', "X", "m.X"],
  ['const { X: Y } = require("m");', "X", "Y"],
  ['function f() { const { X } = require("m"); }', "X", undefined],
])("%s gives %s as %s", (code, name, expected) => {
  expect(javascript.imports.available(javascript.read("a.ts", code), "m", name)).toBe(expected);
});
