import { shape } from "../define.js";

/** What a classic stream sends: `{event, data}`, where `data` is a Thread, Run, RunStep, Message, one of the deltas below, or an error. */
export const EVENT_SHAPES = [
  shape("StreamEvent", { event: "enum(StreamEvent)!", data: "json!" }),
  shape("MessageDeltaEvent", { id: "id(message)!", object: "string!", delta: "MessageDelta!" }),
  shape("MessageDelta", { role: "enum(Role)", content: "DeltaPart[]" }),
  shape("DeltaPart", {
    index: "integer!",
    type: "enum(PartType)!",
    text: "DeltaText",
    image_file: "ImageFile",
    image_url: "ImageUrl",
    refusal: "string",
  }),
  shape("DeltaText", { value: "string", annotations: "Annotation[]" }),
  shape("RunStepDeltaEvent", { id: "id(step)!", object: "string!", delta: "RunStepDelta!" }),
  shape("RunStepDelta", { step_details: "StepDetailsDelta" }),
  shape("StepDetailsDelta", {
    type: "enum(StepType)!",
    message_creation: "MessageCreation",
    tool_calls: "ToolCallDelta[]",
  }),
  shape("ToolCallDelta", {
    index: "integer!",
    id: "id(toolCall)",
    type: "string!",
    function: "FunctionDelta",
    code_interpreter: "CodeInterpreterDelta",
    file_search: "FileSearchCall",
  }),
  shape("FunctionDelta", { name: "string", arguments: "string", output: "string" }),
  shape("CodeInterpreterDelta", { input: "string", outputs: "CodeInterpreterOutput[]" }),
];
