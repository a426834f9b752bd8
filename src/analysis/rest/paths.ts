import { CLASSIC_OPERATIONS } from "../../protocol/classic.js";
import type { ClassicDialect } from "../../dialects/types.js";

/** Where the classic API begins in an address, and whose it is. */
export interface Root {
  readonly length: number;
  readonly service: ClassicDialect["service"];
}

/** Hosts and roots under which the classic API was served. A hole (`{…}`) may stand for the host of Azure, whose root is telling. */
const SERVICES: readonly (readonly [ClassicDialect["service"], RegExp])[] = [
  ["openai", /^https?:\/\/api\.openai\.com\/v1(?=\/)/],
  [
    "azure-openai",
    /^(?:https?:\/\/[^/]*\.(?:openai\.azure\.com|cognitiveservices\.azure\.com)|(?:https?:\/\/)?\{\d*\}(?:\.openai\.azure\.com)?)\/openai(?:\/v1)?(?=\/(?:assistants|threads)\b)/,
  ],
  ["foundry", /^(?:https?:\/\/)?[^/]*\/api\/projects\/[^/]+(?=\/(?:assistants|threads)\b)/],
];

/** Where the header tells the API: any address, or one that is not in the code. A path alone is a route of the program's own. */
const ANY_ROOT = /^(?:https?:\/\/[^/]+|\{\d*\})(?:\/[^/]+)*?(?=\/(?:assistants|threads)\b)/;

/** What every request to OpenAI's classic API carries in its headers: it tells a path under an unknown root. */
export const BETA_HEADER = /openai-beta["'\]]*\s*[:=,]\s*f?["'`]assistants=/i;

/** Where the API begins in an address whose unknown parts are holes; undefined where it is no address of the classic API. */
export function rootOf(address: string, hasHeader: boolean): Root | undefined {
  for (const [service, pattern] of SERVICES) {
    const found = pattern.exec(address);
    if (found) return { length: found[0].length, service };
  }
  const any = hasHeader ? ANY_ROOT.exec(address) : null;
  return any ? { length: any[0].length, service: "openai" } : undefined;
}

/** A classic operation, with the names of the holes in its path by their place. */
export interface ClassicPath {
  readonly id: string;
  readonly method: string;
  readonly parts: readonly string[];
}

/** The operation of a path. Words win over holes: `/threads/runs` is no thread called "runs". */
export function operationOf(method: string, path: string): ClassicPath | undefined {
  const parts = path.replace(/\/+$/, "").split("/");
  const matches = CLASSIC.filter(
    (one) =>
      one.method === method &&
      one.parts.length === parts.length &&
      one.parts.every((part, i) => (isHole(part) ? parts[i] !== "" : part === parts[i])),
  );
  return matches.sort((a, b) => a.parts.filter(isHole).length - b.parts.filter(isHole).length)[0];
}

export function isHole(part: string): boolean {
  return part.startsWith("{");
}

const CLASSIC: readonly ClassicPath[] = CLASSIC_OPERATIONS.map(({ id, endpoint }) => {
  const { method, path } = endpoint;
  return { id, method: method as string, parts: path.split("/") };
}).filter(({ parts }) => parts[1] === "assistants" || parts[1] === "threads");
