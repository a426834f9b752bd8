import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, type TestContext } from "vitest";
import { CLASSIC_OPERATIONS } from "../../src/protocol/classic.js";
import { servingOf, type ServingUpstream } from "../../src/shim/serving.js";
import { classicPath } from "../../src/shim/index.js";

/**
 * Which classic operations each test has answered, on which upstream: `docs/shim-coverage.md` is printed from it. It is kept beside the
 * tests (answered/<test file>.json) and held against what each run really does; `UPDATE_COVERAGE=1 npx vitest run test/shim` writes it.
 */
type Seen = Record<string, Partial<Record<ServingUpstream, string>>>;

const FOLDER = fileURLToPath(new URL("answered", import.meta.url));
const seen: Seen = {};

const PATTERNS = CLASSIC_OPERATIONS.map(({ id, endpoint, path: names }) => ({
  id,
  method: endpoint.method,
  names: names.length,
  pattern: new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, "[^/]+")}$`),
})).toSorted((left, right) => left.names - right.names);

type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** Notes what a shim is asked for in the test that is running, once it has given the answer that it should. */
export function watched<Watched extends Fetch>(fetch: Watched, upstream: ServingUpstream): Watched {
  const watch: Fetch = async (input, init) => {
    const { method, url } = input instanceof Request ? input : { method: init?.method ?? "GET", url: input };
    const response = await fetch(input, init);
    look(method, String(url), response.status, upstream);
    return response;
  };
  return watch as Watched;
}

/** The same for one request. */
export function look(method: string, url: string, status: number, upstream: ServingUpstream): void {
  const below = classicPath(new URL(url).pathname)?.path;
  const found = PATTERNS.find((candidate) => candidate.method === method && candidate.pattern.test(below ?? ""));
  if (!found) return;
  const refused = servingOf(found.id)?.[upstream].kind === "refused";
  if (refused === status >= 400) note(found.id, upstream);
}

function note(operation: string, upstream: ServingUpstream): void {
  const title = expect.getState().currentTestName?.split(" > ").at(-1);
  if (title === undefined) return;
  const test = (seen[title] ??= {});
  const operations = new Set(test[upstream]?.split(" "));
  test[upstream] = [...operations.add(operation)].sort().join(" ");
}

const inOrder = <Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> =>
  Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));

type Task = TestContext["task"] | { readonly tasks: readonly Task[] };

const isComplete = (task: Task): boolean =>
  "tasks" in task ? task.tasks.every(isComplete) : task.result?.state === "pass";

/** "title, upstream: operation" */
const calls = (part: Seen): string[] =>
  Object.entries(part).flatMap(([title, upstreams]) =>
    Object.entries(upstreams).flatMap(([upstream, operations]) =>
      operations.split(" ").map((operation) => `${title}, ${upstream}: ${operation}`),
    ),
  );

let file: TestContext["task"]["file"] | undefined;
afterEach(({ task }) => void (file = task.file));

afterAll(() => {
  if (!file) return;
  const kept = path.join(FOLDER, `${path.basename(file.filepath)}.json`);
  const sorted = inOrder(Object.entries(seen).map(([title, test]) => [title, inOrder(Object.entries(test))]));
  const whole = isComplete(file as unknown as Task);
  if (process.env["UPDATE_COVERAGE"] !== undefined && whole) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(kept, `${JSON.stringify(sorted, undefined, 2)}\n`);
    return;
  }
  const known = existsSync(kept) ? (JSON.parse(readFileSync(kept, "utf8")) as Seen) : {};
  // A part of the file's tests can only show that nothing is missing in what is kept.
  if (whole) expect(sorted, `${kept} is not current: run UPDATE_COVERAGE=1 npx vitest run test/shim`).toEqual(known);
  else for (const call of calls(sorted)) expect(calls(known)).toContain(call);
});
