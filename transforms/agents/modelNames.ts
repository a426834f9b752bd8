import type { Operation } from "../../src/analysis/operation.js";
import { agents as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Tells which models a project has to have, where an agent comes from another service: there the name was that of a model of OpenAI, or
 * of a deployment of another resource. Agents of a project keep their deployments.
 */
export function tellOfModel(cx: Rewrite, operation: Operation): void {
  const model = operation.args.get("model")?.value;
  if (!model || operation.dialect.service === "foundry" || !cx.target(operation.call.tree).project) return;
  for (const value of cx.values.of(model)) {
    if (value.kind !== "text" || value.value === undefined) continue;
    cx.find(
      model,
      rule,
      "note",
      `The model "${value.value}" has to be the name of a deployment of the Foundry project.`,
      `\`migrate-agents verify --model ${value.value}\` tells whether it is there; deploy it, or write another name.`,
    );
  }
}
