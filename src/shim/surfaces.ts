/** The three classic services: OpenAI, Azure OpenAI, and a Foundry project's classic agents. */
export type Surface = "openai" | "azure" | "foundry";

/** A request of the classic API: whose, and the path below its base ("/threads/thread_x/runs"). */
export interface ClassicPath {
  readonly surface: Surface;
  readonly path: string;
}

const CLASSIC = /^(.*)(\/(?:assistants|threads)(?:\/.*)?)$/;
const SHARED = /^(.*)(\/(?:files|vector_stores)(?:\/.*)?)$/;

/**
 * What a path is in the classic API: assistants and threads, and the files and vector stores that belong to them. The first of these words
 * counts, so that a project or a base path may be called anything. Undefined for everything else.
 */
export function classicPath(pathname: string): ClassicPath | undefined {
  const match = first(pathname, CLASSIC) ?? first(pathname, SHARED);
  return match && { surface: surfaceOf(match.base), path: match.path };
}

function first(pathname: string, pattern: RegExp): { base: string; path: string } | undefined {
  let found: { base: string; path: string } | undefined;
  // The pattern is greedy: going on in what stands before a match leads to the first one.
  for (let match = pattern.exec(pathname); match; match = pattern.exec(match[1]!)) {
    const base = match[1]!;
    // A project may be called "threads".
    if (/\/api\/projects$/.test(base)) break;
    found = { base, path: pathname.slice(base.length) };
  }
  return found;
}

function surfaceOf(base: string): Surface {
  if (/\/api\/projects\/[^/]+$/.test(base)) return "foundry";
  return /\/openai(\/deployments\/[^/]+)?$/.test(base) ? "azure" : "openai";
}
