export { createShim, type ShimHandler } from "./handler.js";
export type { ShimOptions } from "./options.js";
export type { IdStyle } from "./ids.js";
export { memoryStore, type Claims, type Store } from "./state/store.js";
export { importAliases, importAssistants } from "./state/import.js";
export { openStore, withoutSecret } from "./state/open.js";
export { keyvStore } from "./state/keyv.js";
export { classicFetch, type MountOptions } from "./mounts/fetch.js";
export { containerFileOf } from "./ids.js";
export { classicPath, type ClassicPath, type Surface } from "./surfaces.js";
export {
  classicHttpClient,
  classicPolicy,
  type AzureMountOptions,
  type ClassicHttpClient,
  type ClassicPolicy,
} from "./mounts/azure.js";
export { classic, type ClientOptions } from "./mounts/client.js";
