import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLASSIC_OPERATIONS, classicShape } from "../../../src/protocol/classic.js";
import { CURRENT_OPERATIONS, currentShape } from "../../../src/protocol/current.js";
import { isList, isObject } from "../../../src/protocol/json.js";
import { parseType, typeAt } from "../../../src/protocol/typeRef.js";
import type { ApiOperation, Json, Shape, TypeRef } from "../../../src/protocol/types.js";
import { SPECS } from "./folder.js";

type Shapes = (name: string) => Shape | undefined;

interface Exchange {
  readonly RequestUri: string;
  readonly RequestMethod: string;
  readonly RequestBody: Json;
  readonly ResponseBody: Json;
}

describe.skipIf(SPECS === undefined)("recorded exchanges", () => {
  it.each([
    { folder: "assistants", operations: CLASSIC_OPERATIONS, shapes: classicShape },
    { folder: "vector-stores", operations: CLASSIC_OPERATIONS, shapes: classicShape },
    { folder: "conversations", operations: CURRENT_OPERATIONS, shapes: currentShape },
    { folder: "containers", operations: CURRENT_OPERATIONS, shapes: currentShape },
    { folder: "responses", operations: CURRENT_OPERATIONS, shapes: currentShape },
  ])("$folder: have no field that our tables lack", ({ folder, operations, shapes }) => {
    const found = exchanges(join(SPECS!, "recordings", folder)).flatMap((exchange) => {
      // "/threads/runs" is also "/threads/{thread_id}": the endpoint with fewer parameters is meant.
      const candidates = operations.filter((candidate) => serves(candidate, exchange));
      const operation = candidates.sort((a, b) => a.path.length - b.path.length)[0];
      return operation === undefined ? [] : [{ operation, exchange }];
    });
    expect(found.length).toBeGreaterThan(0);
    const unknown = found.flatMap(({ operation, exchange }) => [
      ...bodyFields(exchange.RequestBody).flatMap(([name, value]) =>
        operation.body[name] === undefined
          ? [`${operation.id}: ${name}`]
          : strange(shapes, operation.body[name].type, value, `${operation.id}: ${name}`),
      ),
      ...strange(shapes, operation.result, exchange.ResponseBody, operation.id),
    ]);
    expect([...new Set(unknown)].filter((place) => !KNOWN.some((known) => known.test(place)))).toEqual([]);
  });
});

/** Fields of items and tools that no classic program could lead to. */
const KNOWN = [/\.output\[\]\.(operation|action|tools)$/, /tools\[\]\.(user_location|search_context_size)$/];

function exchanges(folder: string): readonly Exchange[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => (JSON.parse(readFileSync(join(folder, file), "utf8")) as { Entries: Exchange[] }).Entries);
}

function serves(operation: ApiOperation, exchange: Exchange): boolean {
  const path = new RegExp(`^/v1${operation.endpoint.path.replace(/\{\w+\}/g, "[^/]+")}$`);
  return operation.endpoint.method === exchange.RequestMethod && path.test(new URL(exchange.RequestUri).pathname);
}

function bodyFields(body: Json): readonly (readonly [string, Json])[] {
  return isObject(body) ? Object.entries(body) : [];
}

/** Fields of a value that its type does not have, by path. */
function strange(shapes: Shapes, type: TypeRef, value: Json, at: string): readonly string[] {
  // Event streams are recorded as lines; the values of free-form fields are not ours to know.
  if (type === "json" || (isList(value) && parseType(type).kind === "shape")) return [];
  if (isList(value)) {
    return value.flatMap((element) => strange(shapes, typeAt(shapes, type, ["0"]) ?? "string", element, `${at}[]`));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, below]) => {
    const fieldType = typeAt(shapes, type, [name]);
    return fieldType === undefined ? [`${at}.${name}`] : strange(shapes, fieldType, below, `${at}.${name}`);
  });
}
