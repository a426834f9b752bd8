import type { Block, Call, Expression, If, Node, Statement, TemplateString } from "../src/languages/tree.js";
import { walk } from "../src/languages/walk.js";
import { effectOf, isHarmless } from "./between.js";
import { labelledHole } from "./labels.js";
import { declarationOf, targetOf } from "./locals.js";
import type { RuleMeta } from "./meta.js";
import type { Rewrite } from "./rewrite.js";
import { covers } from "./spans.js";
import { isTypeGuard } from "./status.js";

interface How {
  readonly rule: RuleMeta;
  readonly flow: number;
}

/** A value that a call prints: one of its arguments, or a hole in one. */
interface Printed {
  readonly call: Call;
  readonly part: Expression;
  readonly template: TemplateString | undefined;
}

/**
 * Reads of what does not exist any more. Where such a read is only printed, it goes together with its label, which is said; everywhere
 * else its flow stays as it is.
 */
export class LostReads {
  private readonly printed = new Map<Call, { readonly parts: Set<Expression>; readonly how: How }>();
  private readonly refusals: { readonly node: Node; readonly refuse: () => void }[] = [];
  private readonly gone = new Map<Statement, How>();

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
    const printed = this.printedBy(read);
    if (!printed) return this.unlessGone(read, refuse);
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
    for (const [statement, how] of this.gone) this.remove(statement, how);
    for (const { node, refuse } of this.refusals)
      if (![...this.gone.keys()].some((statement) => statement.tree === node.tree && covers(statement, node))) refuse();
  }

  /** The part of a printing call that a read ends up in, when nothing else is done with it. */
  private printedBy(read: Expression): Printed | undefined {
    let at: Expression = read;
    for (;;) {
      const { parent } = at;
      if (parent?.kind === "TemplateString") {
        const argument = parent.parent;
        const call = argument?.kind === "Argument" ? argument.parent : undefined;
        if (call?.kind !== "Call" || !this.prints(call) || !labelledHole(parent, at)) return undefined;
        return isPlain(this.cx, at) ? { call, part: at, template: parent } : undefined;
      }
      if (parent?.kind === "Argument") {
        const call = parent.parent;
        if (call?.kind !== "Call") return undefined;
        if (this.prints(call)) {
          const isFormat = call.args.length > 2 && hasPlaceholders(call.args[0]!.value);
          return isFormat || !isPlain(this.cx, at) ? undefined : { call, part: at, template: undefined };
        }
        if (effectOf(this.cx, call) !== "pure") return undefined;
        at = call;
      } else if (
        parent?.kind === "Wrap" ||
        ((parent?.kind === "Member" || parent?.kind === "Index") && parent.object === at) ||
        (parent?.kind === "Call" && parent.callee === at) ||
        (parent?.kind === "Binary" && parent.operator !== "+") ||
        parent?.kind === "Conditional"
      ) {
        at = parent;
      } else return undefined;
    }
  }

  private prints(call: Call): boolean {
    return effectOf(this.cx, call) === "log" && call.parent?.kind === "ExpressionStatement";
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
      if (
        owner &&
        [...walk(owner.test)].every(
          (node) => node.kind !== "Call" || isTypeGuard(this.cx, node) || isHarmless(this.cx, node),
        )
      )
        this.gone.set(owner, how);
    }
  }

  private remove(statement: Statement, lost: How): void {
    for (let up = statement.parent; up; up = up.parent) if (this.gone.has(up as Statement)) return;
    const how = { ...lost, reason: "What it printed does not exist any more." };
    const block = statement.parent as Block;
    const isLast = block.statements.every((s) => this.gone.has(s)) && block.statements[0] === statement;
    if (isLast && statement.tree.language === "python") this.cx.replace(statement, "pass", how);
    else this.cx.removeStatement(statement, how);
  }
}

/** The `if` whose only branch a block is, when all its statements go. */
function emptied(block: Block, gone: ReadonlyMap<Statement, How>): If | undefined {
  const owner = block.parent;
  if (owner?.kind !== "If" || owner.then !== block || owner.otherwise || owner.parent?.kind !== "Block")
    return undefined;
  return block.statements.every((s) => gone.has(s)) ? owner : undefined;
}

/** Whether an argument says nothing without its lost parts. */
function isWhollyLost(value: Expression, parts: ReadonlySet<Expression>): boolean {
  if (value.kind !== "TemplateString") return parts.has(value);
  return value.holes.length > 0 && value.holes.every((hole) => parts.has(hole)) && !/\w/.test(value.texts.at(-1) ?? "");
}

/** Whether nothing happens in an expression but reading and computing. */
function isPlain(cx: Rewrite, e: Expression): boolean {
  return [...walk(e)].every(
    (node) => node.kind !== "Await" && node.kind !== "Assign" && !(node.kind === "Call" && cx.values.operationAt(node)),
  );
}

function hasPlaceholders(value: Expression): boolean {
  return value.kind === "StringLiteral" && /%[sdifroO]|\{\w*\}/.test(value.value);
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
