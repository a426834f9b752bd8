import { ApiError, badRequest } from "../http/errors.js";
import { pageQuery, param, uploadedFile, type Operation } from "../http/call.js";
import { bytes } from "../http/reply.js";
import { getFile, removeFile, uploadedFiles } from "../engine/files.js";
import { page } from "../store/table.js";
import { FILE_PURPOSES } from "../validate/resources.js";
import { oneOf } from "../validate/type.js";

/** `POST /files` */
export const createFile: Operation = async (call) => {
  const { state } = call.service;
  const { name, content } = await uploadedFile(call);
  const purpose = call.form?.get("purpose");
  if (typeof purpose !== "string") {
    throw new ApiError(400, "Missing required parameter: 'purpose'.", {
      param: "purpose",
      code: "missing_required_parameter",
    });
  }
  oneOf(...FILE_PURPOSES).check(purpose, "purpose");
  const now = state.clock.now();
  const seconds = Number(call.form?.get("expires_after[seconds]") ?? 0);
  const object = {
    id: state.ids.file(),
    object: "file",
    bytes: content.byteLength,
    created_at: now,
    expires_at: seconds > 0 ? now + seconds : null,
    filename: name,
    purpose,
    status: "processed",
    status_details: null,
  };
  state.files.set(object.id, { object, content });
  return object;
};

/** `GET /files` */
export const listFiles: Operation = (call) => {
  const purpose = call.query.get("purpose");
  const rows = [...uploadedFiles(call.service.state).values()].filter(
    (file) => purpose === null || file.object["purpose"] === purpose,
  );
  const query = pageQuery(call, { max: 10_000, default: 10_000 });
  return page(
    rows,
    query,
    (file) => String(file.object["id"]),
    (file) => file.object,
  );
};

/** `GET /files/{file_id}` */
export const retrieveFile: Operation = (call) => getFile(call.service.state, param(call, "file_id")).object;

/** Purposes whose files can be used but not read back. */
const NOT_READABLE = ["assistants", "user_data"];

/** `GET /files/{file_id}/content` */
export const fileContent: Operation = (call) => {
  const { object, content } = getFile(call.service.state, param(call, "file_id"));
  const purpose = String(object["purpose"]);
  if (call.service.unverified.contentOfUploads === "refuse" && NOT_READABLE.includes(purpose)) {
    throw badRequest(`Not allowed to download files of purpose: ${purpose}`);
  }
  return bytes(content);
};

/** `DELETE /files/{file_id}`: it also leaves the vector stores it is in. */
export const deleteFile: Operation = (call) => {
  const { state } = call.service;
  const id = param(call, "file_id");
  getFile(state, id);
  removeFile(state, id);
  return { id, object: "file", deleted: true };
};
