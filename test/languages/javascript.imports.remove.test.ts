import { describeEdits, lines, type Case } from "./importEdits.js";

const REMOVING: readonly Case[] = [
  {
    name: "a statement goes with its line and its comment",
    before: lines("// header", 'import a from "a";', 'import { b } from "b"; // about b', 'import c from "c";'),
    remove: ["b"],
    after: lines("// header", 'import a from "a";', 'import c from "c";'),
  },
  {
    name: "of two empty lines that meet one goes",
    before: lines('import a from "a";', "", 'import b from "b";', 'import c from "c";', "", "a();"),
    remove: ["b", "c"],
    after: lines('import a from "a";', "", "a();"),
  },
  {
    name: "at the start of a file empty lines go too",
    before: lines('import a from "a";', "", "", "f();"),
    remove: ["a"],
    after: lines("f();"),
  },
  {
    name: "one of two statements on a line",
    before: lines('import a from "a"; import b from "b";', "f();"),
    remove: ["a"],
    after: lines('import b from "b";', "f();"),
  },
  {
    name: "a name from the start, the middle and the end of a list",
    before: lines('import { a, b, c, d, e } from "m";'),
    remove: ["a", "c", "e"],
    after: lines('import { b, d } from "m";'),
  },
  {
    name: "names of a broken list go with their lines and comments",
    before: lines(
      "import {",
      "  a, // about a",
      "  // above b",
      "  b, // about b",
      "  c,",
      "  d // about d",
      '} from "m";',
    ),
    remove: ["b", "d"],
    after: lines("import {", "  a, // about a", "  c", '} from "m";'),
  },
  {
    name: "a default goes, its names stay",
    before: lines('import A, { b } from "m";', 'import C, * as d from "n";'),
    remove: ["A", "C"],
    after: lines('import { b } from "m";', 'import * as d from "n";'),
  },
  {
    name: "names go, their default stays",
    before: lines('import A, { b, c } from "m";', 'import D, * as e from "n";'),
    remove: ["b", "c", "e"],
    after: lines('import A from "m";', 'import D from "n";'),
  },
  {
    name: "types and whole modules",
    before: lines('import type { T } from "m";', 'import * as n from "n";', 'import o = require("o");', "f();"),
    remove: ["T", "n", "o"],
    after: lines("f();"),
  },
];

const REPLACING: readonly Case[] = [
  {
    name: "a new statement takes the place of one that goes",
    before: lines('import OpenAI from "openai"; // the client', 'import { b } from "./b.js";'),
    remove: ["OpenAI"],
    add: ["@azure/ai-projects AIProjectClient", "@azure/identity DefaultAzureCredential"],
    after: lines(
      'import { AIProjectClient } from "@azure/ai-projects";',
      'import { DefaultAzureCredential } from "@azure/identity";',
      'import { b } from "./b.js";',
    ),
  },
  {
    name: "names of one module are exchanged",
    before: lines('import { AgentsClient, RunStatus } from "m";'),
    remove: ["AgentsClient", "RunStatus"],
    add: ["m Client"],
    after: lines('import { Client } from "m";'),
  },
  {
    name: "a default is exchanged for a name",
    before: lines('import OpenAI from "openai";'),
    remove: ["OpenAI"],
    add: ["openai AzureOpenAI"],
    after: lines('import { AzureOpenAI } from "openai";'),
  },
  {
    name: "what one rule removes and another wants stays",
    before: lines('import { a, b } from "m";'),
    remove: ["a", "b"],
    add: ["m a"],
    after: lines('import { a } from "m";'),
  },
  {
    name: "several statements go, one comes",
    before: lines('import a from "a";', 'import b from "b";', "", "f();"),
    remove: ["a", "b"],
    add: ["m c"],
    after: lines('import { c } from "m";', "", "f();"),
  },
];

const COMMONJS: readonly Case[] = [
  {
    name: "a new module is required below the last one",
    path: "a.js",
    before: lines('"use strict";', 'const a = require("a");', 'require("dotenv").config();', "", "a();"),
    add: ["m X", "m Y as Z", "n * as n", "o default as O"],
    after: lines(
      ...['"use strict";', 'const a = require("a");', 'const { X, Y: Z } = require("m");', 'const n = require("n");'],
      ...['const O = require("o").default;', 'require("dotenv").config();', "", "a();"],
    ),
  },
  {
    name: "a name joins the names of its module",
    path: "a.js",
    before: lines("const { a } = require('m')", "const n = require('n')"),
    add: ["m b as c", "n d"],
    after: lines("const { a, b: c } = require('m')", "const n = require('n')", "const { d } = require('n')"),
  },
  {
    name: "a .cjs file requires",
    path: "a.cjs",
    before: "",
    add: ["m a"],
    after: 'const { a } = require("m");\n',
  },
  {
    name: "a file that exports by assignment requires",
    path: "a.js",
    before: lines("module.exports = {};"),
    add: ["m a"],
    after: lines('const { a } = require("m");', "", "module.exports = {};"),
  },
  {
    name: "a file with import syntax imports",
    path: "a.js",
    before: lines('import a from "a";', 'const { b } = require("m");'),
    add: ["m c"],
    after: lines('import a from "a";', 'const { b } = require("m");', 'import { c } from "m";'),
  },
  {
    name: "names and whole modules are removed",
    path: "a.js",
    before: lines(
      'const { a, b: c, ...d } = require("m");',
      'const e = require("n"); // n',
      'const F = require("o").F;',
      "f();",
    ),
    remove: ["c", "e", "F"],
    after: lines('const { a, ...d } = require("m");', "f();"),
  },
  {
    name: "one of several declarators",
    path: "a.js",
    before: lines('const a = require("a"), b = require("b"),', '  c = require("c");'),
    remove: ["a", "c"],
    after: lines('const b = require("b");'),
  },
  {
    name: "the last declarators",
    path: "a.js",
    before: lines('const a = 1, b = require("b"), { c } = require("c");'),
    remove: ["b", "c"],
    after: lines("const a = 1;"),
  },
  {
    name: "a required module is replaced where it stands",
    path: "a.js",
    before: lines('const OpenAI = require("openai");', 'const { b } = require("./b");', "", "b(OpenAI);"),
    remove: ["OpenAI"],
    add: ["m AIProjectClient"],
    after: lines('const { AIProjectClient } = require("m");', 'const { b } = require("./b");', "", "b(OpenAI);"),
  },
  {
    name: "a module required inside a function goes from there, and a new one comes to the top",
    path: "a.js",
    before: lines("function f() {", '  const { a } = require("m");', "  return a;", "}"),
    remove: ["a"],
    add: ["n b"],
    after: lines('const { b } = require("n");', "", "function f() {", "  return a;", "}"),
  },
];

describeEdits("removing", REMOVING);
describeEdits("replacing", REPLACING);
describeEdits("CommonJS", COMMONJS);
