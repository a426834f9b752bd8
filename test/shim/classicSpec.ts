import { readFileSync } from "node:fs";
import path from "node:path";
import { SPECS, type Check } from "../emulator/spec.js";

interface Field {
  readonly via?: string;
  readonly unixtime?: boolean;
  readonly nullable_or_optional?: boolean;
}

interface Derived {
  readonly operations: readonly { method: string; path: string; response_deserializer?: string }[];
  readonly response_models: Readonly<Record<string, Readonly<Record<string, Field>>>>;
  readonly response_unions: Readonly<
    Record<string, { readonly discriminator: string; readonly cases: Readonly<Record<string, string>> }>
  >;
}

/** Members that the SDK reads and that recorded answers of the same API leave out as well. */
const LEFT_OUT = [
  /\/(expires_after|data_source|description|strict)$/,
  // The service shows a function of a tool without what its program left out.
  /\/tools\/\d+\//,
];

/**
 * What the SDK for classic Foundry agents reads of each answer: the members that must be there, unions that must know their tag, times that
 * must be whole seconds. More members are allowed: Foundry's objects are those of OpenAI with some left out.
 */
export class ClassicFoundrySpec {
  readonly #derived = JSON.parse(
    readFileSync(path.join(SPECS, "azure-classic-agents-v1.derived.json"), "utf8"),
  ) as Derived;

  /** Validates the answer of an operation; undefined when Foundry had no such operation. */
  answer(method: string, pathname: string): Check | undefined {
    const candidates = this.#derived.operations.filter(
      (entry) => entry.method === method && new RegExp(`^${entry.path.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname),
    );
    const found = candidates.find((entry) => entry.path === pathname) ?? candidates[0];
    const model = found?.response_deserializer?.replace(/Deserializer$/, "");
    return model === undefined ? undefined : (value) => this.#missing(capitalised(model), value, "");
  }

  #missing(name: string, value: unknown, at: string): string[] {
    const model = this.#derived.response_models[name];
    if (!model) return [];
    if (typeof value !== "object" || value === null) return [`${at} must be an object`];
    const members = value as Record<string, unknown>;
    return Object.entries(model).flatMap(([key, field]) => {
      const member = members[key];
      const where = `${at}/${key}`;
      if (member === undefined || member === null) {
        const needed = !field.nullable_or_optional && member === undefined;
        return needed && !LEFT_OUT.some((known) => known.test(where)) ? [`${where} of ${name} is missing`] : [];
      }
      if (field.unixtime && !Number.isInteger(member)) return [`${where} must be unix seconds`];
      return field.via === undefined ? [] : this.#nested(field.via, member, where);
    });
  }

  #nested(via: string, value: unknown, at: string): string[] {
    if (via.endsWith("Array")) {
      if (!Array.isArray(value)) return [`${at} must be an array`];
      return value.flatMap((entry, index) => this.#nested(via.slice(0, -"Array".length), entry, `${at}/${index}`));
    }
    const union = via.endsWith("Union") ? this.#derived.response_unions[via.slice(0, -"Union".length)] : undefined;
    const tag = union && (value as Record<string, string>)[union.discriminator];
    const known = union && tag !== undefined ? union.cases[tag] : undefined;
    return this.#missing(capitalised(known ?? via), value, at);
  }
}

const capitalised = (name: string): string =>
  name.startsWith("_") ? name : `${name[0]!.toUpperCase()}${name.slice(1)}`;
