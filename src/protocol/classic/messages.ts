import { operation, PAGING, shape } from "../define.js";

const MESSAGE = "/threads/{thread_id}/messages/{message_id}";

/** A message as it is sent: the body of `messages.create`, and an element of `messages` and `additional_messages`. */
const INPUT_MESSAGE = {
  role: "enum(Role)!",
  content: "string|InputPart[]!",
  attachments: "Attachment[]",
  metadata: "json",
  file_ids: "id(file)[] @v1",
} as const;

export const MESSAGE_OPERATIONS = [
  operation("messages.create", "POST /threads/{thread_id}/messages", "Message", { body: INPUT_MESSAGE }),
  operation("messages.retrieve", `GET ${MESSAGE}`, "Message"),
  operation("messages.update", `POST ${MESSAGE}`, "Message", { body: { metadata: "json" } }),
  operation("messages.list", "GET /threads/{thread_id}/messages", "Page(Message)", {
    query: { ...PAGING, run_id: "id(run)" },
  }),
  operation("messages.delete", `DELETE ${MESSAGE}`, "Deleted"),

  operation("messages.files.retrieve", `GET ${MESSAGE}/files/{file_id}`, "MessageFile", { only: "v1" }),
  operation("messages.files.list", `GET ${MESSAGE}/files`, "Page(MessageFile)", { query: PAGING, only: "v1" }),
];

/** Parts and annotations are merged unions: each kind uses the fields its `type` calls for. */
export const MESSAGE_SHAPES = [
  shape("InputMessage", INPUT_MESSAGE),
  shape("InputPart", { type: "enum(PartType)!", text: "string", image_file: "ImageFile", image_url: "ImageUrl" }),
  shape("Attachment", { file_id: "id(file)", tools: "Tool[]", data_source: "DataSource @foundry" }),
  shape("Message", {
    id: "id(message)!",
    object: "string!",
    created_at: "timestamp!",
    thread_id: "id(thread)!",
    status: "enum(MessageStatus)",
    incomplete_details: "IncompleteDetails",
    completed_at: "timestamp",
    incomplete_at: "timestamp",
    role: "enum(Role)!",
    content: "ContentPart[]!",
    assistant_id: "id(assistant)",
    run_id: "id(run)",
    attachments: "Attachment[]",
    metadata: "json!",
    file_ids: "id(file)[] @v1",
  }),
  shape(
    "MessageFile",
    {
      id: "id(file)!",
      object: "string!",
      created_at: "timestamp!",
      message_id: "id(message)!",
    },
    "v1",
  ),
  shape("ContentPart", {
    type: "enum(PartType)!",
    text: "ClassicText",
    image_file: "ImageFile",
    image_url: "ImageUrl",
    refusal: "string",
  }),
  shape("ClassicText", { value: "string!", annotations: "Annotation[]!" }),
  shape("ImageFile", { file_id: "id(file)!", detail: "string" }),
  shape("ImageUrl", { url: "string!", detail: "string" }),
  shape("Annotation", {
    type: "enum(AnnotationType)!",
    text: "string!",
    start_index: "integer",
    end_index: "integer",
    file_citation: "FileCitation",
    file_path: "FilePath",
    url_citation: "UrlCitation @foundry",
  }),
  shape("FileCitation", { file_id: "id(file)!", quote: "string" }),
  shape("FilePath", { file_id: "id(file)!" }),
  shape("UrlCitation", { url: "string!", title: "string" }, "foundry"),
];
