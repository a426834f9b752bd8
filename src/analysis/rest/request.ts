import type { HttpPart } from "../../dialects/http.js";
import { restDialect } from "../../dialects/rest.js";
import type { DialectOperation } from "../../dialects/types.js";
import type { Argument, Call, Expression, NumberLiteral, ObjectLiteral, StringLiteral } from "../../languages/tree.js";
import { classicOperation } from "../../protocol/classic.js";
import { readOperation, type ArgumentOracle, type Operation } from "../operation.js";
import type { Values } from "../values.js";
import { addressOf, knownText, type Address, type Piece } from "./address.js";
import { BETA_HEADER, isHole, operationOf, rootOf } from "./paths.js";
import { partsOf, senderOf, type Sender, type SentPart } from "./sender.js";

/** How a classic operation is sent without an SDK. */
export interface RestRequest {
  readonly method: string;
  readonly address: Address;
  /** The pieces of the address before the path of the operation; undefined where the path begins inside one that is no text. */
  readonly before: readonly Piece[] | undefined;
  /** What the address has behind a question mark. */
  readonly asks: readonly string[];
  /** The JSON value that is sent, where the call is given it. */
  readonly body: Expression | undefined;
  /** The fields of the query, where they stand in an object. */
  readonly query: ObjectLiteral | undefined;
  readonly sender: Sender;
  readonly parts: ReadonlyMap<HttpPart, SentPart>;
  /** What the object that sends it gives to all requests, where it can be seen. */
  readonly shared: ReadonlyMap<HttpPart, SentPart> | undefined;
}

/** The classic operation that a call asks for by a request of its own; undefined where it is none, or cannot be followed. */
export function restOperation(facts: Values, call: Call, oracle: ArgumentOracle): Operation | undefined {
  const sender = senderOf(facts, call);
  if (!sender) return undefined;
  const parts = partsOf(facts, call, sender.form, sender.library);
  const url = parts?.get("url")?.value;
  if (!parts || !url) return undefined;
  const shared = sharedParts(facts, sender);
  const base = parts.get("base") ?? shared?.get("base");
  const address = addressOf(facts, url, base ? knownText(facts, base.value) : "");
  const root = rootOf(address.text, hasHeader(call, parts, shared, facts));
  if (!root) return undefined;
  const [path = "", ...asks] = address.text.slice(root.length).split(/[?&]/);
  const method = methodOf(sender, parts);
  const found = method === undefined ? undefined : operationOf(method, path);
  if (!found) return undefined;

  const args: Argument[] = [];
  const give = (name: string | undefined, value: Expression): void => {
    const form = name === undefined ? "positional" : "named";
    const { start, end, at, behind } = value;
    args.push({
      kind: "Argument",
      form,
      name,
      value,
      start,
      end,
      parent: call,
      tree: call.tree,
      at,
      behind,
    });
  };
  let unclear: string | undefined;
  const written = path.replace(/\/+$/, "").split("/");
  for (const [i, part] of found.parts.entries()) {
    if (!isHole(part)) continue;
    const hole = holeOf(address, written[i]!);
    if (hole) give(part.slice(1, -1), hole);
    else unclear ??= "its address names things in a way that this tool does not follow";
  }
  for (const asked of asks) {
    const [name = "", value = ""] = asked.split("=");
    const given = holeOf(address, value) ?? literal(call, address, value);
    if (name === "api-version") continue;
    if (given) give(name, given);
    else unclear ??= "its address asks for something that this tool cannot read";
  }
  const query = parts.get("query")?.value;
  const fields = query && facts.literalOf(query);
  if (query && !fields) unclear ??= "what it asks for is built elsewhere";
  for (const entry of fields?.entries ?? []) {
    if (entry.key === undefined) unclear ??= "what it asks for is built elsewhere";
    else if (entry.key !== "api-version") give(entry.key, entry.value);
  }
  const sent = parts.get("json") ?? parts.get("text");
  const body = sent && jsonOf(call, sent.value, parts.has("json"));
  if (body) give(undefined, body);
  else if (sent && sent.value.kind !== "NullLiteral") unclear ??= "its body is text that is put together elsewhere";

  const spec: DialectOperation = {
    path: `${found.method} ${found.parts.join("/")}`,
    operation: found.id,
    layouts: [{ positional: ["@body?"], keywords: true }],
    gives: /^Page\(/.test(classicOperation(found.id)?.result ?? "") ? "page" : "value",
    ...(STARTS.has(found.id) && { mode: "start" as const }),
  };
  const read = readOperation({ ...call, args }, restDialect(call.tree.language, root.service), spec, [], oracle);
  const request: RestRequest = {
    method: found.method,
    address,
    before: piecesBefore(address, address.text.length - root.length),
    asks,
    body,
    query: fields,
    sender,
    parts,
    shared,
  };
  return { ...read, call, unclear: unclear ?? read.unclear, isOpen: unclear === undefined && read.isOpen, request };
}

const STARTS = new Set(["runs.create", "runs.submitToolOutputs", "threads.createAndRun"]);

/** What the object that sends the request was given for all of them; undefined where that cannot be seen. */
function sharedParts(facts: Values, { madeBy, library }: Sender): ReadonlyMap<HttpPart, SentPart> | undefined {
  if (!madeBy) return undefined;
  const [made] = facts.of(madeBy.callee);
  const name = made?.kind === "external" ? made.path.at(-1) : undefined;
  const form = name === undefined ? undefined : library.instances[name];
  return form && partsOf(facts, madeBy, form, library);
}

const headers = new WeakMap<object, boolean>();

/** Whether the request says that it is one to the classic API: in its own headers, or in those that stand in its file. */
function hasHeader(
  call: Call,
  parts: ReadonlyMap<HttpPart, SentPart>,
  shared: ReadonlyMap<HttpPart, SentPart> | undefined,
  facts: Values,
): boolean {
  const { tree } = call;
  if (!headers.has(tree)) headers.set(tree, BETA_HEADER.test(tree.text));
  if (headers.get(tree)!) return true;
  return [parts.get("headers"), shared?.get("headers")].some(
    (given) => given && facts.of(given.value).some((v) => v.kind === "object" && BETA_HEADER.test(textIn(v.node))),
  );
}

function textIn({ tree, start, end }: Expression): string {
  return tree.text.slice(start, end);
}

function methodOf({ form }: Sender, parts: ReadonlyMap<HttpPart, SentPart>): string | undefined {
  if (form.method !== undefined) return form.method;
  const given = parts.get("method")?.value;
  if (!given) return "GET";
  return given.kind === "StringLiteral" ? given.value.toUpperCase() : undefined;
}

function holeOf({ pieces }: Address, part: string): Expression | undefined {
  const place = /^\{(\d+)\}$/.exec(part);
  return place ? pieces[Number(place[1])]?.hole : undefined;
}

/** A word or number of the address as a literal, at its place in it. */
function literal(call: Call, { home }: Address, text: string): NumberLiteral | StringLiteral | undefined {
  const start = home.tree.text.indexOf(`=${text}`, home.start) + 1;
  if (text === "" || !/^\w+$/.test(text) || start === 0 || start >= home.end) return undefined;
  // It is no node of the tree: nothing is below it.
  const place = { start, end: start + text.length, parent: home, tree: call.tree, at: home.at, behind: home.at };
  return /^\d+$/.test(text)
    ? { kind: "NumberLiteral", value: Number(text), ...place }
    : { kind: "StringLiteral", value: text, ...place };
}

/** The JSON value behind `JSON.stringify(value)` or `json.dumps(value)`, or the value itself where the library turns it into text. */
function jsonOf({ tree }: Call, value: Expression, isJson: boolean): Expression | undefined {
  if (value.kind === "Call" && /^(JSON\.stringify|json\.dumps)$/.test(textIn(value.callee))) {
    const [only, ...more] = value.args;
    return only?.form === "positional" && more.length === 0 ? only.value : undefined;
  }
  // A text that is made elsewhere is no object that can be seen.
  return isJson && value.tree === tree ? value : undefined;
}

/** The pieces that make up all of an address but its last `length` characters. */
function piecesBefore({ pieces }: Address, length: number): readonly Piece[] | undefined {
  const widths = pieces.map((piece, i) => (piece.text ?? `{${i}}`).length);
  const own = widths.reduce((sum, width) => sum + width, 0);
  let left = own - length;
  // The client has the root: all that is written is the path.
  if (left < 0) return left >= -1 ? [] : undefined;
  const before: Piece[] = [];
  for (const [i, piece] of pieces.entries()) {
    if (left === 0) break;
    if (widths[i]! <= left) before.push(piece);
    else if (piece.hole) return undefined;
    else before.push({ ...piece, text: piece.text.slice(0, left) });
    left -= Math.min(left, widths[i]!);
  }
  return before;
}
