import { ApiError, notFound } from "../http/errors.js";
import { isObject, textsOf, type JsonObject } from "../json.js";
import type { Container, State, StoredFile } from "../store/state.js";
import { getFile } from "./files.js";

/** Life of a container that was made for a code interpreter (as recorded). */
const DEFAULT_MINUTES = 20;

/** Makes a container, with copies of uploaded files in it. @throws ApiError 404 for an unknown file */
export function createContainer(state: State, settings: JsonObject): Container {
  const now = state.clock.now();
  const id = state.ids.rooted("cntr");
  const expiry = isObject(settings["expires_after"]) ? settings["expires_after"] : undefined;
  const minutes = typeof expiry?.["minutes"] === "number" ? expiry["minutes"] : DEFAULT_MINUTES;
  const container: Container = {
    object: {
      id,
      object: "container",
      created_at: now,
      status: "running",
      expires_after: { anchor: "last_active_at", minutes },
      last_active_at: now,
      memory_limit: settings["memory_limit"] ?? "1g",
      name: settings["name"] ?? "",
      network_policy: settings["network_policy"] ?? { type: "disabled" },
    },
    files: new Map(),
    lastActiveAt: now,
    minutes,
    expired: false,
  };
  for (const fileId of textsOf(settings["file_ids"])) {
    const file = getFile(state, fileId);
    addContainerFile(state, container, String(file.object["filename"]), file.content, "user");
  }
  state.containers.set(id, container);
  return container;
}

/** Puts a file into a container, as its user or as the assistant. */
export function addContainerFile(
  state: State,
  container: Container,
  name: string,
  content: Uint8Array,
  source: "user" | "assistant",
): StoredFile {
  const id = state.ids.plain("cfile");
  const object: JsonObject = {
    id,
    object: "container.file",
    created_at: state.clock.now(),
    bytes: content.byteLength,
    container_id: container.object["id"] ?? null,
    path: `/mnt/data/${name}`,
    source,
  };
  const file = { object, content };
  container.files.set(id, file);
  touch(state, container);
  return file;
}

/** A container that can be worked with. @throws ApiError 404 when it is not there or has expired */
export function getContainer(state: State, id: string): Container {
  const container = state.containers.get(id);
  if (!container) throw notFound("Container", id);
  if (isExpired(state, container)) throw new ApiError(404, "Container is expired.", { param: "container_id" });
  return container;
}

/** Whether the container's time is over; then its files are gone. */
export function isExpired(state: State, container: Container): boolean {
  if (!container.expired && state.clock.now() - container.lastActiveAt > container.minutes * 60)
    container.expired = true;
  if (container.expired) {
    container.files.clear();
    container.object["status"] = "expired";
  }
  return container.expired;
}

export function touch(state: State, container: Container): void {
  container.lastActiveAt = state.clock.now();
  container.object["last_active_at"] = container.lastActiveAt;
}
