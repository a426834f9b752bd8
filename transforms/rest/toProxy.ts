import type { Operation } from "../../src/analysis/operation.js";
import { addressOf, type Address } from "../../src/analysis/rest/address.js";
import { BETA_HEADER, rootOf } from "../../src/analysis/rest/paths.js";
import type { RestCall } from "../../src/analysis/rest/unfollowed.js";
import type { ClassicDialect } from "../../src/dialects/types.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Call } from "../../src/languages/tree.js";
import { textOf } from "../../src/languages/walk.js";
import { OPENAI } from "../leftovers/elsewhere.js";
import { rest as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { sdkElsewhere } from "./refuseRequests.js";

/** Where the address of the proxy is, in every language. */
const VARIABLE = "CLASSIC_API_URL";

/** Sends a request that stays to the proxy: its address begins with that of the proxy, from the environment. Gives false where it cannot. */
export function requestToProxy(cx: Rewrite, { call, request, dialect }: Operation): boolean {
  const { address } = request!;
  return toProxy(cx, call, address, rootOf(address.text, true)?.length ?? 0, dialect.service);
}

/** The same for a request that something sends which this tool does not know. */
export function callToProxy(cx: Rewrite, { call, url }: RestCall): boolean {
  const address = addressOf(cx.values, url, "");
  const root = rootOf(address.text, BETA_HEADER.test(call.tree.text));
  return root !== undefined && toProxy(cx, call, address, root.length, root.service);
}

/** Whether an address leads to the proxy already. */
export function leadsToProxy({ pieces }: Address): boolean {
  return pieces.some(({ hole }) => hole !== undefined && textOf(hole).includes(VARIABLE));
}

function toProxy(cx: Rewrite, call: Call, address: Address, root: number, service: ClassicDialect["service"]): boolean {
  const { home } = address;
  if (cx.ignores.lineFor(call.tree.path, call, rule.id) !== undefined) return false;
  if (leadsToProxy(address)) return true;
  if (root === 0 || home.tree !== call.tree || !/^(StringLiteral|TemplateString|Binary|Name|Member)$/.test(home.kind))
    return false;
  // The root of Azure's resources is a part of the path there.
  const gone = service === "azure-openai" ? address.text.slice(0, root).lastIndexOf("/openai") : root;
  const rest = behind(address, gone);
  const { tree } = call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const how = { rule, flow: -1, reason: "What is left runs through the shim.", safety: "review" } as const;
  if (!rest) {
    const old = address.text.slice(0, gone);
    if (home.kind !== "Name" || old.includes("{")) return false;
    const args = [printer.string(old, style), printer.environment(VARIABLE, style, tree.typed)];
    if (tree.language === "python") cx.want(tree, "os", "*", "os");
    cx.insert(tree, home.end, [".replace(", args[0]!, ", ", args[1]!, ")"], how);
    tell(cx, call, service);
    return true;
  }
  // An f-string must not hold its own quotes.
  const quote = /["']/.exec(textOf(home))?.[0] === "'" ? ('"' as const) : ("'" as const);
  const isPlain = home.kind !== "StringLiteral" && home.kind !== "TemplateString";
  const variable = printer.environment(VARIABLE, isPlain ? style : { ...style, quote }, false);
  const texts = [""];
  const holes: Code[] = [];
  for (const piece of [variable, ...rest]) {
    if (piece !== variable && typeof piece === "string") texts[texts.length - 1] += piece;
    else {
      holes.push(piece);
      texts.push("");
    }
  }
  const concatenated = (): Code =>
    texts.flatMap((text, i): Code[] => [
      ...(text === "" ? [] : [i === 0 ? "" : " + ", printer.string(text, style)]),
      ...(i < holes.length ? [i === 0 ? "" : " + ", holes[i]!] : []),
    ]);
  if (call.tree.language === "python") cx.want(tree, "os", "*", "os");
  cx.replace(
    home,
    home.kind === "Binary" || isPlain ? concatenated() : printer.textLike(textOf(home), texts, holes, style),
    how,
  );
  tell(cx, call, service);
  return true;
}

/** What an address has behind its first characters; undefined where these end inside something that is no text. */
function behind({ pieces, text }: Address, length: number): readonly (string | Code)[] | undefined {
  const own = pieces.map((piece, i) => piece.text ?? `{${i}}`);
  // What the client puts before it is no part of it.
  let left = length - (text.length - own.join("").length);
  const rest: (string | Code)[] = [];
  for (const [i, piece] of pieces.entries()) {
    const known = own[i]!;
    const kept = left <= 0 ? known : known.slice(left);
    // What a constant is made of cannot be said again here.
    if (left > 0 && kept.includes("{}")) return undefined;
    if (left > 0 && kept !== "" && piece.text === undefined) return undefined;
    if (kept !== "") rest.push(left <= 0 && piece.hole ? carry(piece.hole) : kept);
    left -= known.length;
  }
  const [first] = rest;
  return typeof first === "string" && !first.startsWith("/") ? [`/${first}`, ...rest.slice(1)] : rest;
}

function tell(cx: Rewrite, call: Call, service: ClassicDialect["service"]): void {
  const isOwn = service === "openai" && !sdkElsewhere(cx, call, "openai");
  const from = isOwn
    ? `${OPENAI} --import-assistants assistants.json`
    : `<project endpoint>${service === "foundry" ? "" : " --auth azure"}`;
  cx.find(
    call,
    rule,
    "warning",
    `This request stays what it was, and goes through the shim, which is a proxy at ${VARIABLE}.`,
    `Start it with \`npx migrate-agents proxy --upstream ${from} --ids native\` and set ${VARIABLE} to its address (docs/shim.md).`,
  );
}
