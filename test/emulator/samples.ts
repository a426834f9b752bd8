export type Schema = { readonly [key: string]: unknown };

/** Makes values that fit a schema: with the required members only, or with all. */
export class Samples {
  readonly #resolve: (ref: string) => Schema;

  constructor(resolve: (ref: string) => Schema) {
    this.#resolve = resolve;
  }

  of(schema: Schema, all: boolean, depth = 5): unknown {
    if (typeof schema["$ref"] === "string") return this.of(this.#resolve(schema["$ref"]), all, depth);
    const { const: constant, enum: values, anyOf, allOf, type, minimum, minLength } = schema;
    if (constant !== undefined) return constant;
    if (Array.isArray(values)) return values[0];
    if (Array.isArray(anyOf))
      return this.of(
        (anyOf as Schema[]).find((branch) => branch["type"] !== "null")!,
        all,
        depth,
      );
    if (Array.isArray(allOf)) return Object.assign({}, ...(allOf as Schema[]).map((part) => this.of(part, all, depth)));
    const kind = Array.isArray(type) ? type.find((entry) => entry !== "null") : type;
    if (kind === "array") return depth > 0 ? [this.of(schema["items"] as Schema, all, depth - 1)] : [];
    if (kind === "string") return "x".repeat(Number(minLength ?? 1));
    if (kind === "number" || kind === "integer")
      return Number(minimum ?? 0) || (schema["maximum"] === undefined ? 1 : 0);
    if (kind === "boolean") return false;
    const required = (schema["required"] ?? []) as string[];
    const members = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>);
    const wanted = members.filter(([name]) => required.includes(name) || (all && depth > 0));
    return Object.fromEntries(wanted.map(([name, member]) => [name, this.of(member, all, depth - 1)]));
  }
}
