import { badRequest, invalidType, invalidValue, missingParameter, unknownParameter } from "../http/errors.js";
import { LIMITS } from "../../protocol/current.js";
import { isObject, type Json, type JsonObject } from "../json.js";

/** What a request value must be. `check` throws the service's 400 and names the value by its path (`tools[0].name`). */
export interface Type {
  /** For error texts: "a string". */
  readonly expected: string;
  check(value: Json, path: string): void;
}

/** Fields of an object by name; a trailing `!` marks a required one. Optional fields may be null. */
export type Fields = Readonly<Record<string, Type>>;

interface Range {
  readonly min?: number;
  readonly max?: number;
}

export function text(limits: { max?: number; pattern?: RegExp; hint?: string } = {}): Type {
  return {
    expected: "a string",
    check(value, path) {
      if (typeof value !== "string") throw invalidType(path, this.expected, value);
      if (limits.max !== undefined && value.length > limits.max) {
        throw badRequest(
          `Invalid '${path}': string too long. Expected a string with maximum length ${limits.max}, but got a string with length ${value.length} instead.`,
          path,
          "string_above_max_length",
        );
      }
      if (limits.pattern && !limits.pattern.test(value)) {
        throw badRequest(`Invalid '${path}': '${value}'. ${limits.hint ?? ""}`.trimEnd(), path, "invalid_value");
      }
    },
  };
}

/** A string that begins with one of the prefixes: `Expected an ID that begins with 'conv'.` */
export function id(...prefixes: readonly string[]): Type {
  const known = prefixes.map((prefix) => `'${prefix}'`).join(" or ");
  return text({
    pattern: new RegExp(`^(?:${prefixes.join("|")})[_-]`),
    hint: `Expected an ID that begins with ${known}.`,
  });
}

export function number(range: Range = {}): Type {
  return {
    expected: "a number",
    check(value, path) {
      if (typeof value !== "number") throw invalidType(path, this.expected, value);
      inRange(value, range, path, "decimal");
    },
  };
}

export function integer(range: Range = {}): Type {
  return {
    expected: "an integer",
    check(value, path) {
      if (typeof value !== "number" || !Number.isInteger(value)) throw invalidType(path, this.expected, value);
      inRange(value, range, path, "integer");
    },
  };
}

export const flag: Type = {
  expected: "a boolean",
  check(value, path) {
    if (typeof value !== "boolean") throw invalidType(path, this.expected, value);
  },
};

/** Any JSON. */
export const anything: Type = { expected: "a value", check: () => undefined };

/** A JSON object with members of its own choosing: schemas, headers. */
export const freeObject: Type = {
  expected: "an object",
  check(value, path) {
    if (!isObject(value)) throw invalidType(path, this.expected, value);
  },
};

export function oneOf(...values: readonly string[]): Type {
  return {
    expected: "a string",
    check(value, path) {
      if (typeof value !== "string") throw invalidType(path, this.expected, value);
      if (!values.includes(value)) throw invalidValue(path, value, values);
    },
  };
}

export function list(entry: Type, limits: { max?: number; min?: number } = {}): Type {
  return {
    expected: "an array",
    check(value, path) {
      if (!Array.isArray(value)) throw invalidType(path, this.expected, value);
      if (limits.max !== undefined && value.length > limits.max) {
        throw badRequest(
          `Invalid '${path}': array too long. Expected an array with maximum length ${limits.max}, but got an array with length ${value.length} instead.`,
          path,
          "array_above_max_length",
        );
      }
      if (limits.min !== undefined && value.length < limits.min) {
        throw badRequest(
          `Invalid '${path}': array too short. Expected an array with minimum length ${limits.min}, but got an array with length ${value.length} instead.`,
          path,
          "array_below_min_length",
        );
      }
      value.forEach((element, index) => entry.check(element, `${path}[${index}]`));
    },
  };
}

/** An object with exactly these fields. */
export function object(fields: Fields): Type {
  return {
    expected: "an object",
    check(value, path) {
      if (!isObject(value)) throw invalidType(path, this.expected, value);
      checkFields(value, fields, path);
    },
  };
}

/** An object whose `tag` says which fields it has. */
export function tagged(tag: string, variants: Readonly<Record<string, Fields | "open">>): Type {
  const known = new Map(
    Object.entries(variants).map(([name, fields]) => [
      name,
      fields === "open" ? fields : ({ [`${tag}!`]: anything, ...fields } satisfies Fields),
    ]),
  );
  return {
    expected: "an object",
    check(value, path) {
      if (!isObject(value)) throw invalidType(path, this.expected, value);
      const name = value[tag];
      const at = `${path}.${tag}`;
      if (name === undefined || name === null) throw missingParameter(at);
      if (typeof name !== "string") throw invalidType(at, "a string", name);
      const fields = known.get(name);
      if (fields === undefined) throw invalidValue(at, name, [...known.keys()]);
      if (fields !== "open") checkFields(value, fields, path);
    },
  };
}

/** The first type whose JSON kind fits decides: `byKind({ string: …, object: … })`. */
export function byKind(types: { string?: Type; object?: Type; array?: Type }): Type {
  const expected = `one of ${Object.values(types)
    .map((type) => type.expected)
    .join(" or ")}`;
  return {
    expected,
    check(value, path) {
      const kind = Array.isArray(value) ? "array" : isObject(value) ? "object" : typeof value;
      const type = kind === "string" || kind === "object" || kind === "array" ? types[kind] : undefined;
      if (type === undefined) throw invalidType(path, expected, value);
      type.check(value, path);
    },
  };
}

/** A few pairs of short strings. */
export const metadata: Type = {
  expected: "an object",
  check(value, path) {
    if (!isObject(value)) throw invalidType(path, this.expected, value);
    const entries = Object.entries(value);
    const { pairs, keyLength, valueLength } = LIMITS.metadata;
    if (entries.length > pairs) {
      throw badRequest(
        `Invalid '${path}': too many properties. Expected an object with at most ${pairs} properties, but got an object with ${entries.length} properties instead.`,
        path,
        "object_above_max_properties",
      );
    }
    for (const [key, entry] of entries) {
      if (key.length > keyLength) {
        throw badRequest(
          `Invalid property name in '${path}': '${key}' is too long. Expected a string with maximum length ${keyLength}, but got a string with length ${key.length} instead.`,
          `${path}.${key}`,
          "property_name_above_max_length",
        );
      }
      text({ max: valueLength }).check(entry ?? null, `${path}.${key}`);
    }
  },
};

/**
 * Checks the fields of a request object: missing ones first (as the service does), then unknown ones, then each value.
 * @throws ApiError 400 with the path of the first offence
 */
export function checkFields(value: JsonObject, fields: Fields, path = ""): void {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  for (const key of Object.keys(fields)) {
    if (key.endsWith("!") && value[key.slice(0, -1)] === undefined) throw missingParameter(at(key.slice(0, -1)));
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(fields, name) && !Object.hasOwn(fields, `${name}!`)) throw unknownParameter(at(name));
  }
  for (const [name, entry] of Object.entries(value)) {
    const required = fields[`${name}!`];
    const type = required ?? fields[name];
    if (entry !== undefined && (entry !== null || required)) type?.check(entry, at(name));
  }
}

function inRange(value: number, range: Range, path: string, kind: "integer" | "decimal"): void {
  if (range.max !== undefined && value > range.max) {
    throw badRequest(
      `Invalid '${path}': ${kind} above maximum value. Expected a value <= ${range.max}, but got ${value} instead.`,
      path,
      `${kind}_above_max_value`,
    );
  }
  if (range.min !== undefined && value < range.min) {
    throw badRequest(
      `Invalid '${path}': ${kind} below minimum value. Expected a value >= ${range.min}, but got ${value} instead.`,
      path,
      `${kind}_below_min_value`,
    );
  }
}
