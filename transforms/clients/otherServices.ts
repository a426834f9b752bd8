import type { ClientType } from "../../src/dialects/types.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** Why the clients of a service do not reach a target that they serve by themselves. */
const OTHERS: Partial<Record<ClientType["service"], readonly [string, string]>> = {
  foundry: [
    "its client is one of Foundry, which plain OpenAI does not serve",
    "Run again with --target foundry for these files.",
  ],
  "azure-openai": [
    "its client is one of Azure OpenAI, whose resource endpoints have responses but no conversations",
    "Run again with --target foundry, whose project endpoint has both.",
  ],
};

/** Where clients stay what they are, those of other services are left alone. */
export function refuseOtherServices(cx: Rewrite): void {
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation) || cx.target(operation.call.tree).project) continue;
    const services = [operation.dialect.service, ...operation.clients.map(({ type }) => type.service)];
    const other = services.map((service) => OTHERS[service]).find((found) => found !== undefined);
    if (other) cx.refuse(operation, rule, other[0], other[1]);
  }
}
