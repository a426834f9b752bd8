import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { SPECS, type Check } from "./spec.js";

interface Field {
  readonly via?: string;
  readonly unixtime?: boolean;
}

interface Derived {
  readonly response_models: Readonly<Record<string, Readonly<Record<string, Field>>>>;
  readonly response_unions: Readonly<
    Record<string, { readonly discriminator: string; readonly cases: Readonly<Record<string, string>> }>
  >;
}

/**
 * What is known of Foundry's own objects: the JSON Schema of agents says which types members have and which must be there; the models that
 * were derived from the SDK's deserializers say which members there are at all (specs/README.md, point 4).
 */
export class FoundrySpec {
  readonly #ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  readonly #schemas: Readonly<Record<string, object>>;
  readonly #derived = read("foundry-agents-v1.derived.json") as Derived;

  constructor() {
    const schema = read("foundry-agents-v1.jsonschema.json") as {
      definitions: Record<string, { properties: Record<string, object> }>;
    };
    // On the wire it is a number of seconds; the SDK makes a date of it.
    schema.definitions["AgentVersion"]!.properties["created_at"] = { type: "integer" };
    this.#schemas = schema.definitions;
    this.#ajv.addSchema(schema, "foundry");
  }

  /** Validates an object of that name (`AgentVersion`) against everything that is known of it. */
  model(name: string): Check {
    const schema = Object.hasOwn(this.#schemas, name)
      ? this.#ajv.compile({ $ref: `foundry#/definitions/${name}` })
      : undefined;
    return (value) => {
      const problems = this.#unknown(name, value, "");
      if (schema && !schema(value))
        problems.push(...(schema.errors ?? []).map((error) => `${error.instancePath} ${error.message}`));
      return problems;
    };
  }

  /** Members that no SDK model has, and times that are no whole seconds. */
  #unknown(name: string, value: unknown, at: string): string[] {
    const model = this.#derived.response_models[name];
    if (model === undefined) return [`${at} no model ${name}`];
    if (typeof value !== "object" || value === null) return [`${at} must be an object`];
    return Object.entries(value).flatMap(([key, member]) => {
      const field = model[key];
      if (field === undefined) return [`${at}/${key} is no member of ${name}`];
      if (field.unixtime && !Number.isInteger(member)) return [`${at}/${key} must be unix seconds`];
      return field.via === undefined || member === null || member === undefined
        ? []
        : this.#nested(field.via, member, `${at}/${key}`);
    });
  }

  /** `memoryItemUnionArray`, `agentVersion`: the SDK's name of what is inside. Names without a model are left to the JSON Schema. */
  #nested(via: string, value: unknown, at: string): string[] {
    if (via.endsWith("Array")) {
      if (!Array.isArray(value)) return [`${at} must be an array`];
      return value.flatMap((entry, index) => this.#nested(via.slice(0, -"Array".length), entry, `${at}/${index}`));
    }
    const union = via.endsWith("Union") ? this.#derived.response_unions[via.slice(0, -"Union".length)] : undefined;
    const tag = union && (value as Record<string, string>)[union.discriminator];
    const name = capitalised((union && tag !== undefined && union.cases[tag]) || via);
    return this.#derived.response_models[name] ? this.#unknown(name, value, at) : [];
  }
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(SPECS, file), "utf8"));
}

const capitalised = (name: string): string =>
  name.startsWith("_") ? name : `${name[0]!.toUpperCase()}${name.slice(1)}`;
