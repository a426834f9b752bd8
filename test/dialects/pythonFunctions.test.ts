import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { Program } from "../../src/analysis/program.js";
import { Values } from "../../src/analysis/values.js";
import { loadPython } from "../../src/languages/python/index.js";
import { functionDefinition } from "../../transforms/tools/functionSchema.js";

// Functions as tools: what is derived from the source is what FunctionTool of azure-ai-agents makes when the program runs.

const file = fileURLToPath(new URL("../python/described_functions.py", import.meta.url));
const python = await loadPython();

function derived(code: string): unknown[] {
  const tree = python.read("/project/functions.py", code);
  const program = new Program({ trees: [tree], languages: new Map([["python", python]]), roots: ["/project"] });
  const known = { program, values: new Values(program) };
  return tree.root.statements.flatMap((statement) =>
    statement.kind === "FunctionStatement" ? [functionDefinition(known, statement.fn)] : [],
  );
}

/** Interpreters with the SDKs: `npm run test:python` sets them. */
const [, classic] = process.env.DIALECT_PYTHONS?.split(path.delimiter) ?? [];

it.runIf(classic)("derives what the classic SDK makes of every form of function", () => {
  const printed = execFileSync(classic!, [file], { encoding: "utf8" });
  expect(derived(readFileSync(file, "utf8"))).toEqual(JSON.parse(printed));
});

it("takes the name, the docstring and the annotations", () => {
  const [definition] = derived(
    'from typing import Optional\n\ndef f(a: int, b: Optional[str] = None):\n    """Does it.\n\n    :param a: The number.\n    """\n',
  );
  expect(definition).toEqual({
    name: "f",
    description: "Does it.",
    parameters: {
      type: "object",
      properties: {
        a: { type: "integer", description: "The number." },
        b: { type: ["string", "null"], description: "No description" },
      },
      required: ["a"],
    },
  });
});

it("takes annotations as texts where the file postpones them", () => {
  const [definition] = derived("from __future__ import annotations\n\ndef f(a: int): ...\n");
  expect(definition).toMatchObject({ parameters: { properties: { a: { type: "string" } }, required: ["a"] } });
});

it.each(["@cache\ndef f(a: int): ...\n", "T = make()\n\ndef f(a: T): ...\n"])("does not guess in %j", (code) =>
  expect(derived(code)).toEqual([undefined]),
);
