import { wrapperLibraries } from "../../src/dialects/wrappers.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** Refuses what is called on a client that a library builds for itself: the library goes on with the same agents and threads. */
export function refuseLibrariesClients(cx: Rewrite): void {
  for (const operation of cx.flows.operations) {
    const library = operation.clients.find(({ type }) => type.library)?.type.library;
    if (!library || !cx.isActive(operation)) continue;
    const wayOut = wrapperLibraries.find((one) => one.library === library.name)?.wayOut;
    cx.refuse(
      operation,
      rule,
      `its client is one of ${library.name}, which goes on with the same agents and threads on the classic API`,
      wayOut ?? "Migrate the flow by hand.",
    );
  }
}
