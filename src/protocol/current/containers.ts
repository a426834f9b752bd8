import { operation, shape } from "../define.js";

const FILES = "/containers/{container_id}/files";

/** Containers hold the files that the code interpreter writes; they end 20 minutes after their last use. */
export const CONTAINER_OPERATIONS = [
  operation("containers.files.retrieve", `GET ${FILES}/{file_id}`, "ContainerFile"),
  operation("containers.files.list", `GET ${FILES}`, "Page(ContainerFile)", {
    query: { limit: "integer", order: "enum(Order)", after: "string" },
  }),
  operation("containers.files.content.retrieve", `GET ${FILES}/{file_id}/content`, "binary"),
];

export const CONTAINER_SHAPES = [
  shape("ContainerFile", {
    id: "id(file)!",
    object: "string!",
    container_id: "id(container)!",
    created_at: "timestamp!",
    bytes: "integer!",
    path: "string!",
    source: "string!",
  }),
];
