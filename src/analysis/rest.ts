import { CLASSIC_OPERATIONS } from "../protocol/classic.js";
import type { Argument, Call, Expression } from "../languages/tree.js";
import { nodesOf } from "../languages/walk.js";
import type { Program, ProgramFile } from "./program.js";

/** A classic operation that is sent as a bare HTTP request, by `fetch`, axios, requests, httpx or whatever else takes a URL. */
export interface RestCall {
  readonly call: Call;
  /** Wire name, "runs.create". */
  readonly operation: string;
}

/** What stands for a part of a URL that is not in the code. */
const HOLE = "{}";

/** Hosts and roots under which the classic API was served. A hole may stand for the host of Azure, whose root is telling. */
const SERVICE = new RegExp(
  [
    String.raw`^https?://api\.openai\.com/v1(?=/)`,
    String.raw`^(?:https?://[^/]*\.(?:openai\.azure\.com|cognitiveservices\.azure\.com)|\{\})/openai(?:/v1)?(?=/(?:assistants|threads)\b)`,
    String.raw`^(?:https?://)?[^/]*/api/projects/[^/]+(?=/(?:assistants|threads)\b)`,
  ].join("|"),
);

/** Where the header tells the API: any address, or one that is not in the code. A path alone is a route of the program's own. */
const ANY_ROOT = /^(?:https?:\/\/[^/]+|\{\})(?:\/[^/]+)*?(?=\/(?:assistants|threads)\b)/;

/** What sends a request: functions and methods of the HTTP clients of both languages. */
const SENDS =
  /^(?:fetch|\$fetch|ofetch|axios|got|ky|needle|superagent|request|Request|urlopen|stream|get|post|delete|del|patch|put)$/i;

/** What every request to OpenAI's classic API carries in its headers: it tells a path under an unknown root. */
const BETA_HEADER = /openai-beta["'\]]*\s*[:=,]\s*f?["'`]assistants=/i;

/**
 * Requests to the classic API that no SDK sends. Told by what stands in the code: a service's URL, or a classic path in a file that sends
 * the classic API's header. `/threads` alone is any forum's.
 */
export function findRest(program: Program): readonly RestCall[] {
  const found: RestCall[] = [];
  for (const file of program.files) {
    const hasHeader = BETA_HEADER.test(file.tree.text);
    for (const node of nodesOf(file.tree, "Call")) {
      if (!SENDS.test(calleeOf(node))) continue;
      const url = urlOf(node);
      const path = url && pathOf(urlText(program, file, url, 0), hasHeader);
      const operation = path && operationOf(methodOf(node), path);
      if (operation) found.push({ call: node, operation });
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

/** A URL as far as it is written: constants followed, everything else a hole. */
function urlText(program: Program, file: ProgramFile, e: Expression, depth: number): string {
  const inner = (part: Expression): string => (depth < 8 ? urlText(program, file, part, depth + 1) : HOLE);
  switch (e.kind) {
    case "StringLiteral":
      return e.value;
    case "TemplateString":
      return e.texts.map((text, i) => text + (e.holes[i] ? inner(e.holes[i]) : "")).join("");
    case "Binary":
      return e.operator === "+" ? inner(e.left) + inner(e.right) : HOLE;
    case "Wrap":
      return inner(e.value);
    case "Name": {
      const binding = program.bindingOf(e);
      const [write, ...others] = binding?.writes ?? [];
      const isConstant = write?.value && others.length === 0 && write.path.length === 0 && binding?.kind === "variable";
      return isConstant ? inner(write.value!) : HOLE;
    }
    default:
      return HOLE;
  }
}

/** The path below the root of the API: `/threads/{}/runs`. */
function pathOf(url: string, hasHeader: boolean): string | undefined {
  const [address = ""] = url.split(/[?#]/);
  const root = SERVICE.exec(address) ?? (hasHeader ? ANY_ROOT.exec(address) : null);
  return root ? address.slice(root[0].length) : undefined;
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

/** The operation of a path. Words win over holes: `/threads/runs` is no thread called "runs". */
function operationOf(method: string, path: string): string | undefined {
  const parts = path.replace(/\/+$/, "").split("/");
  const matches = CLASSIC.filter(
    (one) =>
      one.method === method &&
      one.parts.length === parts.length &&
      one.parts.every((part, i) => part.startsWith("{") || part === parts[i]),
  );
  return matches.sort((a, b) => a.parts.filter(isHole).length - b.parts.filter(isHole).length)[0]?.id;
}

function isHole(part: string): boolean {
  return part.startsWith("{");
}

const CLASSIC = CLASSIC_OPERATIONS.map(({ id, endpoint }) => {
  const { method, path } = endpoint;
  return { id, method: method as string, parts: path.split("/") };
}).filter(({ parts }) => parts[1] === "assistants" || parts[1] === "threads");
