import type { Operation } from "../../src/analysis/operation.js";
import { ancestors, textOf } from "../../src/languages/walk.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";

/** What stands behind a line magic (`%time run = …`) has to stay on that line. */
export function refuseMagics(cx: Rewrite, ruleOf: (operation: Operation) => RuleMeta): void {
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation)) continue;
    for (const up of ancestors(operation.call)) {
      if (up.kind !== "Opaque" || up.what !== "magic") continue;
      const magic = /^\S+/.exec(textOf(up))![0];
      cx.refuse(
        operation,
        ruleOf(operation),
        `it stands behind ${magic}, which takes one line, and new calls need several`,
        `Put %${magic} above the cell instead, or take ${magic} away.`,
      );
    }
  }
}
