import { runs as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { isWrittenOut } from "../code/writtenOut.js";

/**
 * A run kept its id while its calls were answered, a response does not. Where calls are answered on the classic API, an id that comes from
 * out of sight may be that of such a run: what asks for it stays, too. And answers need what their run was given, so those to a run from
 * out of sight stay as long as a run does.
 */
export function refuseLooseRuns(cx: Rewrite): void {
  const { operations } = cx.flows;
  const stays = (id: string) =>
    operations.some((o) => o.id === id && !cx.isActive(o) && !isWrittenOut(cx, o.args.get("run_id")?.value));
  const [answersStay, runsStay] = [stays(ANSWERS), stays("runs.create")];
  if (!answersStay && !runsStay) return;
  for (const operation of operations) {
    const id = operation.args.get("run_id")?.value;
    if (!id || !cx.isActive(operation)) continue;
    if (isWrittenOut(cx, id) || cx.values.results(id).some((v) => v.operation !== undefined)) continue;
    if (operation.id === ANSWERS) {
      if (!runsStay) continue;
      cx.refuse(
        operation,
        rule,
        "the run whose calls it answers may be one that stays on the classic API",
        "Migrate the code that makes such runs first, then run again.",
      );
    } else if (answersStay)
      cx.refuse(
        operation,
        rule,
        "the run it asks for may be one whose calls are answered on the classic API",
        "Migrate the code that answers the calls first, then run again.",
      );
  }
}

const ANSWERS = "runs.submitToolOutputs";
