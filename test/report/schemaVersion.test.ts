import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { REPORT_VERSION } from "../../src/report/json.js";
import { schemaChange, type Schema, type SchemaChange } from "../support/schemaChange.js";

// The schema of the JSON report has a version of its own. Each is kept, so that the schema cannot change without it, and what a new one
// allows itself is what its number says. A new version: change it in src/report/json.ts and in the schema, then UPDATE_SCHEMA=1 once.

const KEPT = new URL("schemas/", import.meta.url);
const read = (file: URL): Schema => JSON.parse(readFileSync(file, "utf8")) as Schema;
const current = new URL("../../docs/report.schema.json", import.meta.url);
const own = new URL(`${REPORT_VERSION}.json`, KEPT);

const numbersOf = (version: string): number[] => version.split(".").map(Number);

/** The part of a version that is the first to differ. */
function step(before: string, after: string): "major" | "minor" | "patch" {
  const [a, b] = [numbersOf(before), numbersOf(after)];
  return a[0] !== b[0] ? "major" : a[1] !== b[1] ? "minor" : "patch";
}

const ALLOWED = {
  patch: ["words"],
  minor: ["added"],
  major: ["breaking"],
} as const satisfies Record<string, readonly SchemaChange[]>;

/** Versions in order. A schema without its version, which is another one in each. */
const versions = (): string[] =>
  readdirSync(KEPT)
    .map((name) => name.replace(/\.json$/, ""))
    .sort((a, b) => numbersOf(a).reduce((found, n, at) => found || n - numbersOf(b)[at]!, 0));

function withoutVersion(schema: Schema): Schema {
  const { version, ...properties } = schema.properties as Record<string, Schema>;
  expect(version).toBeDefined();
  return { ...schema, $id: "", properties };
}

describe("the schema of the JSON report", () => {
  it("does not change without its version", () => {
    if (process.env.UPDATE_SCHEMA === "1" && !existsSync(own)) writeFileSync(own, readFileSync(current));
    expect(read(current)).toEqual(read(own));
  });

  it("says its version", () => {
    const { $id, properties } = read(current) as { $id: string; properties: { version: Schema } };
    expect(properties.version.const).toBe(REPORT_VERSION);
    expect($id).toBe(`urn:migrate-agents:report:${numbersOf(REPORT_VERSION)[0]}`);
  });

  it("is the newest of the kept versions, each of which changes what its number says", () => {
    const all = versions();
    expect(all.at(-1)).toBe(REPORT_VERSION);
    for (const [at, after] of all.entries()) {
      const before = all[at - 1];
      if (before === undefined) continue;
      const change = schemaChange(
        withoutVersion(read(new URL(`${before}.json`, KEPT))),
        withoutVersion(read(new URL(`${after}.json`, KEPT))),
      );
      expect({ before, after, change }).toEqual({
        before,
        after,
        change: expect.toBeOneOf([...ALLOWED[step(before, after)]]),
      });
    }
  });
});

describe("schemaChange", () => {
  const object = (properties: Schema, required: readonly string[] = ["a"]): Schema => ({
    type: "object",
    required,
    properties,
  });
  const a = { type: "string" };
  it.each<[SchemaChange, string, Schema]>([
    ["none", "the same", object({ a })],
    ["words", "a description", { ...object({ a }), description: "what it is" }],
    ["words", "a description inside", object({ a: { ...a, description: "what it is" } })],
    ["added", "a property", object({ a, b: { type: "number" } })],
    ["added", "a property that is always there", object({ a, b: { type: "number" } }, ["a", "b"])],
    ["breaking", "a property less", object({})],
    ["breaking", "a property that may be absent now", object({ a }, [])],
    ["breaking", "another type", object({ a: { type: "number" } })],
    ["breaking", "other values", object({ a: { type: "string", enum: ["x"] } })],
  ])("%s: %s", (change, _, after) => {
    expect(schemaChange(object({ a }), after)).toBe(change);
  });
});
