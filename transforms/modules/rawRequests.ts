import type { RestCall } from "../../src/analysis/rest/unfollowed.js";
import type { Finding, OperationOutcome } from "../finding.js";
import { rest as rule } from "../registry.js";

const REASON = "it is a request without an SDK, and the JSON of its answer is not followed";

const HELP: Readonly<Record<string, string>> = {
  javascript:
    "Send it by the function that classicFetch of migrate-agents/shim gives (docs/shim.md), or to `npx migrate-agents proxy`.",
  python: "Send it to `npx migrate-agents proxy` (docs/shim.md): only the address changes.",
};

/** Reports requests to the classic API that something sends which is not known, as operations that stay; `proxied` go to the shim. */
export function reportRawRequests(
  requests: readonly RestCall[],
  proxied: ReadonlySet<RestCall>,
): { readonly findings: readonly Finding[]; readonly operations: readonly OperationOutcome[] } {
  const found = requests.map((request) => {
    const { call, operation } = request;
    const at = { file: call.tree.path, range: { start: call.start, end: call.end }, rule: rule.id, reason: REASON };
    return { at, help: HELP[call.tree.language]!, operation, isProxied: proxied.has(request) };
  });
  return {
    findings: found.map(({ at, operation, help }) => ({
      ...at,
      severity: "error",
      message: `${operation} was left as it was: ${REASON}.`,
      help,
    })),
    operations: found.map(({ at, operation, isProxied }) => ({
      ...at,
      operation,
      dialect: "rest",
      outcome: isProxied ? "shimmed" : "manual",
      flow: -1,
    })),
  };
}
