import { byKind, freeObject, list, object, oneOf, tagged, text, type Type } from "./type.js";

/** 10 MiB, the longest text the OpenAPI description allows in one place. */
const LONGEST = 10_485_760;

const cacheBreakpoint = { prompt_cache_breakpoint: freeObject };

/** Parts of user, system and developer messages, and of tool outputs. */
export const inputPart: Type = tagged("type", {
  input_text: { "text!": text({ max: LONGEST }), ...cacheBreakpoint },
  input_image: {
    image_url: text(),
    file_id: text(),
    detail: oneOf("low", "high", "auto", "original"),
    ...cacheBreakpoint,
  },
  input_file: {
    file_id: text(),
    filename: text(),
    file_data: text(),
    file_url: text(),
    detail: oneOf("auto", "low", "high"),
    ...cacheBreakpoint,
  },
});

/** Parts of assistant messages. */
export function outputPart(annotationsRequired: boolean): Type {
  const annotations = list(freeObject);
  return tagged("type", {
    output_text: {
      "text!": text({ max: LONGEST }),
      [annotationsRequired ? "annotations!" : "annotations"]: annotations,
      logprobs: list(freeObject),
    },
    refusal: { "refusal!": text() },
  });
}

/** What a function gave back: a text, or parts. */
export const toolOutput: Type = byKind({ string: text({ max: LONGEST }), array: list(inputPart) });

/** `{ "id": … }` or the id itself. */
export function reference(id: Type): Type {
  return byKind({ string: id, object: object({ "id!": id }) });
}
