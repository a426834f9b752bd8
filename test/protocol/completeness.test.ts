import { describe, expect, it } from "vitest";
import {
  CLASSIC_OPERATIONS,
  CLASSIC_SHAPES,
  CLASSIC_WORDS,
  classicOperation,
  classicShape,
} from "../../src/protocol/classic.js";
import {
  CURRENT_OPERATIONS,
  CURRENT_SHAPES,
  CURRENT_WORDS,
  currentOperation,
  currentShape,
  ITEM_KINDS,
  refusedWithAgent,
} from "../../src/protocol/current.js";
import { fieldNames } from "../../src/protocol/fieldNames.js";
import {
  EVENTS,
  OPERATION_MAPPINGS,
  REQUEST_ERRORS,
  requestRow,
  RUN_STATUSES,
  SHAPE_MAPPINGS,
  shapeMapping,
  shapeRow,
} from "../../src/protocol/mapping/index.js";
import { parseType, typeAt } from "../../src/protocol/typeRef.js";
import type {
  ApiOperation,
  Field,
  MappingClass,
  OperationMapping,
  Row,
  Shape,
  TypeRef,
} from "../../src/protocol/types.js";

describe("both APIs", () => {
  const sides = [
    { side: "classic", operations: CLASSIC_OPERATIONS, shapes: CLASSIC_SHAPES, words: CLASSIC_WORDS },
    { side: "current", operations: CURRENT_OPERATIONS, shapes: CURRENT_SHAPES, words: CURRENT_WORDS },
  ];

  it.each(sides)("$side: ids, names and endpoints are unique", ({ operations, shapes }) => {
    expect(duplicates(operations.map((operation) => operation.id))).toEqual([]);
    expect(duplicates(shapes.map((shape) => shape.name))).toEqual([]);
    expect(duplicates(operations.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`))).toEqual([]);
  });

  it.each(sides)("$side: every type names a shape or an enum that exists", ({ operations, shapes, words }) => {
    const shapeNames = new Set(shapes.map((shape) => shape.name));
    const known = (type: TypeRef): boolean => {
      const parsed = parseType(type);
      if (parsed.kind === "shape") return shapeNames.has(parsed.name) || parsed.name === "T";
      if (parsed.kind === "enum") return parsed.name in words;
      if (parsed.kind === "list" || parsed.kind === "page") return known(parsed.of);
      return parsed.kind !== "union" || parsed.of.every(known);
    };
    const all = [
      ...operations.map((operation) => operation.result),
      ...operations.flatMap((operation) => types(operation.query).concat(types(operation.body))),
      ...shapes.flatMap((shape) => types(shape.fields)),
    ];
    expect(all.filter((type) => !known(type))).toEqual([]);
  });

  it.each(sides)("$side: no shape is unused", ({ operations, shapes, side }) => {
    // Stream events are reached by the name of the event, and request items by reshaped values.
    const entries = side === "classic" ? EVENTS.map((event) => event.data).concat("StreamEvent") : CURRENT_ENTRIES;
    const used = reachable(shapes, [
      ...entries,
      "Page",
      ...operations.flatMap((operation) => [operation.result, ...types(operation.query), ...types(operation.body)]),
    ]);
    expect(shapes.map((shape) => shape.name).filter((name) => !used.has(name))).toEqual([]);
  });

  it("names existing fields as refused next to an agent", () => {
    const body = currentOperation("responses.create")?.body ?? {};
    expect(refusedWithAgent.filter(({ field }) => !(field in body))).toEqual([]);
    expect(refusedWithAgent.filter(({ because }) => because === "")).toEqual([]);
  });
});

/** Shapes that only values made by reshapes have. */
const CURRENT_ENTRIES = ["ResponseEvent", "ConversationRequest", ...Object.values(ITEM_KINDS)];

describe("mapping of operations", () => {
  it("has exactly one entry for every classic operation", () => {
    expect(OPERATION_MAPPINGS.map((mapping) => mapping.classic).sort()).toEqual(
      CLASSIC_OPERATIONS.map((operation) => operation.id).sort(),
    );
  });

  describe.each(OPERATION_MAPPINGS)("$classic", (mapping) => {
    const operation = classicOperation(mapping.classic)!;
    const current = mapping.current.map((id) => currentOperation(id));

    it("has exactly one row for every field", () => {
      expect(mapping.request.map((row) => row.from).sort()).toEqual([...fieldNames(operation)].sort());
    });

    it("leads to operations and fields that exist", () => {
      expect(current).not.toContain(undefined);
      const targets = current.filter((operation) => operation !== undefined);
      expect(mapping.request.filter((row) => !leadsSomewhere(row, targets))).toEqual([]);
    });

    it("finds its result in the current answer", () => {
      const answer = current.at(-1)?.result;
      if (answer === undefined) return expect(mapping.result).toBeUndefined();
      const place = typeAt(currentShape, answer, mapping.result?.at.split(".") ?? []);
      expect(place).toBeDefined();
      const result = elementType(operation.result);
      if (result !== "Deleted" && result !== "binary") {
        expect(elementType(place!)).toBe(shapeMapping(result)?.current);
      }
    });

    it("gives reasons", () => {
      expect(unexplained([mapping, ...mapping.request])).toEqual([]);
    });
  });
});

describe("mapping of shapes", () => {
  it("has exactly one entry for every classic shape", () => {
    expect(SHAPE_MAPPINGS.map((mapping) => mapping.classic).sort()).toEqual(
      CLASSIC_SHAPES.map((shape) => shape.name).sort(),
    );
  });

  describe.each(SHAPE_MAPPINGS)("$classic", (mapping) => {
    const classic = classicShape(mapping.classic)!;

    it("has exactly one row for every field", () => {
      expect(mapping.rows.map((row) => row.from).sort()).toEqual(Object.keys(classic.fields).sort());
    });

    it("leads to fields that exist", () => {
      expect(
        mapping.rows.filter((row) => target(row) !== undefined && typeOfTarget(mapping.current, row) === undefined),
      ).toEqual([]);
    });

    it("leads to the shapes that the shapes of its fields become", () => {
      const torn = mapping.rows.flatMap((row) => {
        const reached = target(row) === undefined ? undefined : typeOfTarget(mapping.current, row);
        const field = shapesIn(classic.fields[row.from]!.type).filter((name) => name !== "T");
        if (reached === undefined || reached === "json" || row.kind === "reshape") return [];
        const kinds = row.kind === "rename" ? (row.where?.type ?? []).map((type) => ITEM_KINDS[type]) : [];
        return field
          .filter((name) => !kinds.includes(shapeMapping(name)!.current))
          .filter((name) => !shapesIn(reached).includes(shapeMapping(name)!.current))
          .map((name) => `${row.from}: ${name} becomes ${shapeMapping(name)!.current}, but the place is ${reached}`);
      });
      expect(torn).toEqual([]);
    });

    it("gives reasons", () => {
      expect(unexplained(mapping.rows)).toEqual([]);
    });
  });
});

describe("words and events", () => {
  it("cover every run status and every stream event", () => {
    expect(RUN_STATUSES.map((status) => status.classic).sort()).toEqual([...CLASSIC_WORDS.RunStatus].sort());
    expect(EVENTS.map((event) => event.classic).sort()).toEqual([...CLASSIC_WORDS.StreamEvent].sort());
    expect(unexplained([...RUN_STATUSES, ...EVENTS, ...REQUEST_ERRORS])).toEqual([]);
  });

  it("lead to current statuses", () => {
    const statuses: readonly string[] = CURRENT_WORDS.ResponseStatus;
    expect(RUN_STATUSES.filter(({ current }) => current !== undefined && !statuses.includes(current))).toEqual([]);
  });

  it.each(EVENTS.filter((event) => event.current.length > 0))("$classic: finds its data in the event", (event) => {
    const path = event.at === "" ? [] : event.at.split(".");
    expect(typeAt(currentShape, "ResponseEvent", path)).toBeDefined();
    for (const field of Object.keys(event.where ?? {})) {
      expect(typeAt(currentShape, "ResponseEvent", field.split("."))).toBeDefined();
    }
  });
});

describe("lookups", () => {
  it("find rows by operation and field", () => {
    expect(requestRow("runs.create", "max_completion_tokens")).toMatchObject({
      kind: "rename",
      to: "max_output_tokens",
    });
    expect(requestRow("runs.create", "poll_interval_ms")).toMatchObject({ kind: "client" });
    expect(requestRow("runs.create", "colour")).toBeUndefined();
    expect(requestRow("no.such", "poll_interval_ms")).toBeUndefined();
  });

  it("find rows by shape and field, for every list too", () => {
    expect(shapeRow("Run", "thread_id")).toMatchObject({ to: "conversation.id" });
    expect(shapeRow("ClassicText", "value")).toMatchObject({ to: "text" });
    expect(shapeRow("Page(Message)", "data")).toMatchObject({ kind: "same" });
  });
});

function types(fields: Readonly<Record<string, Field>>): TypeRef[] {
  return Object.values(fields).map((field) => field.type);
}

function duplicates(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

function shapesIn(type: TypeRef): readonly string[] {
  const parsed = parseType(type);
  if (parsed.kind === "shape") return [parsed.name];
  if (parsed.kind === "list" || parsed.kind === "page") return shapesIn(parsed.of);
  return parsed.kind === "union" ? parsed.of.flatMap(shapesIn) : [];
}

function reachable(shapes: readonly Shape[], from: readonly TypeRef[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (type: TypeRef): void => {
    for (const name of shapesIn(type).filter((found) => !seen.has(found))) {
      seen.add(name);
      types(shapes.find((shape) => shape.name === name)?.fields ?? {}).forEach(visit);
    }
  };
  from.forEach(visit);
  return seen;
}

/** Where a row leads, undefined where nothing is left. */
function target(row: Row): string | undefined {
  if (row.kind === "same") return row.from;
  return row.kind === "rename" || row.kind === "reshape" ? row.to : undefined;
}

function typeOfTarget(shape: string, row: Row): TypeRef | undefined {
  const to = target(row)!;
  return shape === "" ? undefined : typeAt(currentShape, shape, to === "" ? [] : to.split("."));
}

function leadsSomewhere(row: Row, operations: readonly ApiOperation[]): boolean {
  const to = target(row);
  if (to === undefined || (to === "" && operations.length > 0)) return true;
  const [field = "", ...path] = to.split(".");
  return operations.some((operation) => {
    if (operation.path.includes(field)) return path.length === 0;
    const type = (operation.body[field] ?? operation.query[field])?.type;
    return type !== undefined && typeAt(currentShape, type, path) !== undefined;
  });
}

function elementType(type: TypeRef): TypeRef {
  const parsed = parseType(type);
  return parsed.kind === "page" || parsed.kind === "list" ? elementType(parsed.of) : type;
}

/** Rows without a sentence where one is due, or with one that points to papers a user does not have. */
function unexplained(
  rows: readonly (Pick<OperationMapping | Row, "because"> & { readonly class: MappingClass })[],
): readonly unknown[] {
  return rows.filter(({ because, class: grade }) =>
    because === undefined
      ? grade !== "mechanical"
      : !/^\S.*[.!]$/.test(because) || /§|\.md\b|DESIGN|reference\//.test(because),
  );
}
