import type { ShapeMapping } from "../types.js";
import { objectName } from "../reshape/words.js";
import { care, reshape, same } from "./rows.js";

/** Envelopes that every noun has. */
export const COMMON_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "Page",
    current: "Page",
    rows: [same("object"), same("data"), same("first_id"), same("last_id"), same("has_more")],
  },
  {
    classic: "Deleted",
    current: "Deleted",
    rows: [
      same("id", care("A deleted agent answers with `name`; a deleted item answers with its conversation.")),
      reshape("object", "object", objectName, care("The names follow the new nouns: `conversation.deleted`.")),
      same("deleted", care("A deleted item answers with its conversation, which has no `deleted`.")),
    ],
  },
];
