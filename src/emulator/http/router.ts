import type { Operation } from "./call.js";

/** One operation and where it is: `{name}` stands for one part of the path (without a colon: those begin verbs). */
export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly operation: Operation;
  /** Query parameters beside those that every operation takes; others are refused. */
  readonly query: readonly string[];
}

export interface Match {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly string[];
}

/** Finds the operation of a path; undefined when there is none. */
export type Router = (method: string, path: string) => Match | undefined;

/** `route("GET /files/{file_id}", …)` */
export function route(at: string, operation: Operation, query: readonly string[] = []): Route {
  const [method = "GET", path = "/"] = at.split(" ");
  return { method: method as Route["method"], path, operation, query };
}

/** A router over a route table. Tables are small; routes are tried in order. */
export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes.map(({ method, path, operation, query }) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, "([^/:]+)")}$`);
    return { method, pattern, names, operation, query };
  });
  return (method, path) => {
    for (const candidate of compiled) {
      if (candidate.method !== method) continue;
      const match = candidate.pattern.exec(path);
      if (!match) continue;
      const params = Object.fromEntries(candidate.names.map((name, index) => [name, decoded(match[index + 1]!)]));
      return { operation: candidate.operation, params, query: candidate.query };
    }
    return undefined;
  };
}

/** A part of a path without its percent-encoding; one that is badly encoded is taken as it is, and names nothing. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
