import type { Block, Call, Expression, If, Node, Statement } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import { isHarmless } from "../code/between.js";
import { dropBranch, isDroppable } from "../code/dropBranch.js";
import { labelledHole } from "../code/labels.js";
import { declarationOf, targetOf } from "../code/locals.js";
import type { RuleMeta } from "../meta.js";
import { printedBy, type Printed } from "../code/printed.js";
import type { Rewrite } from "../rewrite.js";
import { covers } from "../code/spans.js";
import { isTypeGuard } from "../runs/typeGuards.js";

interface How {
  readonly rule: RuleMeta;
  readonly flow: number;
}

/**
 * Reads of what does not exist any more. Where such a read is only printed, it goes together with its label, which is said; everywhere
 * else its flow stays as it is.
 */
export class LostReads {
  private readonly printed = new Map<Call, { readonly parts: Set<Expression>; readonly how: How }>();
  private readonly refusals: { readonly node: Node; readonly refuse: () => void }[] = [];
  private readonly gone = new Map<Statement, How>();
  /** Branches of chains in which nothing is left, whose tests ask for what is lost. */
  private readonly branches = new Map<If, How>();

  constructor(private readonly cx: Rewrite) {}

  /**
   * A read that has no counterpart. `what` names it, `because` says why; `refuse` is called unless it is only printed, or lies in code
   * that goes because it did nothing but print what is lost.
   */
  add(read: Expression, what: string, because: string, how: How, refuse: () => void): void {
    const target = targetOf(read);
    const binding = target && this.cx.program.bindingOf(target);
    const declaration = target && declarationOf(target.parent!);
    if (binding?.writes.length === 1 && declaration && !this.cx.program.isPublic(binding)) {
      this.gone.set(declaration, how);
      for (const name of binding.reads) this.add(name, what, because, how, refuse);
      return;
    }
    const printed = printedBy(this.cx, read);
    if (!printed || !canGo(printed)) return this.unlessGone(read, refuse);
    const lost = this.printed.get(printed.call) ?? { parts: new Set(), how };
    this.printed.set(printed.call, lost);
    lost.parts.add(printed.part);
    this.cx.find(
      read,
      how.rule,
      "warning",
      `${what} is not printed any more: ${because}`,
      "See docs/mapping.md for what there is instead.",
    );
  }

  /** Refuses what a node does, unless the node goes with what is lost. */
  unlessGone(node: Node, refuse: () => void): void {
    this.refusals.push({ node, refuse });
  }

  /** Edits for everything that was added. */
  apply(): void {
    for (const [call, { parts, how }] of this.printed) this.cut(call, parts, how);
    this.closeBlocks();
    const left = [...this.gone.keys(), ...[...this.branches.keys()].flatMap(({ test, then }) => [test, then])];
    for (const [statement, how] of this.gone)
      if (![...this.branches.keys()].some(({ then }) => statement.parent === then)) this.remove(statement, how);
    for (const [branch, how] of this.branches)
      dropBranch(this.cx, branch, { ...how, reason: "What it printed does not exist any more." });
    for (const { node, refuse } of this.refusals) {
      if (left.some((part) => part.tree === node.tree && covers(part, node))) continue;
      this.cx.lookedAt = node;
      refuse();
    }
    this.cx.lookedAt = undefined;
  }

  private cut(call: Call, parts: ReadonlySet<Expression>, how: How): void {
    const gone = call.args.map(({ value }) => isWhollyLost(value, parts));
    // A label that stands before what goes has nothing to name.
    const labels = call.args.map(({ value }, i) => value.kind === "StringLiteral" && (gone[i + 1] ?? false));
    const stays = call.args.filter(({ value, form }, i) => {
      const isLabel = value.kind === "StringLiteral" || value.kind === "NumberLiteral";
      return !gone[i] && !labels[i] && !(form === "named" || isLabel);
    });
    if (stays.length === 0) {
      this.gone.set(call.parent as Statement, how);
      return;
    }
    const reason = "What it printed does not exist any more.";
    call.args.forEach(({ value, start, end }, i) => {
      if (gone[i] || labels[i]) {
        const [before, next] = [call.args[i - 1], call.args[i + 1]];
        const span = before ? { start: before.end, end } : { start, end: next?.start ?? end };
        this.cx.removeSpan(call.tree, span, { ...how, reason });
      } else if (value.kind === "TemplateString") {
        const spans = value.holes.filter((hole) => parts.has(hole)).map((hole) => labelledHole(value, hole)!);
        for (const span of merged(spans)) this.cx.removeSpan(call.tree, span, { ...how, reason });
      }
    });
  }

  /** An `if` in which nothing is left goes too. */
  private closeBlocks(): void {
    // Those that are added on the way come round as well.
    for (const [statement, how] of this.gone) {
      const block = statement.parent;
      const owner = block?.kind === "Block" ? emptied(block, this.gone) : undefined;
      if (owner && (owner.kind === "Block" || isQuiet(this.cx, owner.test))) this.gone.set(owner, how);
      else if (block?.kind === "Block" && this.isLostBranch(block)) this.branches.set(block.parent as If, how);
    }
  }

  /** A branch of a chain that does nothing but print what is lost, and is only taken where there is some. */
  private isLostBranch(block: Block): boolean {
    const branch = block.parent;
    if (branch?.kind !== "If" || branch.then !== block || !block.statements.every((s) => this.gone.has(s)))
      return false;
    const isChain = branch.otherwise !== undefined || branch.parent?.kind === "If";
    const asks = this.refusals.some(({ node }) => node.tree === branch.tree && covers(branch.test, node));
    return isChain && asks && isDroppable(branch) && isQuiet(this.cx, branch.test);
  }

  private remove(statement: Statement, lost: How): void {
    for (let up = statement.parent; up; up = up.parent) if (this.gone.has(up as Statement)) return;
    const how = { ...lost, reason: "What it printed does not exist any more." };
    const block = statement.parent as Block;
    const isLast = block.statements.every((s) => this.gone.has(s)) && block.statements[0] === statement;
    if (isLast && statement.tree.language === "python") return this.cx.replace(statement, "pass", how);
    if (block.statements.every((s) => this.gone.has(s))) return this.cx.removeStatement(statement, how);
    // Those that stand together go together, so that one blank line is left of two.
    if (this.follows(block, statement)) return;
    let last = statement;
    for (const next of block.statements) if (next.start > last.start && this.follows(block, next, last)) last = next;
    this.cx.removeStatement({ ...statement, end: last.end }, how);
  }

  /** Whether a statement goes, and so does the one before it (`behind`), with nothing between them. */
  private follows(block: Block, statement: Statement, behind?: Statement): boolean {
    const before = block.statements[block.statements.indexOf(statement) - 1];
    if (!before || !this.gone.has(statement) || !this.gone.has(before)) return false;
    const between = statement.tree.text.slice(before.end, statement.start);
    return between.trim() === "" && between.includes("\n") && (behind === undefined || behind === before);
  }
}

/** Whether a printed value can be taken out of what prints it. */
function canGo({ call, part, template }: Printed): boolean {
  if (call.parent?.kind !== "ExpressionStatement") return false;
  if (template) return template.parent?.parent === call && labelledHole(template, part) !== undefined;
  const format = call.args[0]!.value;
  return call.args.length < 3 || format.kind !== "StringLiteral" || !/%[sdifroO]|\{\w*\}/.test(format.value);
}

/** What holds a block of which all statements go, and nothing else: an `if` without an `else`, or a block of its own. */
function emptied(block: Block, gone: ReadonlyMap<Statement, How>): If | Block | undefined {
  const owner = block.parent;
  if (owner?.kind === "Block") return block.statements.every((s) => gone.has(s)) ? block : undefined;
  if (owner?.kind !== "If" || owner.then !== block || owner.otherwise || owner.parent?.kind !== "Block")
    return undefined;
  return block.statements.every((s) => gone.has(s)) ? owner : undefined;
}

/** Whether nothing happens when a test is not made. */
function isQuiet(cx: Rewrite, test: Expression): boolean {
  return [...walk(test)].every((node) => node.kind !== "Call" || isTypeGuard(cx, node) || isHarmless(cx, node));
}

/** Whether an argument says nothing without its lost parts. */
function isWhollyLost(value: Expression, parts: ReadonlySet<Expression>): boolean {
  if (value.kind !== "TemplateString") return parts.has(value);
  return value.holes.length > 0 && value.holes.every((hole) => parts.has(hole)) && !/\w/.test(value.texts.at(-1) ?? "");
}

function merged(spans: readonly { readonly start: number; readonly end: number }[]) {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}
