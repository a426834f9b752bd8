import type { Operation } from "../src/analysis/operation.js";
import { operationMapping } from "../src/protocol/mapping/index.js";
import { printCall } from "./emit.js";
import { files as rule } from "./registry.js";
import { translateRequest, Untranslatable } from "./request.js";
import type { Rewrite } from "./rewrite.js";

/** Files and vector stores keep their operations; they move to the client that serves the agents. */
export function translateFile(cx: Rewrite, operation: Operation): void {
  const current = operationMapping(operation.id)?.current[0];
  if (current === undefined || operation.spec.gives === "helper" || operation.spec.mode !== undefined || !cx.target(operation.call.tree).operations[current]) {
    throw new Untranslatable(`this spelling of ${operation.id} has no translation yet`, "Migrate it by hand, or keep the flow as it is for now.");
  }
  cx.replaceCall(operation, rule, printCall(cx, operation, current, translateRequest(cx, operation)), {
    text: current,
    reason: "Files and vector stores stand on the client of conversations.",
  });
}
