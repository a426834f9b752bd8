import type { ClientValue } from "../src/analysis/value.js";
import type { ShimMount } from "../src/dialects/target.js";
import type { Node } from "../src/languages/tree.js";
import { clients as rule } from "./registry.js";
import type { Rewrite } from "./rewrite.js";

/** Says where a client's classic calls go to now, and what that needs. */
export function tellOfShim(cx: Rewrite, site: Node, client: ClientValue, mount: ShimMount): void {
  const { variable } = mount;
  cx.find(
    site,
    rule,
    "warning",
    `What is left of the classic calls of this client runs through the shim, ${variable === undefined ? "in this process" : `which is a proxy at ${variable}`}.`,
    variable === undefined ? needsInProcess(mount) : needsOfProxy(client, mount),
  );
}

function needsInProcess({ upstream, store }: ShimMount): string {
  return upstream === "project"
    ? "Set FOUNDRY_PROJECT_ENDPOINT and sign in; give the shim a store (docs/shim.md) where several processes share threads."
    : `Assistants are kept in ${store} now: put those from before there (docs/shim.md), and give a redis:// address where several processes share them.`;
}

function needsOfProxy({ type }: ClientValue, { upstream, variable }: ShimMount): string {
  const from =
    upstream === "own"
      ? `https://api.openai.com/v1 --import-assistants assistants.json`
      : `<project endpoint>${type.service === "foundry" ? " --tls" : " --auth azure"}`;
  return `Start it with \`npx migrate-agents proxy --upstream ${from} --ids native\` and set ${variable} to its address (docs/shim.md).`;
}
