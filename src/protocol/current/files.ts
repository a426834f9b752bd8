import { operation, shape } from "../define.js";

/** Files outlived the classic APIs unchanged; only files that the code interpreter writes moved to containers. */
export const FILE_OPERATIONS = [
  operation("files.create", "POST /files", "File", {
    body: { file: "binary!", purpose: "string!", expires_after: "FileExpiresAfter" },
  }),
  operation("files.retrieve", "GET /files/{file_id}", "File"),
  operation("files.list", "GET /files", "Page(File)", {
    query: { purpose: "string", limit: "integer", order: "enum(Order)", after: "string" },
  }),
  operation("files.delete", "DELETE /files/{file_id}", "Deleted"),
  operation("files.content", "GET /files/{file_id}/content", "binary"),
];

export const FILE_SHAPES = [
  shape("File", {
    id: "id(file)!",
    object: "string!",
    bytes: "integer!",
    created_at: "timestamp!",
    expires_at: "timestamp",
    filename: "string!",
    purpose: "string!",
    status: "string",
    status_details: "string",
  }),
  shape("FileExpiresAfter", { anchor: "string!", seconds: "integer!" }),
];
