import { runs as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { isWrittenOut } from "../code/writtenOut.js";

/**
 * A run kept its id while its calls were answered, a response does not. Where calls are answered on the classic API, an id that comes from
 * out of sight may be that of such a run: what asks for it stays, too.
 */
export function refuseLooseRuns(cx: Rewrite): void {
  const { operations } = cx.flows;
  const answers = operations.find(
    (o) => o.id === "runs.submitToolOutputs" && !cx.isActive(o) && !isWrittenOut(cx, o.args.get("run_id")?.value),
  );
  if (!answers) return;
  for (const operation of operations) {
    const id = operation.args.get("run_id")?.value;
    if (!id || !cx.isActive(operation) || operation.id === "runs.submitToolOutputs") continue;
    if (isWrittenOut(cx, id) || cx.values.results(id).some((v) => v.operation !== undefined)) continue;
    cx.refuse(
      operation,
      rule,
      "the run it asks for may be one whose calls are answered on the classic API",
      "Migrate the code that answers the calls first, then run again.",
    );
  }
}
