import { partType } from "../reshape/partType.js";
import type { ShapeMapping } from "../types.js";
import { care, rename, reshape, same } from "./rows.js";

const PART_TYPE = reshape(
  "type",
  "type",
  partType,
  care("Text of the assistant is `output_text`, text of the user `input_text`; images are `input_image`."),
);
const IMAGE_FILE = rename(
  "image_file",
  "",
  care(
    "Holds for images the user sent. Images made by the code interpreter are no parts any more: they are `container_file_citation` annotations of the text.",
  ),
);

/** Parts of a message. `part.text.value` becomes `part.text`: the text object is gone, its members stand in the part. */
export const CONTENT_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "ContentPart",
    current: "ItemPart",
    rows: [PART_TYPE, rename("text", ""), IMAGE_FILE, rename("image_url", ""), same("refusal")],
  },
  {
    classic: "InputPart",
    current: "ItemPart",
    rows: [PART_TYPE, same("text"), rename("image_file", ""), rename("image_url", "")],
  },
  { classic: "ClassicText", current: "ItemPart", rows: [rename("value", "text"), same("annotations")] },
  { classic: "ImageFile", current: "ItemPart", rows: [same("file_id"), same("detail")] },
  { classic: "ImageUrl", current: "ItemPart", rows: [rename("url", "image_url"), same("detail")] },
];
