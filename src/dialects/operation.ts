import type { DialectOperation, Layout } from "./types.js";

type Details = Partial<Omit<DialectOperation, "path" | "operation" | "layouts">>;

interface Defaults {
  /** What list operations give in the SDK. */
  readonly list: "page" | "iterable";
  /** Whether layouts accept keyword arguments. */
  readonly keywords?: boolean;
  /** SDK argument names that hold in every operation. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Lists are not awaited even where the client is async. */
  readonly lazyLists?: boolean;
}

const startsRun = new Set(["runs.create", "runs.submitToolOutputs", "threads.createAndRun"]);
const isList = (operation: string) => /\.list(Files)?$/.test(operation);

/**
 * Gives a function that writes one row of a dialect's table. `slots` is the argument order as words (`"thread_id @body?"`),
 * or two of them where majors differ (see `either`). What follows from the operation id (a list gives a page, a plain run call
 * starts) is filled in; `details` override it.
 */
export function operationWriter(defaults: Defaults) {
  return (
    path: string,
    operation: string,
    slots: string | readonly Layout[] = "",
    details: Details = {},
  ): DialectOperation => ({
    path,
    operation,
    layouts: (typeof slots === "string" ? [layout(slots)] : slots).map((one) => withDefaults(one, defaults)),
    gives: gives(operation, details, defaults),
    ...(startsRun.has(operation) && { mode: "start" as const }),
    ...(isList(operation) && !details.select && defaults.lazyLists && { sync: true }),
    ...details,
  });
}

function gives(operation: string, details: Details, defaults: Defaults): DialectOperation["gives"] {
  if (details.select !== undefined) return "helper";
  if (details.mode === "stream") return "stream";
  return isList(operation) ? defaults.list : "value";
}

function withDefaults(one: Layout, { keywords, aliases }: Defaults): Layout {
  return {
    ...one,
    ...(keywords && { keywords }),
    ...((aliases ?? one.aliases) && { aliases: { ...aliases, ...one.aliases } }),
  };
}

/** A layout from words: `layout("thread_id role content @body?")`. */
export function layout(slots: string, more: Omit<Layout, "positional"> = {}): Layout {
  return { positional: slots.split(" ").filter(Boolean), ...more };
}

/** Two layouts for one path, told apart by the second argument: `openai` 4 (path parameters in order) and 5 and later (named). */
export function either(positional: string, named: string): readonly Layout[] {
  return [layout(positional, { evidence: "secondIsString" }), layout(named, { evidence: "secondIsObject" })];
}
