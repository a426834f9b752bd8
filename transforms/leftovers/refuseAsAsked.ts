import type { Operation } from "../../src/analysis/operation.js";
import type { RuleMeta } from "../meta.js";
import { clients } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** Operations stay with their flow where somebody asks for it: in a comment, or when the plan was reviewed. `ruleOf` answers for them. */
export function refuseAsAsked(cx: Rewrite, ruleOf: (operation: Operation) => RuleMeta): void {
  refuseByReview(cx, ruleOf);
  refuseByComments(cx, ruleOf);
}

function refuseByReview(cx: Rewrite, ruleOf: (operation: Operation) => RuleMeta): void {
  const declined = new Set(cx.options.declined?.map(({ file, start }) => `${start} ${file}`));
  for (const operation of declined.size === 0 ? [] : cx.flows.operations) {
    const { tree, start } = operation.call;
    if (!cx.isActive(operation) || !declined.has(`${start} ${tree.path}`)) continue;
    cx.refuseAsAsked(operation, ruleOf(operation), "its change was declined", "Run again and accept it.");
  }
}

/** At the statement of a call, or where its client is made. */
function refuseByComments(cx: Rewrite, ruleOf: (operation: Operation) => RuleMeta): void {
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation)) continue;
    const { call, clients: from } = operation;
    const rule = ruleOf(operation);
    const made = from.flatMap(({ site }) => (site ? [{ node: site, rule: clients }] : []));
    for (const { node, rule: asked } of [{ node: call, rule }, ...made]) {
      const line = cx.ignores.lineFor(node.tree.path, node, asked.id);
      if (line === undefined) continue;
      const where = node.tree === call.tree ? "" : ` of ${node.tree.path.split("/").at(-1)!}`;
      cx.refuseAsAsked(
        operation,
        asked,
        `an ignore comment in line ${line}${where} asks for it`,
        "Take the comment away to have it migrated.",
      );
      break;
    }
  }
}
