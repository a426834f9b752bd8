import { createShim, storeOf, type ShimHandler } from "../handler.js";
import type { ShimOptions } from "../options.js";
import { classicPath } from "../surfaces.js";

/**
 * What a mount takes. Without `endpoint`, the service that the client was made for serves its classic requests too; where the rest goes is the
 * client's own address in any case.
 */
export type MountOptions = Omit<ShimOptions, "elsewhere" | "endpoint"> & {
  readonly endpoint?: string;
  /** Sends what is not classic (chat completions, embeddings and so on) to where the client meant it. Default: the platform's `fetch`. */
  readonly fetch?: typeof fetch;
};

/**
 * The shim that serves an address, one for each service; undefined for addresses that are not classic.
 * @throws Error for an address of an Azure OpenAI resource, which has no conversations, where no endpoint was given
 */
export function shims(options: MountOptions): (url: URL) => ShimHandler | undefined {
  const store = storeOf(options);
  const known = new Map<string, ShimHandler>();
  return (url) => {
    const classic = classicPath(url.pathname);
    if (!classic) return undefined;
    if (classic.surface === "azure" && options.endpoint === undefined) {
      throw new Error(
        "Resources of Azure OpenAI have no conversations: give the shim the `endpoint` of a Foundry project (https://…/api/projects/…).",
      );
    }
    const endpoint =
      options.endpoint ?? `${url.origin}${url.pathname.slice(0, url.pathname.length - classic.path.length)}`;
    const shim = known.get(endpoint) ?? createShim({ ...options, endpoint, store });
    known.set(endpoint, shim);
    return shim;
  };
}
