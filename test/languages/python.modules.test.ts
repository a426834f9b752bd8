import { describe, expect, test } from "vitest";
import { walk } from "../../src/languages/walk.js";
import { python, readPython } from "./python.js";

const { modules } = python;

describe("candidates", () => {
  test.each([
    ["/p/app/api/run.py", ".client", ["/p/app/api/client.py", "/p/app/api/client/__init__.py"]],
    ["/p/app/api/run.py", "..db.store", ["/p/app/db/store.py", "/p/app/db/store/__init__.py"]],
    ["/p/app/api/run.py", ".", ["/p/app/api/__init__.py"]],
    ["/p/app/api/run.py", "...", ["/p/__init__.py"]],
    [
      "/p/run.py",
      "app.client",
      [
        ...["/p/app/client.py", "/p/app/client/__init__.py", "/p/src/app/client.py", "/p/src/app/client/__init__.py"],
        ...["/app/client.py", "/app/client/__init__.py", "/src/app/client.py", "/src/app/client/__init__.py"],
      ],
    ],
  ])("%s imports %s", (from, specifier, files) => {
    expect(modules.candidates(from, specifier, ["/p"])).toEqual(files);
  });

  test("the nearest directory comes first", () => {
    const files = modules.candidates("/p/app/tests/run.py", "client", ["/p/app"]);
    const order = ["/p/app/tests/client.py", "/p/app/client.py", "/p/client.py"];
    expect(files.filter((file) => order.includes(file))).toEqual(order);
  });
});

describe("specifiers", () => {
  test.each([
    ["/p/app/run.py", "/p/app/client.py", undefined, "client"],
    ["/p/app/run.py", "/p/app/api/client.py", undefined, "api.client"],
    ["/p/app/run.py", "/p/db/client.py", undefined, "..db.client"],
    ["/p/app/run.py", "/p/app/client.py", ".other", ".client"],
    ["/p/app/run.py", "/p/app/__init__.py", ".other", "."],
    ["/p/app/api/run.py", "/p/app/db/store.py", "..other", "..db.store"],
    ["/p/app/api/run.py", "/p/app/db/__init__.py", "app.other", "app.db"],
    ["/p/app/api/run.py", "/p/app/api/db.py", "app.other", "app.api.db"],
    ["/p/app/api/run.py", "/p/lib/db.py", "helpers", "...lib.db"],
  ])("%s imports %s like %s", (from, to, sibling, specifier) => {
    expect(modules.specifierFor(from, to, sibling)).toBe(specifier);
  });

  test.each([".client", "app.db.store", "client"])("%s is found again", (sibling) => {
    const [from, to] = ["/p/app/api/run.py", "/p/app/api/x/new.py"];
    expect(modules.candidates(from, modules.specifierFor(from, to, sibling), [])).toContain(to);
  });
});

test("exports are all names bound at the top level", () => {
  const tree = readPython(
    [
      "import os, a.b, c as d",
      "from .e import f as g, h",
      "from i import *",
      "j = k, (l, *m) = n = o",
      "p: int = 1",
      "q: str",
      "_r = 1",
      "j = 2",
      "a.s = 1",
      "async def t(): u = 1",
      "@x",
      "class V: w = 1",
      "try:",
      "    from y import z",
      "except ImportError:",
      "    z = None",
      "if A:",
      "    B = 1",
      "elif C:",
      "    D = 1",
      "else:",
      "    E = 1",
      "with F() as G: H = 1",
      "for I in J: K = 1",
      "print(L)",
    ].join("\n"),
  );
  const exports = modules.exportsOf(tree).map(({ name, value, from }) => {
    if (from) return `${name} <- ${from.module}: ${from.name}`;
    return value?.kind === "Name" && value.name === name ? name : "?";
  });
  expect(exports).toEqual([
    ...["os <- os: *", "a <- a: *", "d <- c: *", "g <- .e: f", "h <- .e: h", "* <- i: *"],
    ...["j", "k", "l", "m", "n", "p", "q", "_r", "t", "V", "z <- y: z", "z", "B", "D", "E", "G", "H", "I", "K"],
  ]);
});

describe("modules loaded by a call", () => {
  test.each([
    ['importlib.import_module("a.b")', "a.b"],
    ['import_module(".c", __package__)', ".c"],
    ['__import__("d")', "d"],
    ["importlib.import_module(name)", undefined],
    ['other.import_module("a")', undefined],
    ['load("a")', undefined],
    ["import_module()", undefined],
  ])("%s", (code, module) => {
    const call = [...walk(readPython(code).root)].find((node) => node.kind === "Call")!;
    expect(modules.requiredModule(call)).toBe(module);
  });
});
