import type { Call } from "./call.js";
import { badRequest } from "./errors.js";
import type { JsonObject } from "./json.js";

/** What a list is asked for. */
export interface PageQuery {
  readonly limit: number;
  readonly order: "asc" | "desc";
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** Cursor parameters as every classic list took them. @throws ClassicError 400 for a limit or order out of range */
export function pageQuery({ query }: Call): PageQuery {
  const limit = Number(query.get("limit") ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw badRequest(`Invalid 'limit': expected an integer from 1 to 100, but got '${query.get("limit")}'.`, "limit");
  }
  const order = query.get("order") ?? "desc";
  if (order !== "asc" && order !== "desc") {
    throw badRequest(`Invalid value: '${order}'. Supported values are: 'asc' and 'desc'.`, "order", "invalid_value");
  }
  return { limit, order, after: query.get("after") ?? undefined, before: query.get("before") ?? undefined };
}

/** The list envelope; ids are null on an empty page (as recorded). */
export function listOf(data: readonly JsonObject[], hasMore: boolean): JsonObject {
  return {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}

/** A page of rows. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly more: boolean;
}

/**
 * Cuts a page out of rows in creation order. With `before` alone it is the page that ends just before the cursor.
 * @throws ClassicError 400 for a cursor that names no row
 */
export function cut<Row>(rows: readonly Row[], query: PageQuery, idOf: (row: Row) => string): Page<Row> {
  const ordered = query.order === "asc" ? rows : rows.toReversed();
  const position = (cursor: string, name: string): number => {
    const index = ordered.findIndex((row) => idOf(row) === cursor);
    if (index < 0) throw badRequest(`No item found with id '${cursor}'.`, name, "invalid_value");
    return index;
  };
  const start = query.after === undefined ? 0 : position(query.after, "after") + 1;
  const end = query.before === undefined ? ordered.length : position(query.before, "before");
  const backwards = query.before !== undefined && query.after === undefined;
  const from = backwards ? Math.max(start, end - query.limit) : start;
  const page = ordered.slice(from, Math.min(end, from + query.limit));
  return { rows: page, more: backwards ? from > start : from + page.length < end };
}

/** Reads one page of a list that only goes forwards. */
export type Fetch<Row> = (
  order: PageQuery["order"],
  after: string | undefined,
) => Promise<{ readonly rows: readonly Row[]; readonly next: string | undefined }>;

/**
 * A page of those rows that count, out of a longer list that only has `after`. The page before a cursor is read in the opposite order,
 * from the cursor on, and turned round.
 */
export async function sift<Row>(
  fetch: Fetch<Row>,
  query: PageQuery,
  keep: (row: Row) => Promise<boolean> | boolean,
  idOf: (row: Row) => string,
): Promise<Page<Row>> {
  const backwards = query.before !== undefined && query.after === undefined;
  const opposite = query.order === "asc" ? "desc" : "asc";
  const order = backwards ? opposite : query.order;
  let after = backwards ? query.before : query.after;
  const kept: Row[] = [];
  reading: do {
    const { rows, next } = await fetch(order, after);
    for (const row of rows) {
      if (!backwards && query.before !== undefined && idOf(row) === query.before) break reading;
      if (await keep(row)) kept.push(row);
      if (kept.length > query.limit) break reading;
    }
    after = next;
  } while (after !== undefined);
  const page = kept.slice(0, query.limit);
  return { rows: backwards ? page.toReversed() : page, more: kept.length > query.limit };
}
