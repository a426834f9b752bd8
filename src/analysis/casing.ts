import type { ClassicDialect } from "../dialects/types.js";

/** `max_completion_tokens` → `maxCompletionTokens`. */
export function toCamel(wire: string): string {
  return wire.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());
}

/** `maxCompletionTokens` → `max_completion_tokens`. */
export function toSnake(name: string): string {
  return name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
}

/** The wire name of a member, key or argument as a dialect spells it. */
export function wireName(name: string, dialect: Pick<ClassicDialect, "casing" | "fieldNames">): string {
  return dialect.fieldNames[name] ?? (dialect.casing === "camel" ? toSnake(name) : name);
}
