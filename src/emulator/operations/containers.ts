import { notFound } from "../http/errors.js";
import { checkedBody, pageQuery, param, uploadedFile, type Call, type Operation } from "../http/call.js";
import { bytes } from "../http/reply.js";
import { addContainerFile, createContainer, getContainer, isExpired, touch } from "../engine/containers.js";
import { getFile } from "../engine/files.js";
import type { StoredFile } from "../store/state.js";
import { page } from "../store/table.js";
import { CONTAINER_BODIES } from "../validate/resources.js";

/** `POST /containers` */
export const createContainerOperation: Operation = (call) =>
  createContainer(call.service.state, checkedBody(call, CONTAINER_BODIES.create)).object;

/** `GET /containers` */
export const listContainers: Operation = (call) => {
  const { state } = call.service;
  const name = call.query.get("name");
  const rows = [...state.containers.values()].filter((container) => name === null || container.object["name"] === name);
  rows.forEach((container) => isExpired(state, container));
  return page(
    rows,
    pageQuery(call),
    (container) => String(container.object["id"]),
    (container) => container.object,
  );
};

/** `GET /containers/{container_id}`: an expired one is still shown, with that status. */
export const retrieveContainer: Operation = (call) => {
  const { state } = call.service;
  const container = state.containers.get(param(call, "container_id"));
  if (!container) throw notFound("Container", param(call, "container_id"));
  isExpired(state, container);
  return container.object;
};

/** `DELETE /containers/{container_id}` */
export const deleteContainer: Operation = (call) => {
  const id = param(call, "container_id");
  if (!call.service.state.containers.delete(id)) throw notFound("Container", id);
  return { id, object: "container.deleted", deleted: true };
};

/** `POST /containers/{container_id}/files`: an upload, or a copy of an uploaded file by id. */
export const createContainerFile: Operation = async (call) => {
  const { state } = call.service;
  const container = getContainer(state, param(call, "container_id"));
  if (call.form) {
    const { name, content } = await uploadedFile(call);
    return addContainerFile(state, container, name, content, "user").object;
  }
  const file = getFile(state, String(checkedBody(call, CONTAINER_BODIES.addFile)["file_id"]));
  return addContainerFile(state, container, String(file.object["filename"]), file.content, "user").object;
};

/** `GET /containers/{container_id}/files` */
export const listContainerFiles: Operation = (call) => {
  const container = getContainer(call.service.state, param(call, "container_id"));
  return page(
    [...container.files.values()],
    pageQuery(call),
    (file) => String(file.object["id"]),
    (file) => file.object,
  );
};

/** `GET /containers/{container_id}/files/{file_id}` */
export const retrieveContainerFile: Operation = (call) => find(call).object;

/** `GET /containers/{container_id}/files/{file_id}/content` */
export const containerFileContent: Operation = (call) => bytes(find(call).content);

/** `DELETE /containers/{container_id}/files/{file_id}` */
export const deleteContainerFile: Operation = (call) => {
  find(call);
  const id = param(call, "file_id");
  getContainer(call.service.state, param(call, "container_id")).files.delete(id);
  return { id, object: "container.file.deleted", deleted: true };
};

function find(call: Call): StoredFile {
  const { state } = call.service;
  const container = getContainer(state, param(call, "container_id"));
  const file = container.files.get(param(call, "file_id"));
  if (!file) throw notFound("Container file", param(call, "file_id"));
  touch(state, container);
  return file;
}
