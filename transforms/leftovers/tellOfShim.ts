import type { ShimMount } from "../../src/dialects/target.js";
import type { ClientType } from "../../src/dialects/types.js";
import type { Node } from "../../src/languages/tree.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { OPENAI } from "./elsewhere.js";

/**
 * Says where a client's classic calls go to now, and what that needs.
 * @param elsewhere the address of the service that answers what else the client is asked for, where the proxy has to send that on
 */
export function tellOfShim(
  cx: Rewrite,
  site: Node,
  service: ClientType["service"],
  mount: ShimMount,
  elsewhere?: string,
): void {
  const { variable } = mount;
  cx.find(
    site,
    rule,
    "warning",
    `What is left of the classic calls of this client runs through the shim, ${variable === undefined ? "in this process" : `which is a proxy at ${variable}`}${elsewhere === undefined ? "" : " and sends on everything else"}.`,
    variable === undefined ? needsInProcess(mount) : needsOfProxy(service, mount, elsewhere),
  );
}

function needsInProcess({ upstream, store }: ShimMount): string {
  return upstream === "project"
    ? "Set FOUNDRY_PROJECT_ENDPOINT and sign in; give the shim a store (docs/shim.md) where several processes share threads."
    : `Assistants are kept in ${store} now: put those from before there (docs/shim.md), and give a redis:// address where several processes share them.`;
}

function needsOfProxy(service: ClientType["service"], { upstream, variable }: ShimMount, elsewhere?: string): string {
  const from =
    upstream === "own"
      ? `${OPENAI} --import-assistants assistants.json`
      : `<project endpoint>${service === "foundry" ? " --tls" : " --auth azure"}${elsewhere === undefined ? "" : ` --elsewhere ${elsewhere}`}`;
  return `Start it with \`npx migrate-agents proxy --upstream ${from} --ids native\` and set ${variable} to its address (docs/shim.md).`;
}
