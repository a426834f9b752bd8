import { findOperation } from "../dialects/index.js";
import type { Call } from "../languages/tree.js";
import { readOperation, type ArgumentOracle, type Operation } from "./operation.js";
import type { ClientValue } from "./value.js";
import type { Values } from "./values.js";

/** The classic operation that a call on a client of an SDK performs, or undefined. */
export function clientOperation(facts: Values, call: Call, oracle: ArgumentOracle): Operation | undefined {
  if (call.callee.kind !== "Member") return undefined;
  const { property, object } = call.callee;
  const clients = facts.of(object).filter((v): v is ClientValue => v.kind === "client");
  for (const client of clients) {
    const path = client.path ? `${client.path}.${property}` : property;
    for (const dialect of client.dialects) {
      const prefix = client.type.prefix ? `${client.type.prefix}.` : "";
      const spec = path.startsWith(prefix) ? findOperation(dialect, path.slice(prefix.length)) : undefined;
      if (spec) return readOperation(call, dialect, spec, clients, oracle);
    }
  }
  return undefined;
}
