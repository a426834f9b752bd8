import type { Argument, Call, Expression } from "../../languages/tree.js";
import { nodesOf } from "../../languages/walk.js";
import type { Values } from "../values.js";
import { knownText } from "./address.js";
import { BETA_HEADER, operationOf, rootOf } from "./paths.js";

/** A request to the classic API that something sends which takes a URL, and whose answer is not followed. */
export interface RestCall {
  readonly call: Call;
  /** What it is sent to. */
  readonly url: Expression;
  /** Wire name, "runs.create". */
  readonly operation: string;
}

/** What sends a request: functions and methods of the HTTP clients of both languages. */
const SENDS =
  /^(?:fetch|\$fetch|ofetch|axios|got|ky|needle|superagent|request|Request|urlopen|stream|get|post|delete|del|patch|put)$/i;

/**
 * Requests to the classic API that are no operations of the program because what sends them is not known. Told by what stands in the
 * code: a service's URL, or a classic path in a file that sends the classic API's header. `/threads` alone is any forum's.
 */
export function findRest(facts: Values): readonly RestCall[] {
  const found: RestCall[] = [];
  for (const file of facts.program.files) {
    const hasHeader = BETA_HEADER.test(file.tree.text);
    for (const node of nodesOf(file.tree, "Call")) {
      if (!SENDS.test(calleeOf(node))) continue;
      const url = urlOf(node);
      const address = url && knownText(facts, url);
      const root = address === undefined ? undefined : rootOf(address, hasHeader);
      const path = root && address!.slice(root.length).split(/[?#]/)[0];
      const operation = path === undefined ? undefined : operationOf(methodOf(node), path)?.id;
      if (url && operation && !facts.operationAt(node)) found.push({ call: node, url, operation });
    }
  }
  return found;
}

/** The URL that a call may be sent to: its first argument, or what is called so. */
function urlOf(call: Call): Expression | undefined {
  const named = call.args.find(({ form, name }) => form === "named" && name === "url");
  if (named) return named.value;
  const first = call.args[0];
  if (first?.form !== "positional") return undefined;
  const literal = first.value.kind === "ObjectLiteral" ? first.value : undefined;
  const url = literal?.entries.find(({ key }) => key === "url")?.value;
  // `request("POST", url)`
  const isMethod = first.value.kind === "StringLiteral" && /^(?:GET|POST|DELETE|PATCH|PUT)$/i.test(first.value.value);
  return url ?? (isMethod ? call.args[1]?.value : first.value);
}

function calleeOf({ callee }: Call): string {
  return callee.kind === "Member" ? callee.property : callee.kind === "Name" ? callee.name : "";
}

function methodOf(call: Call): string {
  const name = calleeOf(call);
  if (/^(?:get|post|delete|patch|put)$/i.test(name)) return name.toUpperCase();
  const [first] = call.args;
  if (first?.value.kind === "StringLiteral" && /^(?:GET|POST|DELETE|PATCH|PUT)$/i.test(first.value.value)) {
    return first.value.value.toUpperCase();
  }
  const given = call.args.map(methodIn).find((method) => method !== undefined);
  return given ?? "GET";
}

function methodIn({ name, value }: Argument): string | undefined {
  const method =
    name === "method"
      ? value
      : value.kind === "ObjectLiteral"
        ? value.entries.find(({ key }) => key === "method")?.value
        : undefined;
  return method?.kind === "StringLiteral" ? method.value.toUpperCase() : undefined;
}
