import type { Edit } from "../../../transforms/edit.js";
import type { OperationOutcome } from "../../../transforms/finding.js";
import { walk } from "../../../src/languages/walk.js";
import { searchTerms } from "../../../src/pipeline/origins.js";
import type { Planner } from "../../../src/pipeline/planner.js";

/** An SDK of one function: `classicCall`, from the package "toy-sdk" (JavaScript) or "toy_sdk" (Python). */
export const toyTerms = searchTerms(["toy-sdk", "toy_sdk", ".classicCall("], ["toy-sdk", "toy_sdk"]);

/** Renames every `classicCall` to `currentCall`: each file is a flow of its own unless a comment says `flow <n>`. */
export const toyPlan: Planner = ({ trees }) => {
  const edits: Edit[] = [];
  const operations: OperationOutcome[] = [];
  trees.forEach((tree, index) => {
    const flow = Number(/flow (\d+)/.exec(tree.text)?.[1] ?? 1000 + index);
    for (const node of walk(tree.root)) {
      const span =
        node.kind === "Name" && node.name === "classicCall"
          ? node
          : node.kind === "Member" && node.property === "classicCall"
            ? node.propertySpan
            : undefined;
      if (!span) continue;
      const { start, end } = span;
      edits.push({
        file: tree.path,
        start,
        end,
        parts: ["currentCall"],
        rule: "MA000",
        safety: "safe",
        reason: "renamed",
        flow,
      });
      operations.push({
        file: tree.path,
        range: { start, end },
        operation: "toy.call",
        dialect: "toy",
        outcome: "migrated",
        rule: "MA000",
        reason: "became currentCall",
        flow,
      });
    }
  });
  return { edits, operations, findings: [] };
};
