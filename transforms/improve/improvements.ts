import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Expression, Node, Span, Statement } from "../../src/languages/tree.js";
import { messageContent } from "../../src/protocol/reshape/messageContent.js";
import type { Json } from "../../src/protocol/types.js";
import { findFold } from "../messages/fold.js";
import type { Holes } from "../code/json.js";
import { polling, reply } from "../registry.js";
import { findReply, type Answer } from "../messages/reply.js";
import type { Rewrite } from "../rewrite.js";
import { isIdNeeded } from "../runs/runId.js";
import { GoneNodes } from "../code/goneNodes.js";
import { covers } from "../code/spans.js";
import { variableOf } from "../code/locals.js";
import { isOff } from "../switches.js";
import { unusedAfter } from "../modules/unused.js";
import { letsOthersRun, outlastsTheClient } from "../polling/waitLimit.js";
import { findWaits } from "../polling/waitLoop.js";
import { keptSpan, type Wait } from "../polling/waitReading.js";
import { Waits } from "../polling/waits.js";

/** What starts a run that can be waited for. */
const STARTS = new Set(["runs.create", "threads.createAndRun"]);

/** What stands in for an expression: the response, its status, a test of it, or the answer in it. */
export type Replacement = {
  readonly site: Call;
  readonly by: "run" | "status" | readonly string[] | { answer: Answer };
};

/**
 * Layer B: what is proven on the tree to be sayable in the idiomatic form. A message that is directly followed by its run becomes the
 * run's input; code that only waits goes; reading the newest message right after a run becomes the response's text.
 */
export class Improvements {
  private readonly folds = new Map<Operation, Operation>();
  private readonly collapsed = new Set<Operation>();
  /** Code that only waits, by the call that gives the run. */
  readonly waits = new Waits();
  /** Expressions that are said in other words, as wholes. */
  readonly replaced = new Map<Expression, Replacement>();
  /** Statements that go, with the parts of them that stay or are carried elsewhere. */
  readonly removed = new Map<Node, { readonly operation: Operation; readonly keeps: readonly Span[] }>();
  /** Statements in whose place parts of them stay. */
  readonly kept = new Map<Node, { readonly operation: Operation; readonly parts: readonly Node[] }>();
  /** Variables that held a run that another variable holds now. */
  readonly aliases = new Map<Binding, Binding>();
  /** Calls whose response is read although nothing held the run. */
  readonly unnamed = new Set<Call>();
  /** Calls whose variable nothing reads any more. */
  readonly unread = new Set<Call>();
  /** Variables that are written once less often: `let` can become `const`. */
  readonly settled = new Set<Binding>();
  /** Calls whose response stands in for something. */
  private readonly stoodFor = new Set<Call>();
  private readonly goneNodes = new GoneNodes();
  private readonly removedNodes = new GoneNodes();

  constructor(private readonly cx: Rewrite) {
    if (cx.options.keepShape) return;
    const active = cx.flows.operations.filter((operation) => cx.isActive(operation) && !operation.request);
    const runs = active.filter((operation) => operation.id === "runs.create");
    if (!isOff(polling, cx.options)) for (const run of active) if (STARTS.has(run.id)) this.findWaits(run);
    if (!isOff(reply, cx.options))
      for (const operation of active) if (operation.id === "messages.list") this.findReply(operation);
    for (const run of runs) this.findFold(run);
    this.removeUnused();
    for (const wait of this.waits.values()) if (this.isUnread(wait)) this.unread.add(wait.site);
  }

  /** The message that becomes the input of a run. */
  foldedInto(run: Operation): Operation | undefined {
    return this.folds.get(run);
  }

  /** Whether a run is waited for by code that goes. */
  isCollapsed(run: Operation): boolean {
    return this.collapsed.has(run);
  }

  /** Whether an operation disappears with the code around it. */
  isDropped(operation: Operation): boolean {
    return this.isGone(operation.call);
  }

  /** Whether a node lies in something that is removed or replaced as a whole. */
  isGone(node: Node): boolean {
    return this.goneNodes.has(node);
  }

  /** Whether a node lies in a statement that is removed. */
  isRemoved(node: Node): boolean {
    return this.removedNodes.has(node);
  }

  /** The folded message as `input`: its text, or one message item with its parts. */
  contentOf(message: Operation, holes: Holes): Json {
    const content = messageContent.apply(holes.read(message.args.get("content")!.value, "content"), { role: "user" })!;
    return Array.isArray(content) ? [{ type: "message", role: "user", content }] : content;
  }

  private findWaits(run: Operation): void {
    const waits = findWaits(this.cx, run);
    if (!waits || waits.some((wait) => outlastsTheClient(this.cx, wait) || letsOthersRun(wait))) return;
    const gone = waits.flatMap((wait) => goneWith(wait).map((node) => ({ node, kept: wait.kept.map(keptSpan) })));
    const isGone = (node: Node): boolean =>
      gone.some((g) => g.node.tree === node.tree && covers(g.node, node) && !g.kept.some((k) => covers(k, node)));
    const ids = [run, ...waits.flatMap((wait) => wait.questions)];
    if (!ids.every((operation) => this.cx.isActive(operation))) return;
    if (isIdNeeded(this.cx, ids, isGone) || waits.some((wait) => this.emptiesBlock(wait.removed))) return;
    this.collapsed.add(run);
    for (const wait of waits) this.applyWait(wait);
  }

  private applyWait(wait: Wait): void {
    const { run, site } = wait;
    this.waits.set(site, wait);
    if (goneWith(wait).includes(wait.statement)) this.remove(wait.statement, run, wait.kept.map(keptSpan));
    if (wait.kept.length > 0) this.kept.set(wait.statement, { operation: run, parts: wait.kept });
    for (const statement of wait.removed) this.remove(statement, run);
    for (const [e, by] of wait.replaced) this.replace(e, { site, by });
    for (const alias of wait.aliases) this.aliases.set(alias, wait.variable);
    this.settled.add(wait.variable);
  }

  private findReply(list: Operation): void {
    const reply = findReply(this.cx, list, this.waits);
    if (!reply || this.emptiesBlock(reply.removed)) return;
    const { run } = reply;
    for (const statement of reply.removed) this.remove(statement, list);
    for (const [outer, inner] of reply.unwrapped) {
      this.remove(outer, run, [keptSpan(inner)]);
      this.kept.set(outer, { operation: run, parts: [inner] });
    }
    for (const [e, answer] of reply.answers) {
      const keeps = typeof answer === "object" ? [answer.otherwise] : [];
      this.replace(e, { site: run.call, by: { answer } }, keeps);
    }
    if (!variableOf(this.cx, run.call)) this.unnamed.add(run.call);
  }

  private findFold(run: Operation): void {
    const fold = findFold(this.cx, run, (node) => this.isGone(node));
    if (!fold || this.emptiesBlock([fold.statement])) return;
    this.folds.set(run, fold.message);
    this.remove(fold.statement, fold.message, [fold.content]);
  }

  /** Counters, deadlines and helpers that nothing needs without the code that goes. */
  private removeUnused(): void {
    for (const wait of this.waits.values()) {
      const removed = goneWith(wait);
      for (const node of unusedAfter(this.cx, removed, (n) => this.isGone(n))) this.remove(node, wait.run);
    }
  }

  /** Whether the variable of a run was read, and is read no more. */
  private isUnread({ site, variable, aliases }: Wait): boolean {
    const needed = this.stoodFor.has(site);
    const others = variable.writes.filter((write) => !this.isGone(write.site));
    const reads = [variable, ...aliases].flatMap((binding) => binding.reads);
    return !needed && others.length === 1 && reads.length > 0 && reads.every((read) => this.isGone(read));
  }

  private remove(statement: Node, operation: Operation, keeps: readonly Span[] = []): void {
    if (this.removed.has(statement)) return;
    this.removed.set(statement, { operation, keeps });
    this.goneNodes.add(statement, keeps);
    this.removedNodes.add(statement, keeps);
  }

  private replace(e: Expression, by: Replacement, keeps: readonly Span[] = []): void {
    this.replaced.set(e, by);
    this.stoodFor.add(by.site);
    this.goneNodes.add(e, keeps);
  }

  /** Whether a block would have no statement left. */
  private emptiesBlock(statements: readonly Statement[]): boolean {
    return statements.some(({ parent }) => {
      return parent?.kind === "Block" && parent.statements.every((s) => statements.includes(s) || this.isGone(s));
    });
  }
}

/** The nodes that go when a call waits itself; parts of its statement may stay. */
function goneWith({ statement, removed, replaced }: Wait): readonly Node[] {
  const isWhole = statement.kind === "Loop" || removed.includes(statement);
  return [...(isWhole ? [statement] : []), ...removed, ...replaced.keys()];
}
