import { isEmpty, isObject, without } from "../../protocol/json.js";
import { FILES_KEY as FILES, STORES_KEY as STORES } from "../../protocol/threadFiles.js";
import type { Call } from "../call.js";
import { badRequest, ClassicError } from "../errors.js";
import { objectOf, objectsOf, textOf, textsOf, type Json, type JsonObject } from "../json.js";

/** Files and vector stores of a thread. */
export interface ThreadResources {
  readonly files: readonly string[];
  readonly stores: readonly string[];
}

const NOTHING: ThreadResources = { files: [], stores: [] };

/** Keys in a conversation's metadata that are the shim's own. */
export const POINTER = "_ar";
const OWN = /^_(vs|cf\d*|ar)$/;
const VALUE_LENGTH = 512;

/** A conversation's metadata as the program gave it. */
export function ownMetadata(metadata: Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(objectOf(metadata)).filter(([key]) => !OWN.test(key)));
}

/** The shim's part of a conversation's metadata. */
export function keptMetadata(metadata: Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(objectOf(metadata)).filter(([key]) => OWN.test(key)));
}

/** Files and stores that a conversation's metadata names. */
export function resourcesOf(metadata: Json | undefined): ThreadResources {
  const texts = objectOf(metadata);
  const list = (text: Json | undefined) => (textOf(text) ?? "").split(",").filter((id) => id !== "");
  const keys = Object.keys(texts).filter((key) => /^_cf\d*$/.test(key));
  return { stores: list(texts[STORES]), files: keys.sort().flatMap((key) => list(texts[key])) };
}

/** The metadata that names them; long lists take several keys. */
export function resourceMetadata({ files, stores }: ThreadResources): JsonObject {
  const lines: string[] = [];
  for (const file of files) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + file.length <= VALUE_LENGTH)
      lines[lines.length - 1] = `${line},${file}`;
    else lines.push(file);
  }
  return {
    ...(stores.length > 0 && { [STORES]: stores.join(",") }),
    ...Object.fromEntries(lines.map((line, index) => [index === 0 ? FILES : `${FILES}${index}`, line])),
  };
}

/** As a thread shows them. */
export function shownResources({ files, stores }: ThreadResources): JsonObject {
  return {
    ...(files.length > 0 && { code_interpreter: { file_ids: files } }),
    ...(stores.length > 0 && { file_search: { vector_store_ids: stores } }),
  };
}

/** Resources whose tool is among the tools; the others had no effect in the classic API either. */
export function usableResources(resources: Json | undefined, tools: Json | undefined): JsonObject {
  const types = objectsOf(tools).map((tool) => tool.type);
  return Object.fromEntries(Object.entries(objectOf(resources)).filter(([name]) => types.includes(name)));
}

/** `tool_resources` with the vector stores made that it only describes. */
export async function madeResources(call: Call, resources: Json | undefined): Promise<JsonObject> {
  const search = objectOf(objectOf(resources).file_search);
  const described = objectsOf(search.vector_stores);
  if (described.length === 0) return objectOf(resources);
  const stores = await Promise.all(
    described.map((body) => {
      refuseDataSources(body);
      return call.upstream.call("vectorStores.create", { body: without(body, "configuration") });
    }),
  );
  const ids = [...textsOf(search.vector_store_ids), ...stores.map((store) => textOf(store.id)!)];
  return { ...objectOf(resources), file_search: { vector_store_ids: ids } };
}

/** The resources that a thread is given. */
export function threadResources(resources: JsonObject): ThreadResources {
  return {
    files: textsOf(objectOf(resources.code_interpreter).file_ids),
    stores: textsOf(objectOf(resources.file_search).vector_store_ids),
  };
}

/** What a thread has after messages with these attachments: files for the code interpreter, a store that is searched. */
export async function attached(
  call: Call,
  attachments: readonly JsonObject[],
  before: ThreadResources = NOTHING,
): Promise<ThreadResources> {
  const files = new Set(before.files);
  const searched: string[] = [];
  for (const attachment of attachments) {
    if (isObject(attachment.data_source)) throw noDataSources("attachments");
    const file = textOf(attachment.file_id);
    if (file === undefined) continue;
    const types = objectsOf(attachment.tools).map((tool) => tool.type);
    if (types.includes("code_interpreter")) files.add(file);
    if (types.includes("file_search")) searched.push(file);
  }
  const stores = searched.length > 0 ? await searchable(call, searched, before.stores) : before.stores;
  return { files: [...files], stores };
}

/** The stores with the files in them and ready to be searched. */
async function searchable(call: Call, files: readonly string[], stores: readonly string[]): Promise<readonly string[]> {
  const store = stores[0] ?? textOf((await call.upstream.call("vectorStores.create", { body: {} })).id)!;
  for (const file of files) {
    const path = { vector_store_id: store };
    let added = await call.upstream.call("vectorStores.files.create", { path, body: { file_id: file } });
    for (let wait = 50; added.status === "in_progress"; wait = Math.min(wait * 2, 1000)) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      added = await call.upstream.call("vectorStores.files.retrieve", { path: { ...path, file_id: file } });
    }
    if (added.status !== "completed") {
      const reason = textOf(objectOf(added.last_error).message) ?? `its status is ${String(added.status)}`;
      throw new ClassicError(400, `File '${file}' could not be added to vector store '${store}': ${reason}`);
    }
  }
  return [store];
}

/** Azure's data sources by address, in a request for a vector store. @throws ClassicError 400 */
export function refuseDataSources(body: JsonObject): void {
  const given = ["configuration", "data_source", "data_sources"].find((name) => !isEmpty(body[name]));
  if (given !== undefined) throw noDataSources(given);
}

function noDataSources(param: string): ClassicError {
  return badRequest(
    "Data sources by address have no counterpart in the current API: upload the data as files and name them by id.",
    param,
  );
}
