import type { LanguageId } from "../languages/tree.js";

/** What a part of a call means to the request it sends. "text" is JSON that the program has turned into text itself. */
export type HttpPart = "url" | "method" | "json" | "text" | "query" | "headers" | "base";

/** How a library sends a request: what its arguments mean by their place, and by their name or key. */
export interface HttpForm {
  /** Undefined: one of the parts says it, or it is GET. */
  readonly method?: string;
  /** "options" is an object of named parts. */
  readonly positional: readonly (HttpPart | "options")[];
}

/** An HTTP client of a language, with what it is called by and how the JSON of an answer is taken out. */
export interface HttpLibrary {
  readonly language: LanguageId;
  /** Modules that export it; "<global>" needs no import. */
  readonly modules: readonly string[];
  /** Steps below the module that stand for the module itself. */
  readonly itself: readonly string[];
  /** Calls by their path below the module. */
  readonly calls: Readonly<Record<string, HttpForm>>;
  /** Functions and classes whose result has the same methods, and how they are given what all requests share. */
  readonly instances: Readonly<Record<string, HttpForm>>;
  /** Names of keyword arguments, or keys of the options. */
  readonly named: Readonly<Record<string, HttpPart>>;
  /** The JSON of an answer: a field, or what a method gives. */
  readonly json: { readonly member: string } | { readonly method: string };
}

const VERBS = ["get", "post", "put", "patch", "delete"];

function verbs(positional: (verb: string) => HttpForm["positional"]): Readonly<Record<string, HttpForm>> {
  return Object.fromEntries(VERBS.map((verb) => [verb, { method: verb.toUpperCase(), positional: positional(verb) }]));
}

const FETCH: HttpForm = { positional: ["url", "options"] };

const PYTHON = {
  url: "url",
  method: "method",
  json: "json",
  data: "text",
  params: "query",
  headers: "headers",
} as const;

const PYTHON_CALLS = { ...verbs(() => ["url"]), request: { positional: ["method", "url"] } } as const;

/** The HTTP clients whose requests are read: those that programs without an SDK use. */
export const httpLibraries: readonly HttpLibrary[] = [
  {
    language: "javascript",
    modules: ["<global>", "node-fetch", "cross-fetch", "undici", "isomorphic-fetch"],
    itself: ["default", "window", "globalThis", "self"],
    calls: { fetch: FETCH, "": FETCH },
    instances: {},
    named: { method: "method", body: "text", headers: "headers" },
    json: { method: "json" },
  },
  {
    language: "javascript",
    modules: ["axios"],
    itself: ["default", "axios"],
    calls: {
      ...verbs((verb) => (verb === "get" || verb === "delete" ? ["url", "options"] : ["url", "json", "options"])),
      request: { positional: ["options"] },
      "": { positional: ["url", "options"] },
    },
    instances: { create: { positional: ["options"] } },
    named: { url: "url", method: "method", data: "json", params: "query", headers: "headers", baseURL: "base" },
    json: { member: "data" },
  },
  {
    language: "python",
    modules: ["requests"],
    itself: [],
    calls: PYTHON_CALLS,
    instances: { Session: { positional: [] }, session: { positional: [] } },
    named: PYTHON,
    json: { method: "json" },
  },
  {
    language: "python",
    modules: ["httpx"],
    itself: [],
    calls: PYTHON_CALLS,
    instances: { Client: { positional: [] }, AsyncClient: { positional: [] } },
    named: { ...PYTHON, content: "text", base_url: "base" },
    json: { method: "json" },
  },
  {
    language: "python",
    modules: ["aiohttp"],
    itself: [],
    calls: PYTHON_CALLS,
    instances: { ClientSession: { positional: ["base"] } },
    named: { ...PYTHON, base_url: "base" },
    json: { method: "json" },
  },
];

/** What may be read of an answer besides its JSON: it says how the request went, and stays what it was. */
export const ANSWER_FACTS = new Set([
  ...["ok", "status", "statusText", "status_code", "headers", "reason", "reason_phrase", "url", "config", "request"],
  ...["raise_for_status", "is_success", "is_error", "elapsed", "close"],
]);
