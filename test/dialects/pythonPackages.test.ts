import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { dialectsOf } from "../../src/dialects/index.js";
import { CLASSIC_OPERATIONS, CLASSIC_SHAPES } from "../../src/protocol/classic.js";

/** Interpreters with classic SDKs: those named in DIALECT_PYTHONS (separated like PATH), else the one `npm run test:python` makes. */
const interpreters = (process.env["DIALECT_PYTHONS"]?.split(path.delimiter) ?? [".venv-classic/bin/python"]).filter(
  existsSync,
);

const dump = JSON.stringify({
  dialects: dialectsOf("python"),
  fields: Object.fromEntries(
    CLASSIC_OPERATIONS.map(({ id, path, query, body }) => [id, [...path, ...Object.keys(query), ...Object.keys(body)]]),
  ),
  shapes: Object.fromEntries(CLASSIC_SHAPES.map(({ name, fields }) => [name, Object.keys(fields)])),
});

describe.skipIf(interpreters.length === 0)("Python dialects", () => {
  it.each(interpreters)("agree with the packages of %s", (python) => {
    const run = spawnSync(python, ["test/python/check_dialects.py"], { input: dump, encoding: "utf8" });
    expect(run.stdout.split("\n").filter(Boolean)).toEqual([]);
    expect(run.stderr).toMatch(/^[1-9]\d* methods checked, 0 mismatches/);
  });
});
