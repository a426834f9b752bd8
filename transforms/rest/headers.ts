import { groupOf } from "../../src/analysis/importGroups.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Assign, Entry, Expression, Node, ObjectLiteral } from "../../src/languages/tree.js";
import { ancestors, nodesOf } from "../../src/languages/walk.js";
import { itemSpan } from "../code/itemSpan.js";
import { rest as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

const BETA = "openai-beta";

/** Takes the header of the classic API out of what requests are sent with, where none is left that needs it. */
export function dropBetaHeaders(cx: Rewrite): void {
  const requests = cx.flows.operations.filter(({ request }) => request);
  const active = requests.filter((operation) => cx.isActive(operation));
  if (active.length === 0) return;
  const needed = new Set(requests.filter((o) => !cx.isActive(o)).flatMap((o) => headersOf(cx, o)));
  const sent = new Set(active.flatMap((operation) => headersOf(cx, operation)));
  const left = [...requests.filter((o) => !cx.isActive(o)), ...cx.unfollowed];
  const staying = new Set(left.map(({ call }) => groupOf(cx.program, call.tree)));
  const moving = new Set(active.map(({ call }) => groupOf(cx.program, call.tree)));
  for (const { tree } of cx.program.files) {
    const group = groupOf(cx.program, tree);
    if (!moving.has(group)) continue;
    for (const node of nodesOf(tree, "Assign")) if (setsBeta(node) && !staying.has(group)) removeSetting(cx, node);
    for (const node of nodesOf(tree, "Entry")) {
      if (node.key?.toLowerCase() !== BETA || !isClassic(node.value)) continue;
      const isFree = sent.has(node) ? !needed.has(node) : !staying.has(group) && !isOfClient(cx, node);
      if (isFree && node.parent?.kind === "ObjectLiteral")
        cx.removeSpan(tree, itemSpan(node, node.parent.entries), HOW);
    }
  }
}

const HOW = { rule, flow: -1, reason: "The current API needs no header of a beta." };

function isClassic(value: Expression): boolean {
  return value.kind === "StringLiteral" && value.value.startsWith("assistants=");
}

/** The entries for that header among all that a request is sent with, as far as they can be followed. */
function headersOf(cx: Rewrite, { request }: Operation): readonly Entry[] {
  const given = [request!.parts.get("headers"), request!.shared?.get("headers")];
  return given.flatMap((part) => (part ? entriesIn(cx, part.value, 0) : []));
}

function entriesIn(cx: Rewrite, e: Expression, depth: number): readonly Entry[] {
  if (depth > 4) return [];
  const literals = cx.values.of(e).flatMap((v): readonly ObjectLiteral[] => (v.kind === "object" ? [v.node] : []));
  return literals.flatMap(({ entries }) =>
    entries.flatMap((entry) => {
      if (entry.form === "spread") return entriesIn(cx, entry.value, depth + 1);
      return entry.key?.toLowerCase() === BETA ? [entry] : [];
    }),
  );
}

/** An SDK's client may be given the header, too: that is its own affair. */
function isOfClient(cx: Rewrite, entry: Entry): boolean {
  return [...ancestors(entry)].some((up) => up.kind === "Call" && cx.values.of(up).some((v) => v.kind === "client"));
}

/** `session.headers["OpenAI-Beta"] = "assistants=v2"` */
function setsBeta({ target, value }: Assign): boolean {
  return target.kind === "Member" && target.property.toLowerCase() === BETA && value !== undefined && isClassic(value);
}

function removeSetting(cx: Rewrite, assign: Assign): void {
  const statement: Node | undefined = assign.parent;
  if (
    statement?.kind === "ExpressionStatement" &&
    statement.parent?.kind === "Block" &&
    statement.parent.statements.length > 1
  )
    cx.removeStatement(statement, HOW);
}
