import { aliasOf } from "../aliases.js";
import { noOperation } from "../errors.js";
import { param, type Call, type Operation } from "../call.js";
import { containerFileOf } from "../ids.js";
import { textOf, type JsonObject } from "../json.js";
import { classicPath } from "../surfaces.js";
import { refuseDataSources } from "../threads/resources.js";
import { returned } from "../upstream.js";

/** Files and vector stores outlived the classic APIs: the request goes on as it is, to where the agents look for them. */
export const passOn: Operation = async (call) => {
  const url = new URL(call.request.url);
  const path = classicPath(url.pathname)?.path;
  if (path === undefined) throw noOperation(call.request.method, url.pathname);
  refuseDataSources(call.body);
  url.searchParams.delete("api-version");
  const parts = await Promise.all(path.split("/").map((part) => aliasOf(call.shim.state, part)));
  return { kind: "response", response: await call.upstream.pass(rebuilt(call), `${parts.join("/")}${url.search}`) };
};

/** `GET /files/{file_id}`; files that the code interpreter made are in their container. */
export const retrieveFile: Operation = async (call) => {
  const made = containerFileOf(param(call, "file_id"));
  if (!made) return passOn(call);
  const path = { container_id: made.container, file_id: made.file };
  const file = await call.upstream.call("containers.files.retrieve", { path });
  return showFile(param(call, "file_id"), file);
};

/** `GET /files/{file_id}/content` */
export const fileContent: Operation = async (call) => {
  const made = containerFileOf(param(call, "file_id"));
  if (!made) return passOn(call);
  const path = { container_id: made.container, file_id: made.file };
  const content = await call.upstream.open("containers.files.content.retrieve", { path });
  return { kind: "response", response: new Response(content.body, { headers: returned(content.headers, true) }) };
};

/** `DELETE /files/{file_id}`: a file in a container ends with the container, so nothing is left to do. */
export const deleteFile: Operation = async (call) => {
  const id = param(call, "file_id");
  return containerFileOf(id) ? { id, object: "file", deleted: true } : passOn(call);
};

function showFile(id: string, file: JsonObject): JsonObject {
  const path = textOf(file.path) ?? "";
  return {
    id,
    object: "file",
    purpose: "assistants_output",
    filename: path.slice(path.lastIndexOf("/") + 1),
    bytes: file.bytes ?? 0,
    created_at: file.created_at ?? 0,
    expires_at: null,
    status: "processed",
    status_details: null,
  };
}

/** The request with its body, which the shim has read unless it is an upload. */
function rebuilt({ request, body }: Call): Request {
  if (!request.bodyUsed || request.method !== "POST") return request;
  const { url, method, headers } = request;
  return new Request(url, { method, headers, body: JSON.stringify(body) });
}
