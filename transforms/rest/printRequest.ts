import type { Operation } from "../../src/analysis/operation.js";
import type { Piece } from "../../src/analysis/rest/address.js";
import type { RestRequest } from "../../src/analysis/rest/request.js";
import { broken, carry, type Code } from "../../src/languages/code.js";
import type { Expression, ObjectLiteral } from "../../src/languages/tree.js";
import { textOf, walk } from "../../src/languages/walk.js";
import { currentOperation } from "../../src/protocol/current.js";
import type { Json } from "../../src/protocol/types.js";
import { SPREAD } from "../code/emit.js";
import { isHole } from "../code/json.js";
import type { Request } from "../code/request.js";
import { isVisibleAt } from "../leaving/visible.js";
import { Untranslatable } from "../leftovers/untranslatable.js";
import type { Rewrite } from "../rewrite.js";

const HELP = "Write address and body of the request at the call, then run again; or keep it on the shim.";

/**
 * A request of the current API in the form of the classic one: the call stays, with another address, query and body.
 * @throws Untranslatable where the request has no place for what has to be sent
 */
export function printRequest(
  cx: Rewrite,
  operation: Operation,
  rest: RestRequest,
  currentId: string,
  request: Request,
): Code {
  const { endpoint } = currentOperation(currentId)!;
  if (request.through || request.last !== undefined || request.transport.length > 0 || !rest.before)
    throw new Untranslatable("what takes its place is no single request", HELP);
  if (endpoint.method !== rest.method) throw new Untranslatable("its method is another one now", HELP);
  const left = new Map(Object.entries(request.fields).filter(([, value]) => value !== undefined));
  const path = endpoint.path.split(/(\{\w+\})/).map((part): Code | { readonly hole: Json } => {
    if (!part.startsWith("{")) return part;
    const name = part.slice(1, -1);
    const value = left.get(name);
    if (value === undefined) throw new Untranslatable(`nothing says which ${name} it is about`, HELP);
    left.delete(name);
    return { hole: value };
  });
  const changes: { readonly at: Expression; readonly code: Code }[] = [];
  const { home } = rest.address;
  for (const { value } of operation.args.values()) {
    const isInPlace = isWithin(value, operation.call) || isWithin(value, operation.body);
    if (!isInPlace && !(isWithin(value, home) && isSteady(cx, value)))
      throw new Untranslatable("its address is put together where this tool does not follow it", HELP);
  }
  const isAsking = rest.method === "GET" || rest.method === "DELETE";
  const inAddress = isAsking && !rest.query ? left : undefined;
  const address = printAddress(cx, operation, rest, path, inAddress, request);
  changes.push({ at: home, code: address });
  const value = isAsking ? rest.query : rest.body;
  const other = isAsking ? rest.body : rest.query;
  if (!inAddress && (value || left.size > 0)) {
    if (!value) throw new Untranslatable("it has no body, and its counterpart needs one", HELP);
    if (!isSame(operation, value, left, request))
      changes.push({
        at: builtAt(cx, operation, value),
        code: printFields(cx, operation, left, request, isAsking ? rest.query : operation.body),
      });
  }
  if (other && !isEmpty(other)) throw new Untranslatable("it has both a query and a body", HELP);
  const code = whole(operation, changes);
  cx.requests.set(code, changes);
  return code;
}

/** The literal that a variable of the call's own holds, where all that goes into it is known there; else the place at the call. */
function builtAt(cx: Rewrite, { body, args }: Operation, given: Expression): Expression {
  const holder = body?.parent;
  if (!body || isWithin(body, given) || body.tree !== given.tree) return given;
  const isHeld = (holder?.kind === "Declarator" || holder?.kind === "Assign") && !holder.annotation;
  return isHeld && [...args.values()].every(({ value }) => isVisibleAt(cx, value, body)) ? body : given;
}

/** Whether an expression says the same wherever it stands: nothing in it is called, or written a second time. */
function isSteady(cx: Rewrite, e: Expression): boolean {
  return [...walk(e)].every((node) => {
    if (node.kind === "Call" || node.kind === "Await") return false;
    const binding = node.kind === "Name" ? cx.program.bindingOf(node) : undefined;
    return (binding?.writes.length ?? 0) <= 1;
  });
}

/** Whether a body or query says what it has to say as it stands. */
function isSame(
  { args, body, request }: Operation,
  value: Expression,
  fields: ReadonlyMap<string, Json>,
  { holes }: Request,
): boolean {
  const entries = (value === request!.query ? request!.query : body)?.entries ?? [];
  return (
    entries.length === fields.size &&
    entries.every(({ key = "" }) => {
      const given = args.get(key)?.value;
      const sent = fields.get(key);
      return given && sent !== undefined && isGiven(given, sent, holes);
    })
  );
}

/** Whether what is sent is what an expression says. */
function isGiven(e: Expression, sent: Json, holes: Request["holes"]): boolean {
  if (typeof sent === "string" && holes.expressionOf(sent)) return holes.expressionOf(sent) === e;
  return /^(String|Number|Boolean)Literal$/.test(e.kind) && "value" in e && e.value === sent;
}

function isEmpty(e: Expression): boolean {
  return e.kind === "ObjectLiteral" && e.entries.length === 0;
}

function isWithin(inner: Expression, outer: Expression | undefined): boolean {
  return outer !== undefined && inner.tree === outer.tree && outer.start <= inner.start && inner.end <= outer.end;
}

/** The call with its changes, for code that puts it somewhere else. */
function whole({ call }: Operation, changes: readonly { readonly at: Expression; readonly code: Code }[]): Code[] {
  const code: Code[] = [];
  let from = call.start;
  const inside = changes.filter(({ at }) => isWithin(at, call));
  for (const { at, code: part } of [...inside].sort((a, b) => a.at.start - b.at.start)) {
    code.push(carry({ start: from, end: at.start }), part);
    from = at.end;
  }
  return [...code, carry({ start: from, end: call.end })];
}

function printFields(
  cx: Rewrite,
  operation: Operation,
  fields: ReadonlyMap<string, Json>,
  { holes }: Request,
  literal: ObjectLiteral | undefined,
): Code {
  const { tree } = operation.call;
  const all = [...fields];
  const spread = all
    .filter(([name]) => name === SPREAD)
    .map(([, value]) => ({ key: undefined, value: holes.print(value) }));
  const entries = all
    .filter(([name]) => name !== SPREAD)
    .map(([key, value]) => ({ key, value: holes.entry(key, holes.print(value)) }));
  const object = cx.printer(tree).object([...spread, ...entries], cx.style(tree));
  return isBroken(literal) ? broken(object) : object;
}

/** Whether a literal has its entries on lines of their own. */
function isBroken(literal: ObjectLiteral | undefined): boolean {
  return literal !== undefined && /^\{\s*\n/.test(textOf(literal));
}

/** The address with the path of the current operation behind what stood before the classic one. */
function printAddress(
  cx: Rewrite,
  operation: Operation,
  rest: RestRequest,
  path: readonly (Code | { readonly hole: Json })[],
  query: ReadonlyMap<string, Json> | undefined,
  { holes }: Request,
): Code {
  const { home } = rest.address;
  const { tree } = operation.call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const pieces: (string | { readonly hole: Code })[] = (rest.before ?? []).map((piece: Piece) =>
    piece.hole ? { hole: carry(piece.hole) } : piece.text,
  );
  const add = (piece: string | { readonly hole: Code }): void => {
    const last = pieces.at(-1);
    if (typeof piece === "string" && typeof last === "string") pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  };
  // An address below that of the client may begin without a slash.
  const isBare = pieces.length === 0 && rest.address.pieces[0]?.text?.startsWith("/") === false;
  const root = operation.dialect.service === "foundry" && !/^\/agents\b/.test(String(path[0])) ? "/openai/v1" : "";
  add((root + String(path[0])).slice(isBare ? 1 : 0));
  for (const part of path.slice(1)) add(typeof part === "string" ? part : { hole: printed(part as { hole: Json }) });
  const asked = [...(query ?? [])];
  if (operation.dialect.service === "foundry" && root === "" && !rest.query) asked.push(["api-version", "v1"]);
  asked.forEach(([name, value], i) => {
    add(`${i === 0 ? "?" : "&"}${name}=`);
    const word = wordOf(value);
    add(word ?? { hole: printed({ hole: value }) });
  });
  if (home.kind === "Binary" || pieces[0] === undefined || (typeof pieces[0] !== "string" && pieces.length === 1)) {
    return pieces.flatMap((piece, i): Code[] => [
      ...(i === 0 ? [] : [" + "]),
      typeof piece === "string" ? printer.string(piece, style) : piece.hole,
    ]);
  }
  const texts = [""];
  const codes: Code[] = [];
  for (const piece of pieces) {
    if (typeof piece === "string") texts[texts.length - 1] += piece;
    else {
      codes.push(piece.hole);
      texts.push("");
    }
  }
  return printer.textLike(textOf(home), texts, codes, style);

  function printed({ hole }: { readonly hole: Json }): Code {
    if (typeof hole === "object") throw new Untranslatable("what it asks for has no place in an address", HELP);
    return holes.print(hole);
  }

  /** A word that stands in the address as it is. */
  function wordOf(value: Json): string | undefined {
    const e = typeof value === "string" ? holes.expressionOf(value) : undefined;
    if (e?.parent === home && (e.kind === "NumberLiteral" || e.kind === "StringLiteral")) return String(e.value);
    return typeof value === "number" || (typeof value === "string" && !isHole(value)) ? String(value) : undefined;
  }
}
