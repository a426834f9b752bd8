import type { Unresolved } from "../../src/analysis/unresolved.js";
import { byPlace, type Finding, type OperationOutcome, type Plan } from "../finding.js";
import { clients } from "../registry.js";
import type { Brings } from "./respell.js";

/** Calls that only look classic, and what is only reported, stand beside what was planned. */
export function withUnresolved(result: Plan, unresolved: readonly Unresolved[], reported: Plan, brings: Brings): Plan {
  const reason = "its receiver cannot be followed to a client among the files given";
  return {
    edits: result.edits,
    findings: [
      ...result.findings,
      ...reported.findings,
      ...unresolved.map(({ call, operation }): Finding => ({
        file: call.tree.path,
        range: { start: call.start, end: call.end },
        rule: clients.id,
        severity: "error",
        message: `${operation} was left as it is: ${reason}.`,
        reason,
        help: "Give the files that build the client too (paths on the command line), or annotate its type.",
      })),
    ].sort(byPlace),
    operations: [
      ...result.operations,
      ...reported.operations,
      ...unresolved.map(({ call, operation, dialect }): OperationOutcome => ({
        file: call.tree.path,
        range: { start: call.start, end: call.end },
        operation,
        dialect: dialect.id,
        outcome: "manual",
        rule: clients.id,
        reason,
        flow: -1,
        ...(brings(call.tree.path, dialect) && { follows: true as const }),
      })),
    ],
  };
}
