import { badRequest } from "../http/errors.js";
import type { JsonObject } from "../json.js";

/** Cursor parameters that every list of both services shares. */
export interface PageQuery {
  readonly limit: number;
  readonly order: "asc" | "desc";
  readonly after?: string;
  readonly before?: string;
}

/** One page of a list, in the envelope of the service; ids are null on an empty page (as recorded). */
export interface Page extends JsonObject {
  object: "list";
  data: JsonObject[];
  first_id: string | null;
  last_id: string | null;
  has_more: boolean;
}

/**
 * Cuts a page out of rows in creation order.
 * @param idOf what cursors and `first_id`/`last_id` name a row by
 * @throws ApiError 400 for a cursor that names no row
 */
export function page<Row>(
  rows: readonly Row[],
  query: PageQuery,
  idOf: (row: Row) => string,
  show: (row: Row) => JsonObject,
): Page {
  const ordered = query.order === "asc" ? rows : rows.toReversed();
  const position = (cursor: string, param: string): number => {
    const index = ordered.findIndex((row) => idOf(row) === cursor);
    if (index < 0) throw badRequest(`No item found with id '${cursor}'.`, param, "invalid_value");
    return index;
  };
  const start = query.after === undefined ? 0 : position(query.after, "after") + 1;
  const end = query.before === undefined ? ordered.length : position(query.before, "before");
  // With `before` alone the page is the one that ends just before the cursor.
  const backwards = query.before !== undefined && query.after === undefined;
  const from = backwards ? Math.max(0, end - query.limit) : start;
  const cut = ordered.slice(from, Math.min(end, from + query.limit));
  const more = backwards ? from > 0 : from + cut.length < end;
  const ids = cut.map(idOf);
  return { object: "list", data: cut.map(show), first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null, has_more: more };
}

/** The envelope of Foundry's own lists, which does not say that it is one (models of @azure/ai-projects 2.8.0). */
export function foundryPage<Row>(...cut: Parameters<typeof page<Row>>): JsonObject {
  const { data, first_id, last_id, has_more } = page(...cut);
  return { data, first_id, last_id, has_more };
}
