import { shape } from "../define.js";

/** What a current stream sends: flat events, merged here; each kind uses the fields its `type` calls for. */
export const EVENT_SHAPES = [
  shape("ResponseEvent", {
    type: "string!",
    sequence_number: "integer!",
    response: "Response",
    item: "ConversationItem",
    item_id: "id(item)",
    output_index: "integer",
    content_index: "integer",
    annotation_index: "integer",
    delta: "string",
    text: "string",
    arguments: "string",
    code: "string",
    refusal: "string",
    part: "ItemPart",
    annotation: "ItemAnnotation",
    message: "string",
    param: "string",
    name: "string",
    logprobs: "json",
    obfuscation: "string",
    summary_index: "integer",
  }),
];
