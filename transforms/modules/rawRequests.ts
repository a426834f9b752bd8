import { findRest } from "../../src/analysis/rest.js";
import type { Program } from "../../src/analysis/program.js";
import type { Finding, OperationOutcome } from "../finding.js";
import { rest as rule } from "../registry.js";

const REASON = "it is a request without an SDK, and the JSON of its answer is not followed";

const HELP: Readonly<Record<string, string>> = {
  javascript:
    "Send it by the function that classicFetch of migrate-agents/shim gives (docs/shim.md), or to `npx migrate-agents proxy`.",
  python: "Send it to `npx migrate-agents proxy` (docs/shim.md): only the address changes.",
};

/** Reports requests to the classic API that no SDK sends, as operations that stay. */
export function reportRawRequests(program: Program): {
  readonly findings: readonly Finding[];
  readonly operations: readonly OperationOutcome[];
} {
  const found = findRest(program).map(({ call, operation }) => ({
    at: { file: call.tree.path, range: { start: call.start, end: call.end }, rule: rule.id, reason: REASON },
    help: HELP[call.tree.language]!,
    operation,
  }));
  return {
    findings: found.map(({ at, help, operation }) => ({
      ...at,
      severity: "error",
      message: `${operation} was left as it was: ${REASON}.`,
      help,
    })),
    operations: found.map(({ at, operation }) => ({ ...at, operation, dialect: "rest", outcome: "manual", flow: -1 })),
  };
}
