import type { OperationOutcome } from "../../transforms/finding.js";
import type { PlanOptions } from "../../transforms/plan.js";
import { classicDialects } from "../dialects/index.js";

const foundryDialects = new Set(classicDialects.filter(({ service }) => service === "foundry").map(({ id }) => id));

/** Whether calls in the given files run on the clients of `openai` that these had, because the target has none of its own. */
export function isOnOwnClients(
  operations: readonly OperationOutcome[],
  files: ReadonlySet<string>,
  { target }: Pick<PlanOptions, "target">,
): boolean {
  return (
    target === "openai" &&
    operations.some(
      ({ file, outcome, dialect }) => files.has(file) && outcome === "migrated" && !foundryDialects.has(dialect),
    )
  );
}
