import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Block, Expression, FunctionNode, Node, Statement } from "../../src/languages/tree.js";
import { ancestors, textOf } from "../../src/languages/walk.js";
import type { HolderPlan } from "./faces.js";
import { holderTree, isTaken } from "./holderFacts.js";
import type { Holder } from "./holder.js";
import { asserted } from "./occurrences.js";
import { fromProject } from "./projectClient.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { covers, holds } from "../code/spans.js";

const HELP = "Set the client once, before it is used, or pass both clients; then run again.";

/** A variable of a function that takes the OpenAI client from the project client which the function was given. */
export interface Derived {
  readonly holder: Holder;
  /** The function, or the whole file. */
  readonly owner: FunctionNode | Block;
  readonly name: string;
  /** The project client where it is needed first. */
  readonly root: Expression;
  readonly uses: Node[];
}

/** The OpenAI client for an operation whose function holds the project client only: a variable of that function. */
export function derived(cx: Rewrite, plan: HolderPlan, operation: Operation, root: Expression): Code {
  const owner = ownerOf(operation.call, scopeOf(cx, plan.holder, root));
  const block = owner.kind === "Function" ? owner.body : owner;
  if (block?.kind !== "Block" || root.kind === "Call") return fromProject(cx, root.tree, carry(asserted(root)));
  const known = cx.derived.find((one) => one.owner === owner && one.holder === plan.holder);
  if (known) {
    known.uses.push(operation.call);
    return known.name;
  }
  const name = freeName(cx, plan.holder, owner);
  cx.derived.push({ holder: plan.holder, owner, name, root, uses: [operation.call] });
  return name;
}

/** Declares the variables, each before the first statement that needs it. Last, when it is known which statements remain. */
export function declareDerived(cx: Rewrite): void {
  for (const { owner, root, uses, name, holder } of cx.derived) {
    const { tree } = owner;
    const block = owner.kind === "Function" ? (owner.body as Block) : owner;
    const goes = (use: Node) =>
      cx.removed.some(
        ({ tree: of, span, keeps }) => of === tree && covers(span, use) && !keeps.some((kept) => covers(kept, use)),
      );
    const kept = uses.filter((use) => !goes(use));
    const place = placeFor(block, kept.length > 0 ? kept : uses);
    const binding = root.kind === "Name" ? cx.program.bindingOf(root) : undefined;
    const client: Code = [
      (binding && cx.renames.get(binding)) ?? textOf(root),
      textOf(asserted(root)).slice(textOf(root).length),
    ];
    // What is assigned in the function itself must be there before it is asked.
    const isLate = holder.kind !== "parameter" && holder.sources.some((s) => holds(block, s) && s.end > place.start);
    if (isLate) {
      for (const operation of cx.flows.operations)
        if (uses.includes(operation.call)) cx.refuse(operation, rule, "its client is set again between its uses", HELP);
      continue;
    }
    const style = cx.style(tree);
    const lineStart = tree.text.lastIndexOf("\n", place.start - 1) + 1;
    const indentation = /^[ \t]*/.exec(tree.text.slice(lineStart, place.start))![0];
    cx.insert(
      tree,
      place.start,
      [cx.printer(tree).declare(name, fromProject(cx, tree, client), style), "\n" + indentation],
      {
        rule,
        flow: -1,
        reason: "The OpenAI client is the one the project client gives.",
      },
    );
  }
}

/** Where the name lives from which a client is reached: its own, or that of the object that a framework hands around. */
function scopeOf(cx: Rewrite, holder: Holder, root: Expression): Node | undefined {
  if (holder.kind !== "store") return holder.binding?.scope.node;
  let at = root;
  while (at.kind !== "Name") {
    if (at.kind === "Member") at = at.object;
    else if (at.kind === "Wrap" || at.kind === "Await") at = at.value;
    else if (at.kind === "Call") at = at.callee;
    else return undefined;
  }
  return cx.program.bindingOf(at)?.scope.node;
}

/** The outermost function in which the client has one meaning: that of the parameter or variable, or the method that reads the field. */
function ownerOf(use: Node, scope: Node | undefined): FunctionNode | Block {
  const functions = [...ancestors(use)].filter((up): up is FunctionNode => up.kind === "Function");
  const own = functions.find((fn) => fn === scope || fn.body === scope);
  if (own) return own;
  const cls = [...ancestors(use)].find((up) => up.kind === "Class");
  const outermost = functions.filter((fn) => !cls || holds(cls, fn)).at(-1);
  return outermost ?? use.tree.root;
}

/** The statement before which all uses can be served: in the innermost list that holds them all, outside of loops. */
function placeFor(block: Block, uses: readonly Node[]): Statement {
  let place = statementAbove(block, uses[0]!);
  for (let list = block; ;) {
    const inner = [...ancestors(uses[0]!)].find(
      (up): up is Block => up.kind === "Block" && up !== list && up.parent !== undefined && parentList(up) === list,
    );
    if (!inner || inner.parent!.kind === "Loop" || inner.parent!.kind === "Function") return place;
    if (!uses.every((use) => holds(inner, use))) return place;
    list = inner;
    place = uses.map((use) => statementAbove(inner, use)).sort((a, b) => a.start - b.start)[0]!;
  }
}

/** The statement list in which a block's statement stands. */
function parentList(block: Block): Block | undefined {
  return [...ancestors(block)].find((up): up is Block => up.kind === "Block");
}

function statementAbove(block: Block, use: Node): Statement {
  return block.statements.find((statement) => holds(statement, use))!;
}

function freeName(cx: Rewrite, holder: Holder, owner: Node): string {
  const tree = holderTree(holder);
  const base = cx.target(tree).faces.openai.variable;
  const taken = (name: string) =>
    isTaken(cx, owner, name) ||
    cx.renames.isInside(owner, name) ||
    cx.derived.some((one) => one.owner === owner && one.name === name);
  if (!taken(base)) return base;
  const other = cx.printer(tree).localName(["foundry", "openai"]);
  if (!taken(other)) return other;
  for (let i = 2; ; i++) if (!taken(`${base}${i}`)) return `${base}${i}`;
}
