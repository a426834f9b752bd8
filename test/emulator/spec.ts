import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { parse } from "yaml";

/** Where the API descriptions and recordings are, when they are there: beside the repository, or where the environment says. */
export const SPECS =
  process.env["MIGRATE_AGENTS_SPECS"] ?? fileURLToPath(new URL("../../../shared/specs", import.meta.url));
export const HAVE_SPECS = existsSync(path.join(SPECS, "openai-20260821.yaml"));

export type Check = (value: unknown) => string[];

interface Document {
  components: { schemas: Record<string, Record<string, unknown>> };
  paths: Record<
    string,
    Record<
      string,
      {
        responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
        requestBody?: { content: Record<string, { schema: unknown }> };
      }
    >
  >;
}

/**
 * The OpenAPI description with the two adaptations that recorded traffic needs (specs/README.md): `oneOf` read as `anyOf`, `nullable` as a
 * null alternative.
 */
export class Spec {
  readonly #document: Document;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, logger: false });
  readonly #checks = new Map<string, Check>();

  constructor() {
    this.#document = readDescription();
    this.#ajv.addSchema(this.#document as object, "api");
  }

  /** Validates against `components.schemas.<name>`. */
  schema(name: string): Check {
    return this.#check(`#/components/schemas/${name}`);
  }

  /** The schema `components.schemas.<name>`, adapted. */
  component(name: string): Readonly<Record<string, unknown>> {
    return this.#document.components.schemas[name]!;
  }

  /** The members of the JSON body of a request, `!` behind those that must be there. */
  bodyMembers(method: string, pathname: string): string[] {
    const content = this.#operation(method, pathname)?.operation.requestBody?.content["application/json"];
    return this.#members((content?.schema ?? {}) as Record<string, unknown>);
  }

  #members(schema: Record<string, unknown>): string[] {
    const { $ref, allOf = [], properties = {}, required = [] } = schema;
    if (typeof $ref === "string") return this.#members(this.component($ref.split("/").at(-1)!));
    const own = Object.keys(properties as object).map((name) =>
      (required as string[]).includes(name) ? `${name}!` : name,
    );
    return [...new Set([...(allOf as Record<string, unknown>[]).flatMap((part) => this.#members(part)), ...own])];
  }

  /** Validates the JSON answer of an operation; undefined when the description has no schema for it. */
  answer(method: string, pathname: string): Check | undefined {
    const found = this.#operation(method, pathname);
    const content = found?.operation.responses["200"]?.content;
    if (!found || !content?.["application/json"]) return undefined;
    return this.#check(
      `#/paths/${escape(found.template)}/${method.toLowerCase()}/responses/200/content/application~1json/schema`,
    );
  }

  /** Validates the JSON body of a request. */
  request(method: string, pathname: string): Check | undefined {
    const found = this.#operation(method, pathname);
    if (!found?.operation.requestBody?.content["application/json"]) return undefined;
    return this.#check(
      `#/paths/${escape(found.template)}/${method.toLowerCase()}/requestBody/content/application~1json/schema`,
    );
  }

  #operation(method: string, pathname: string) {
    for (const [template, operations] of Object.entries(this.#document.paths)) {
      const operation = operations[method.toLowerCase()];
      // Literal paths come before templates of the same shape ("/responses/compact" before "/responses/{response_id}").
      if (operation && template === pathname) return { template, operation };
    }
    for (const [template, operations] of Object.entries(this.#document.paths)) {
      const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`);
      const operation = operations[method.toLowerCase()];
      if (operation && pattern.test(pathname)) return { template, operation };
    }
    return undefined;
  }

  #check(pointer: string): Check {
    const known = this.#checks.get(pointer);
    if (known) return known;
    const validate = this.#ajv.compile({ $ref: `api${pointer}` });
    const check: Check = (value) => (validate(value) ? [] : (validate.errors ?? []).map(describeError));
    this.#checks.set(pointer, check);
    return check;
  }
}

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
  /** Names of the events of a streamed answer, in order. */
  readonly events: { type: string; [key: string]: unknown }[] | undefined;
}

/** The exchanges of a recording. */
export function recording(name: string): Exchange[] {
  const file = JSON.parse(readFileSync(path.join(SPECS, "recordings", name), "utf8")) as {
    Entries: {
      RequestMethod: string;
      RequestUri: string;
      RequestBody: unknown;
      StatusCode: number;
      ResponseBody: unknown;
    }[];
  };
  return file.Entries.map((entry) => {
    const lines = entry.ResponseBody;
    const streamed = Array.isArray(lines) && typeof lines[0] === "string";
    return {
      method: entry.RequestMethod,
      url: new URL(entry.RequestUri),
      request: entry.RequestBody,
      status: entry.StatusCode,
      response: lines,
      events: streamed ? parseEvents((lines as string[]).join("")) : undefined,
    };
  });
}

/** All recordings of a folder, by path below `recordings`. */
export function recordings(folder: string): string[] {
  return readdirSync(path.join(SPECS, "recordings", folder), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith(".json"))
    .map((file) => path.join(folder, file))
    .sort();
}

/** The events of a server-sent event stream. */
export function parseEvents(stream: string): { type: string; [key: string]: unknown }[] {
  return stream
    .split("\n\n")
    .map((block) =>
      block
        .split("\n")
        .find((line) => line.startsWith("data: "))
        ?.slice(6),
    )
    .filter((data) => data !== undefined && data !== "[DONE]")
    .map((data) => JSON.parse(data!) as { type: string });
}

/** The adapted description; kept as JSON, which is read twenty times faster than YAML. */
function readDescription(): Document {
  const source = readFileSync(path.join(SPECS, "openai-20260821.yaml"), "utf8");
  const key = createHash("sha256").update(source).update(String(adapt)).digest("hex").slice(0, 16);
  const cached = fileURLToPath(new URL(`../../.cache/openapi-${key}.json`, import.meta.url));
  if (existsSync(cached)) return JSON.parse(readFileSync(cached, "utf8")) as Document;
  const document = adapt(parse(source)) as Document;
  mkdirSync(path.dirname(cached), { recursive: true });
  const making = `${cached}.${process.pid}`;
  writeFileSync(making, JSON.stringify(document));
  renameSync(making, cached); // other workers see all of it or nothing
  return document;
}

function adapt(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(adapt);
  if (typeof value !== "object" || value === null) return value;
  const { oneOf, nullable, ...rest } = value as Record<string, unknown>;
  const kept = Object.entries(rest).filter(([key]) => key !== "discriminator");
  const adapted = Object.fromEntries(kept.map(([key, entry]) => [key, adapt(entry)]));
  if (Array.isArray(oneOf))
    adapted["anyOf"] = [...((adapted["anyOf"] as unknown[] | undefined) ?? []), ...oneOf.map(adapt)];
  return nullable === true ? { anyOf: [adapted, { type: "null" }] } : adapted;
}

const escape = (part: string): string => encodeURIComponent(part.replace(/~/g, "~0").replace(/\//g, "~1"));

function describeError(error: ErrorObject): string {
  return `${error.instancePath} ${error.message ?? ""} ${JSON.stringify(error.params)}`;
}
