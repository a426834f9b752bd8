/** A JSON schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

export type SchemaChange = "none" | "words" | "added" | "breaking";

/** Keywords that describe, and hold nothing to anything. */
const WORDS = new Set(["title", "description", "$comment", "examples", "$schema"]);

const STRENGTH: readonly SchemaChange[] = ["none", "words", "added", "breaking"];

/**
 * What a change of the schema means to programs that read documents written by it. Only new properties are an addition: what a property can
 * hold, and whether it is always there, is what readers rely on. Anything else is breaking, what cannot be judged included.
 */
export function schemaChange(before: unknown, after: unknown): SchemaChange {
  if (!isSchema(before) || !isSchema(after)) return same(before, after) ? "none" : "breaking";
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return strongest([...keys].map((key) => keywordChange(key, before[key], after[key])));
}

function keywordChange(key: string, before: unknown, after: unknown): SchemaChange {
  if (same(before, after)) return "none";
  if (WORDS.has(key)) return "words";
  if ((key === "properties" || key === "$defs") && isSchema(before) && isSchema(after))
    return entriesChange(before, after);
  // What is always there from now on was no promise before.
  if (key === "required" && list(before).every((name) => list(after).includes(name))) return "added";
  if (before === undefined || after === undefined) return "breaking";
  return schemaChange(before, after);
}

function entriesChange(before: Schema, after: Schema): SchemaChange {
  const names = Object.keys({ ...before, ...after });
  return strongest(names.map((name) => (name in before ? schemaChange(before[name], after[name]) : "added")));
}

function strongest(changes: readonly SchemaChange[]): SchemaChange {
  return changes.reduce((a, b) => (STRENGTH.indexOf(b) > STRENGTH.indexOf(a) ? b : a), "none");
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (!isSchema(value)) return Array.isArray(value) ? value.map(sorted) : value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
