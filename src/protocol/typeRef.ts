import type { Shape, TypeRef } from "./types.js";

/** A type reference taken apart. */
export type ParsedType =
  | { readonly kind: "scalar"; readonly name: string }
  | { readonly kind: "id"; readonly noun: string }
  | { readonly kind: "enum"; readonly name: string }
  | { readonly kind: "shape"; readonly name: string }
  | { readonly kind: "list" | "page"; readonly of: TypeRef }
  | { readonly kind: "union"; readonly of: readonly TypeRef[] };

const SCALARS = new Set(["string", "integer", "number", "boolean", "json", "timestamp", "binary"]);

/** Takes a type reference apart: "Page(Message)" is a page of "Message". */
export function parseType(type: TypeRef): ParsedType {
  if (type.includes("|")) return { kind: "union", of: type.split("|") };
  if (type.endsWith("[]")) return { kind: "list", of: type.slice(0, -2) };
  if (SCALARS.has(type)) return { kind: "scalar", name: type };
  const [, form, inner] = /^(id|enum|Page)\((\w+)\)$/.exec(type) ?? [];
  if (form === "id") return { kind: "id", noun: inner! };
  if (form === "enum") return { kind: "enum", name: inner! };
  if (form === "Page") return { kind: "page", of: inner! };
  return { kind: "shape", name: type };
}

/**
 * The type at a path below a type: `typeAt(classicShape, "Page(Message)", ["data", "0", "content"])` is "ContentPart[]".
 * A number or "*" steps into a list; a free-form "json" has anything below it. Undefined where the type has no such path.
 */
export function typeAt(
  shapeOf: (name: string) => Shape | undefined,
  type: TypeRef,
  path: readonly string[],
): TypeRef | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return type;
  const below = member(shapeOf, parseType(type), step);
  return below === undefined ? undefined : typeAt(shapeOf, below, rest);
}

function member(shapeOf: (name: string) => Shape | undefined, type: ParsedType, step: string): TypeRef | undefined {
  switch (type.kind) {
    case "scalar":
      return type.name === "json" ? "json" : undefined;
    case "list":
      return /^(\d+|\*)$/.test(step) ? type.of : undefined;
    case "page":
      return shapeOf("Page")?.fields[step]?.type.replace(/^T\b/, type.of);
    case "shape":
      return shapeOf(type.name)?.fields[step]?.type;
    case "union":
      return type.of.map((option) => member(shapeOf, parseType(option), step)).find((found) => found !== undefined);
    default:
      return undefined;
  }
}
