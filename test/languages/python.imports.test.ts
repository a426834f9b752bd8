import { describe, expect, test } from "vitest";
import type { WantedImport } from "../../src/languages/language.js";
import type { ImportSpecifier, SourceTree } from "../../src/languages/tree.js";
import { python, readPython } from "./python.js";

interface Change {
  /** `module: name`, `module: name as local`; `module: * as local`. */
  readonly add?: readonly string[];
  /** Local names. */
  readonly remove?: readonly string[];
  readonly before: string;
  readonly after: string;
}

const changes: Record<string, Change> = {
  "merges into a sorted list": {
    add: ["m: b"],
    before: "from m import a, c\n",
    after: "from m import a, b, c\n",
  },
  "keeps the order of an unsorted list": {
    add: ["m: b"],
    before: "from m import c, a\n",
    after: "from m import c, a, b\n",
  },
  "sorts like isort: constants, classes, functions": {
    add: ["m: Beta", "m: ALPHA", "m: aaa"],
    before: "from m import CONST, Alpha, Gamma, func\n",
    after: "from m import ALPHA, CONST, Alpha, Beta, Gamma, aaa, func\n",
  },
  "sorts without case where the list is kept so": {
    add: ["m: beta"],
    before: "from m import Alpha, b, Gamma\n",
    after: "from m import Alpha, b, beta, Gamma\n",
  },
  "merges with an alias": {
    add: ["m: b as x"],
    before: "from m import a as y\n",
    after: "from m import a as y, b as x\n",
  },
  "keeps the layout of a list over several lines": {
    add: ["m: b"],
    before: "from m import (\n    a,  # first\n    c,\n)\n",
    after: "from m import (\n    a,  # first\n    b,\n    c,\n)\n",
  },
  "appends behind a comment": {
    add: ["m: d"],
    before: "from m import (\n  a,\n  c # last\n)\n",
    after: "from m import (\n  a,\n  c, # last\n  d\n)\n",
  },
  "keeps a list without a final comma so": {
    add: ["m: z"],
    before: "from m import (\n    a,\n    b\n)\nx\n",
    after: "from m import (\n    a,\n    b,\n    z\n)\nx\n",
  },
  "keeps a wrapped list wrapped": {
    add: ["m: bb"],
    remove: ["c"],
    before: "from m import (a, b,\n               c, d)\n",
    after: "from m import (a, b,\n               bb, d)\n",
  },
  "takes the line break with the name before it": {
    remove: ["b"],
    before: "from m import (a, b,\n               c, d)\n",
    after: "from m import (a, c, d)\n",
  },
  "keeps one-line parentheses": {
    add: ["m: c"],
    before: "from m import (a, b)\n",
    after: "from m import (a, b, c)\n",
  },
  "breaks a list that gets too long": {
    add: ["azure.ai.projects.models: PromptAgentDefinition"],
    before:
      "    # indented comment\nfrom azure.ai.projects.models import FileSearchTool, FunctionTool, WebSearchTool\n",
    after:
      "    # indented comment\nfrom azure.ai.projects.models import (\n    FileSearchTool,\n    FunctionTool,\n    PromptAgentDefinition,\n    WebSearchTool,\n)\n",
  },
  "does not add what is there": {
    add: ["m: a", "n: *", "o.p: * as q"],
    before: "import n\nimport o.p as q\nfrom m import a\n",
    after: "import n\nimport o.p as q\nfrom m import a\n",
  },
  "does not remove what is wanted": {
    add: ["m: a"],
    remove: ["a", "b"],
    before: "from m import a, b\n",
    after: "from m import a\n",
  },
  "removes the first of a list": { remove: ["a"], before: "from m import a, b\n", after: "from m import b\n" },
  "removes the last of a list": { remove: ["b"], before: "from m import a, b  # x\n", after: "from m import a  # x\n" },
  "removes from the middle of lines": {
    remove: ["b"],
    before: "from m import (\n    a,\n    b,  # gone\n    c,\n)\n",
    after: "from m import (\n    a,\n    c,\n)\n",
  },
  "removes the last line, with and without a comma": {
    remove: ["b", "d"],
    before: "from m import (\n    a,  # kept\n    b,\n)\nfrom n import (\n    c,\n    d\n)\n",
    after: "from m import (\n    a,  # kept\n)\nfrom n import (\n    c\n)\n",
  },
  "removes over a continued line": {
    remove: ["b"],
    before: "from m import a, \\\n    b\n",
    after: "from m import a\n",
  },
  "replaces the only name": {
    add: ["m: b"],
    remove: ["a"],
    before: "from m import a\n",
    after: "from m import b\n",
  },
  "removes a module of several": {
    remove: ["b"],
    before: "import a, b.c as b, importlib\n",
    after: "import a, importlib\n",
  },
  "removes the first module of several": {
    remove: ["importlib"],
    before: "import importlib, os\n",
    after: "import os\n",
  },
  "removes a statement with its line and comment": {
    remove: ["b"],
    before: "import a\nfrom m import b  # noqa\nimport c\n",
    after: "import a\nimport c\n",
  },
  "leaves one empty line where two would meet": {
    remove: ["b", "c"],
    before: "import a\n\nfrom m import b\nimport c\n\nx = 1\n",
    after: "import a\n\nx = 1\n",
  },
  "leaves no empty line at the start": {
    remove: ["a"],
    before: "\ufeffimport a\n\n\nx = 1\n",
    after: "\ufeffx = 1\n",
  },
  "leaves the rest of a shared line": {
    remove: ["a", "d"],
    before: "import a; import b\nimport c; import d\n",
    after: "import b\nimport c\n",
  },
  "fills an emptied block": {
    remove: ["b", "c", "d"],
    before:
      "if TYPE_CHECKING:\n    from m import b\n    from n import c\ntry: import d\nexcept ImportError:\n    d = None\n",
    after: "if TYPE_CHECKING:\n    pass\ntry: pass\nexcept ImportError:\n    d = None\n",
  },
  "does not fill a block that keeps something": {
    remove: ["b"],
    before: "def f():\n    from m import b\n\n    return 1\n",
    after: "def f():\n\n    return 1\n",
  },
  "puts a new statement in the place of an old one": {
    add: ["new.m: B", "new.m: A", "os: *"],
    remove: ["C"],
    before: "import sys\nfrom old.m import C\nfrom z import y\n\nx = 1\n",
    after: "import sys\nimport os\nfrom new.m import A, B\nfrom z import y\n\nx = 1\n",
  },
  "puts everything in the place of the only import": {
    add: ["new.m: A", "os: *"],
    remove: ["openai"],
    before: "import openai\n\nx = 1\n",
    after: "import os\nfrom new.m import A\n\nx = 1\n",
  },
  "follows an import of the same distribution": {
    add: ["azure.identity: DefaultAzureCredential"],
    before: "import os\nfrom azure.core import x\nfrom flask import Flask\n\nfrom .y import z\n",
    after:
      "import os\nfrom azure.core import x\nfrom azure.identity import DefaultAzureCredential\nfrom flask import Flask\n\nfrom .y import z\n",
  },
  "stands before relative imports": {
    add: ["m: n"],
    before: "import os\nfrom flask import Flask\nfrom .y import z\n",
    after: "import os\nfrom flask import Flask\nfrom m import n\nfrom .y import z\n",
  },
  "follows other imports of modules": {
    add: ["os: *", "a.b: * as c", "d.e: * as d.e"],
    before: "import sys  # why\nfrom flask import Flask",
    after: "import sys  # why\nimport os\nimport a.b as c\nimport d.e\nfrom flask import Flask",
  },
  "follows the last import of a file without a final newline": {
    add: ["m: n"],
    before: "from a import b",
    after: "from a import b\nfrom m import n",
  },
  "looks behind set-up calls but not behind other code": {
    add: ["late: B", "early: C"],
    before: "from a import b\nload_dotenv()\nfrom early import A\nx = 1\nfrom late import A\n",
    after: "from a import b\nload_dotenv()\nfrom early import A, C\nfrom late import B\nx = 1\nfrom late import A\n",
  },
  "does not merge where the name would be missing at run time": {
    add: ["m: b", "n: c"],
    before: "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from m import a\ndef f():\n    from n import a\n",
    after:
      "from typing import TYPE_CHECKING\nfrom m import b\nfrom n import c\nif TYPE_CHECKING:\n    from m import a\ndef f():\n    from n import a\n",
  },
  "does not merge into a star": {
    add: ["m: b"],
    before: "from m import *\n",
    after: "from m import *\nfrom m import b\n",
  },
  "keeps the future first": {
    add: ["m: n"],
    before: "'doc'\nfrom __future__ import annotations\n\nx = 1\n",
    after: "'doc'\nfrom __future__ import annotations\n\nfrom m import n\n\nx = 1\n",
  },
  "starts an empty file": { add: ["os: *"], before: "", after: "import os\n" },
  "starts a file without imports": { add: ["os: *"], before: "x = 1\n", after: "import os\n\nx = 1\n" },
  "leaves a comment with its statement": {
    add: ["os: *"],
    before: "\ufeff# about x\nx = 1\n",
    after: "\ufeffimport os\n\n# about x\nx = 1\n",
  },
  "follows shebang and encoding": {
    add: ["os: *"],
    before: "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nx = 1\n",
    after: "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nimport os\n\nx = 1\n",
  },
  "follows a licence": {
    add: ["os: *"],
    before: "# Copyright\n# Somebody\n\nx = 1\n",
    after: "# Copyright\n# Somebody\n\nimport os\n\nx = 1\n",
  },
  "follows a docstring": {
    add: ["os: *"],
    before: '"""Doc.\n\nMore."""\n\nx = 1\n',
    after: '"""Doc.\n\nMore."""\n\nimport os\n\nx = 1\n',
  },
  "follows a docstring at the end": { add: ["os: *"], before: '"""Doc."""', after: '"""Doc."""\n\nimport os\n' },
};

describe("edits", () => {
  test.each(Object.entries(changes))("%s", (_, change) => expectChange(change));
  test.each(Object.entries(changes))("with CRLF: %s", (_, change) => {
    const crlf = (text: string) => text.replaceAll("\n", "\r\n");
    // A file of one line shows no line end.
    if (change.before.includes("\n"))
      expectChange({ ...change, before: crlf(change.before), after: crlf(change.after) });
  });
});

function expectChange({ before, after, add = [], remove = [] }: Change): void {
  const tree = readPython(before);
  const gone = specifiersOf(tree).filter((each) => remove.includes(each.local.name));
  expect(gone.map((each) => each.local.name).sort()).toEqual([...remove].sort());
  const edits = python.imports.edit(tree, add.map(wanted), gone, python.printer.styleOf(tree));

  let changed = "";
  let at = 0;
  for (const edit of edits) {
    expect(edit.start).toBeGreaterThanOrEqual(at);
    changed += before.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  changed += before.slice(at);
  expect(changed).toBe(after);

  const again = readPython(changed);
  expect(again.errors).toEqual([]);
  expect(python.imports.edit(again, add.map(wanted), [], python.printer.styleOf(again))).toEqual([]);
}

function wanted(text: string): WantedImport {
  const [module, rest] = text.split(": ") as [string, string];
  const [name, local] = rest.split(" as ") as [string, string | undefined];
  return { module, name, local: local ?? (name === "*" ? module : name) };
}

function specifiersOf(tree: SourceTree): ImportSpecifier[] {
  return python.imports.statements(tree).flatMap((statement) => statement.specifiers);
}

describe("available", () => {
  const code = [
    "import os, a.b, c.d as e",
    "from f import g as h, i",
    "from j.k import *",
    "from . import l",
    "try:",
    "    from m import n",
    "except ImportError:",
    "    from o import p",
    "if TYPE_CHECKING:",
    "    from q import r",
    "def s():",
    "    from t import u",
  ].join("\n");
  const tree = readPython(code);
  test.each([
    ["os", "*", "os"],
    ["os", "environ", "os.environ"],
    ["a.b", "*", "a.b"],
    ["a.b", "X", "a.b.X"],
    ["a", "X", undefined],
    ["c.d", "X", "e.X"],
    ["f", "g", "h"],
    ["f", "i", "i"],
    ["f", "z", undefined],
    ["f.i", "X", "i.X"],
    ["f.g", "*", "h"],
    ["j.k", "X", undefined],
    [".l", "X", "l.X"],
    ["m", "n", "n"],
    ["o", "p", undefined],
    ["q", "r", undefined],
    ["t", "u", undefined],
  ])("%s %s", (module, name, spelling) => {
    expect(python.imports.available(tree, module, name)).toBe(spelling);
  });
});
