import type { Operation } from "../src/analysis/operation.js";
import type { RuleMeta } from "./meta.js";
import { clients } from "./registry.js";
import type { Rewrite } from "./rewrite.js";

/** Operations stay with their flow where a comment asks for it, at their statement or where their client is made. `ruleOf` answers for them. */
export function refuseByComments(cx: Rewrite, ruleOf: (operation: Operation) => RuleMeta): void {
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation)) continue;
    const { call, clients: from } = operation;
    const rule = ruleOf(operation);
    const made = from.flatMap(({ site }) => (site ? [{ node: site, rule: clients }] : []));
    for (const { node, rule: asked } of [{ node: call, rule }, ...made]) {
      const line = cx.ignores.lineFor(node.tree.path, node, asked.id);
      if (line === undefined) continue;
      const where = node.tree === call.tree ? "" : ` of ${node.tree.path.split("/").at(-1)!}`;
      cx.refuseAsAsked(operation, asked, `line ${line}${where}`);
      break;
    }
  }
}
