import { describeEdits, lines, type Case } from "./importEdits.js";

const ADDING: readonly Case[] = [
  {
    name: "a new statement follows the last import",
    before: lines('import a from "a";', 'import b from "b"; // b', "", "a(b);"),
    add: ["m X"],
    after: lines('import a from "a";', 'import b from "b"; // b', 'import { X } from "m";', "", "a(b);"),
  },
  {
    name: "in the quotes and without the semicolons of the file",
    before: lines("import a from 'a'", "", "a()"),
    add: ["m X", "n default as N", "o * as o"],
    after: lines(
      "import a from 'a'",
      "import { X } from 'm'",
      "import N from 'n'",
      "import * as o from 'o'",
      "",
      "a()",
    ),
  },
  {
    name: "a default and names are one statement",
    before: lines('import a from "a";'),
    add: ["openai default as OpenAI", "openai toFile", "openai File as OpenAIFile"],
    after: lines('import a from "a";', 'import OpenAI, { toFile, File as OpenAIFile } from "openai";'),
  },
  {
    name: "a name joins the names of its module",
    before: lines('import { toFile } from "openai";', 'import b from "b";'),
    add: ["openai OpenAI", "openai default as Client"],
    after: lines('import Client, { toFile, OpenAI } from "openai";', 'import b from "b";'),
  },
  {
    name: "names join a default import",
    before: lines('import OpenAI from "openai";'),
    add: ["openai toFile"],
    after: lines('import OpenAI, { toFile } from "openai";'),
  },
  {
    name: "a default joins a namespace, a name does not",
    before: lines('import * as sdk from "openai";'),
    add: ["openai default as OpenAI", "openai toFile"],
    after: lines('import OpenAI, * as sdk from "openai";', 'import { toFile } from "openai";'),
  },
  {
    name: "a second default is a name",
    before: lines('import OpenAI, { toFile } from "openai";'),
    add: ["openai default as Client"],
    after: lines('import OpenAI, { toFile, default as Client } from "openai";'),
  },
  {
    name: "sorted names stay sorted",
    before: lines('import { Agent, type Run, Thread } from "m";'),
    add: ["m Message", "m zed", "m A"],
    after: lines('import { A, Agent, Message, type Run, Thread, zed } from "m";'),
  },
  {
    name: "a broken list keeps its lines, comments and trailing comma",
    before: lines("import {", "  // first", "  b, // about b", "  a,", '} from "m";'),
    add: ["m c"],
    after: lines("import {", "  // first", "  b, // about b", "  a,", "  c,", '} from "m";'),
  },
  {
    name: "a broken list without a trailing comma gets none",
    before: lines("import {", "    b, /* about b */", "    a // about a", '} from "m";'),
    add: ["m c"],
    after: lines("import {", "    b, /* about b */", "    a, // about a", "    c", '} from "m";'),
  },
  {
    name: "brackets without spaces stay so",
    before: lines('import {a} from "m";'),
    add: ["m c"],
    after: lines('import {a, c} from "m";'),
  },
  {
    name: "a list that gets too long is broken",
    before: lines('import { aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccc } from "m";'),
    add: ["m dddddddddddddddddddd"],
    after: lines(
      "import {",
      ...["aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccc", "dddddddddddddddddddd"].map(
        (each) => `  ${each},`,
      ),
      '} from "m";',
    ),
  },
  {
    name: "types are kept apart from values",
    before: lines('import { a } from "m";', 'import type { T } from "n";'),
    add: ["type m U", "n b", "type n V"],
    after: lines(
      'import { a } from "m";',
      'import type { T, V } from "n";',
      'import type { U } from "m";',
      'import { b } from "n";',
    ),
  },
  {
    name: "a default type and named types are two statements",
    before: lines('import a from "a";'),
    add: ["type m default as D", "type m T"],
    after: lines('import a from "a";', 'import type D from "m";', 'import type { T } from "m";'),
  },
  {
    name: "a name at hand as a type becomes a value",
    before: lines('import type { A, B } from "m";', 'import { type C, d } from "n";'),
    add: ["m A", "n C"],
    after: lines('import type { B } from "m";', 'import { d, C } from "n";', 'import { A } from "m";'),
  },
  {
    name: "what is at hand is not added again",
    before: lines('import A, { b, c as d } from "m";', 'import type { T } from "n";'),
    add: ["m default as A", "m b", "m c as d", "type m b", "type n T"],
    after: lines('import A, { b, c as d } from "m";', 'import type { T } from "n";'),
  },
  {
    name: "the same thing wanted twice is added once",
    before: lines('import a from "a";'),
    add: ["m b", "m b", "type m b"],
    after: lines('import a from "a";', 'import { b } from "m";'),
  },
  {
    name: "JavaScript files get no type imports",
    path: "a.mjs",
    before: lines('import a from "a";'),
    add: ["type m T", "m b"],
    after: lines('import a from "a";', 'import { b } from "m";'),
  },
  {
    name: "a module loaded for its effects is not touched",
    before: lines('import "m";'),
    add: ["m a"],
    after: lines('import "m";', 'import { a } from "m";'),
  },
  {
    name: "imports of whole modules by assignment take no names",
    before: lines('import m = require("m");'),
    add: ["m a"],
    after: lines('import m = require("m");', 'import { a } from "m";'),
  },
  {
    name: "an import further down takes names too",
    before: lines('import a from "a";', "a();", "const b = 1;", 'import { c } from "m";'),
    add: ["m d", "n e"],
    after: lines('import a from "a";', 'import { e } from "n";', "a();", "const b = 1;", 'import { c, d } from "m";'),
  },
  {
    name: "calls may stand between imports",
    before: lines(
      'import dotenv from "dotenv";',
      "dotenv.config();",
      'import a from "a";',
      "",
      "const b = a;",
      'import c from "c";',
    ),
    add: ["m x"],
    after: lines(
      ...['import dotenv from "dotenv";', "dotenv.config();", 'import a from "a";', 'import { x } from "m";'],
      ...["", "const b = a;", 'import c from "c";'],
    ),
  },
];

const HEADERS: readonly Case[] = [
  { name: "an empty file", before: "", add: ["m a"], after: 'import { a } from "m";\n' },
  { name: "only code", before: "f();\n", add: ["m a"], after: 'import { a } from "m";\n\nf();\n' },
  {
    name: "a shebang, directives and code",
    before: lines("#!/usr/bin/env node", '"use strict";', "f();"),
    add: ["m a"],
    after: lines("#!/usr/bin/env node", '"use strict";', "", 'import { a } from "m";', "", "f();"),
  },
  {
    name: "a shebang",
    before: lines("#!/usr/bin/env node", "f();"),
    add: ["m a"],
    after: lines("#!/usr/bin/env node", 'import { a } from "m";', "", "f();"),
  },
  {
    name: "a directive set apart",
    before: lines('"use client";', "", "f();"),
    add: ["m a"],
    after: lines('"use client";', "", 'import { a } from "m";', "", "f();"),
  },
  {
    name: "a licence",
    before: lines("// Copyright", "// MIT", "", "// about f", "f();"),
    add: ["m a"],
    after: lines("// Copyright", "// MIT", "", 'import { a } from "m";', "", "// about f", "f();"),
  },
  {
    name: "a comment about the first statement",
    before: lines("/** about f */", "f();"),
    add: ["m a"],
    after: lines('import { a } from "m";', "", "/** about f */", "f();"),
  },
  {
    name: "a byte order mark",
    before: "\ufefff();\n",
    add: ["m a"],
    after: '\ufeffimport { a } from "m";\n\nf();\n',
  },
];

describeEdits("adding", ADDING);
describeEdits("adding to a file without imports", HEADERS);
