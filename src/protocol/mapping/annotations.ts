import { annotationType } from "../reshape/words.js";
import type { ShapeMapping } from "../types.js";
import { care, none, rename, reshape, same } from "./rows.js";

const RANGE = care(
  "Citations of web pages and of generated files have it; a `file_citation` has only `index`, the place in the text where it belongs.",
);

/** Annotations of a text are flat: what was nested under the kind's name stands in the annotation itself. */
export const ANNOTATION_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "Annotation",
    current: "ItemAnnotation",
    rows: [
      reshape(
        "type",
        "type",
        annotationType,
        care("`file_path` is `container_file_citation`: generated files live in containers."),
      ),
      none("text", {
        because:
          "The text has no citation markers any more, so there is nothing to replace. For a generated file it is the text between `start_index` and `end_index`.",
      }),
      same("start_index", RANGE),
      same("end_index", RANGE),
      rename("file_citation", ""),
      rename("file_path", "", {
        ...care(
          "The file is in a container: download it with its `container_id` and `file_id` while the container lives.",
        ),
      }),
      rename("url_citation", ""),
    ],
  },
  {
    classic: "FileCitation",
    current: "ItemAnnotation",
    rows: [
      same("file_id"),
      none("quote", { because: "Citations do not quote; ask for the file search results instead." }),
    ],
  },
  { classic: "FilePath", current: "ItemAnnotation", rows: [same("file_id")] },
  { classic: "UrlCitation", current: "ItemAnnotation", rows: [same("url"), same("title")] },
];
