import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Expression, If, Loop, Name, Node, Span, Statement } from "../../src/languages/tree.js";
import { ancestors, childrenOf, enclosing, walkOwn } from "../../src/languages/walk.js";
import { RUN_STATUSES } from "../../src/protocol/mapping/status.js";
import { isHarmless } from "../code/between.js";
import { awaited } from "../code/emit.js";
import { binds, declarationOf, isVisible, targetOf } from "../code/locals.js";
import type { Rewrite } from "../rewrite.js";
import { branchesOnCalls } from "../toolLoops/pendingCalls.js";
import { holds } from "../code/spans.js";
import { isQuestion, waitingCall } from "./waitCalls.js";
import { WaitRun } from "./waitRun.js";
import { truth, type Known } from "./waitStates.js";
import { Endless, NotWaiting, type End } from "./waitValues.js";

/** Code that only waits for a run, and what becomes of it when the call that makes the response waits itself. */
export interface Wait {
  readonly run: Operation;
  /** The call that gives the run: the operation's own, or the call of a function that only makes it. */
  readonly site: Call;
  /** The variable that holds the run. */
  readonly variable: Binding;
  /** The statement that waits. */
  readonly statement: Statement;
  /** What of it stays: branches (by their `If`) and statements that ran when the run had ended, in source order. */
  readonly kept: readonly Node[];
  /** Statements around it that go as a whole. */
  readonly removed: readonly Statement[];
  /** Expressions that are the run, its status or a test of it, and stay where they stand in new words. */
  readonly replaced: ReadonlyMap<Expression, "run" | "status" | readonly string[]>;
  /** Operations that asked for the run. */
  readonly questions: readonly Operation[];
  /** Other variables that held the run: they are the first one now. */
  readonly aliases: readonly Binding[];
  /** Tests and loops that gave up after a time. */
  readonly limits: readonly (Expression | Loop)[];
  /** Whether the code behind it is reached in any way: not when every status leaves the function. */
  readonly goesOn: boolean;
  /** Statuses in which the run could end without that the code went on. */
  readonly endless: readonly string[];
}

const ON_THE_WAY = RUN_STATUSES.filter((s) => s.current === "queued" || s.current === "in_progress");
const LAST = RUN_STATUSES.filter((s) => s.current !== undefined && !ON_THE_WAY.includes(s)).map((s) => s.classic);

const WANTS_ANSWERS = "requires_action";

/** What becomes of the code, while it is found out. */
interface Parts {
  readonly kept: Node[];
  readonly removed: Statement[];
  readonly replaced: Map<Expression, "run" | "status" | readonly string[]>;
  readonly aliases: Binding[];
}

/** Code behind a call that gives a run. */
export interface Region {
  readonly before: readonly Statement[];
  readonly statement: Statement;
  /** The call in the statement that waits; undefined for a loop. */
  readonly call: Call | undefined;
  readonly next: Statement | undefined;
}

/** What one way of the run showed. */
interface Played {
  readonly sim: WaitRun;
  readonly end: End | "endless";
  readonly value: Known | undefined;
}

/** Plays a region through for every way a run can go, and says what must stay. */
export class WaitReading {
  private readonly early = new Set<Node>();
  private readonly ran = new Set<Node>();
  private readonly inside: readonly Statement[];
  private readonly asksForCalls: boolean;

  constructor(
    private readonly cx: Rewrite,
    private readonly run: Operation,
    private readonly site: Call,
    private readonly variable: Binding,
    private readonly region: Region,
  ) {
    this.inside = [...region.before, region.statement];
    this.asksForCalls = branchesOnCalls(cx, cx.flows.flowOf(run));
  }

  read(): Wait | undefined {
    try {
      // Twice: what runs while the run is on its way is known only when all ways have been seen.
      this.playAll();
      return this.conclude(this.playAll());
    } catch (error) {
      if (error instanceof NotWaiting) return undefined;
      throw error;
    }
  }

  private playAll(): ReadonlyMap<string, Played> {
    const played = new Map<string, Played>();
    for (const on of ON_THE_WAY) for (const end of LAST) played.set(end, this.play(on.classic, end));
    if (!this.asksForCalls) return played;
    // Where the code waits on, it waits for ever; a response that wants answers is completed, and the code behind runs.
    const wanting = this.play("in_progress", WANTS_ANSWERS);
    if (wanting.end !== "endless") played.set(WANTS_ANSWERS, wanting);
    return played;
  }

  private play(on: string, end: string): Played {
    const { before, statement, call } = this.region;
    const isInside = (node: Node): boolean => this.isInside(node);
    const sim = new WaitRun(this.cx, this.run, { on, end }, isInside, this.early, this.ran);
    sim.env.set(this.variable, { kind: "run", status: on });
    for (const s of before) if (sim.statement(s) !== "normal") throw new NotWaiting();
    try {
      const value = call && sim.value(call);
      const ended = call ? "normal" : sim.statement(statement);
      if (!sim.ended) throw new NotWaiting();
      return { sim, end: ended, value };
    } catch (error) {
      if (error instanceof Endless) return { sim, end: "endless", value: undefined };
      throw error;
    }
  }

  private isInside(node: Node): boolean {
    return this.inside.some((s) => holds(s, node));
  }

  private conclude(played: ReadonlyMap<string, Played>): Wait | undefined {
    const { sim, end } = played.get("completed")!;
    if (end === "endless") return undefined;
    const ways = [...played].filter(([, way]) => way.end !== "endless");
    const parts: Parts = { kept: [], removed: [], replaced: new Map(), aliases: [] };
    if (!this.findAliases(sim, parts)) return undefined;
    const known = this.region.call ? this.replaceCall(ways, parts) : this.keepCode(played, parts);
    if (!known) return undefined;
    const limits = new Set([...played.values()].flatMap((way) => [...way.sim.limits]));
    const giveUp = this.giveUp(ways.map(([, way]) => way.sim));
    if (giveUp) {
      parts.removed.push(giveUp);
      limits.add(giveUp.test);
    }
    if (this.hidesMore(played, parts.kept) || !this.isFree(parts.kept)) return undefined;
    if (!this.region.call && !this.leavesNoGaps(sim, parts, giveUp)) return undefined;
    for (const statement of this.region.before) if (this.onlyAsks(statement, parts.kept)) parts.removed.push(statement);
    for (const statement of [...this.region.before, ...parts.kept]) {
      if (parts.removed.includes(statement as Statement)) continue;
      for (const node of walkOwn(statement))
        if (node.kind === "Call" && isQuestion(this.cx, node)) parts.replaced.set(awaited(node), "run");
    }
    return {
      ...parts,
      run: this.run,
      site: this.site,
      variable: this.variable,
      statement: this.region.statement,
      questions: [...new Set([...played.values()].flatMap((way) => [...way.sim.questions]))],
      limits: [...limits].sort((a, b) => a.start - b.start),
      goesOn: ways.some(([, way]) => way.end !== "exit"),
      endless: [...played].flatMap(([status, way]) => (way.end === "endless" ? [status] : [])),
    };
  }

  /** What of a loop stays behind the call. Gives false when that would not do the same. */
  private keepCode(played: ReadonlyMap<string, Played>, parts: Parts): boolean {
    const kept = new Set([...played.values()].flatMap(({ sim }) => sim.kept));
    parts.kept.push(...[...kept].sort((a, b) => a.start - b.start));
    for (const way of played.values()) if (way.end !== "endless" && !this.keepsOrder(way, parts.kept)) return false;
    const { sim } = played.get("completed")!;
    for (const [statement, binding] of sim.copies) {
      if (!holds(this.region.statement, statement) || parts.aliases.includes(binding)) continue;
      const isRead = binding.reads.some((read) => !this.isInside(read) || parts.kept.some((node) => holds(node, read)));
      const isKnown = [...this.region.before, ...parts.kept].some((s) => binds(s, binding));
      if (isRead && !isKnown) parts.kept.push(statement);
    }
    parts.kept.sort((a, b) => a.start - b.start);
    return true;
  }

  /**
   * Whether code that no way of the run led to does more than throw, return or print: it answers function calls, for example, and
   * cannot go with the rest.
   */
  private hidesMore(played: ReadonlyMap<string, Played>, kept: readonly Node[]): boolean {
    const givenUp = [...played.values()].flatMap(({ sim }) => [...sim.givenUp]);
    const called = [...played.values()].flatMap(({ sim }) => [...sim.entered]);
    const pending: Node[] = [...(this.region.call ? [] : [this.region.statement]), ...called];
    for (let node = pending.pop(); node; node = pending.pop()) {
      if (givenUp.includes(node)) continue;
      if (kept.includes(node)) {
        if (node.kind === "If" && node.otherwise) pending.push(node.otherwise);
        continue;
      }
      if (isStatement(node) && !this.ran.has(node) && this.doesMore(node)) return true;
      pending.push(...childrenOf(node));
    }
    return false;
  }

  /** Whether the names that kept statements declare mean nothing else where they are put. */
  private isFree(kept: readonly Node[]): boolean {
    const file = this.cx.program.fileOf(this.region.statement);
    const around = new Set<Node>(ancestors(this.region.statement));
    return kept.every((node) => {
      if (node.kind !== "Declaration") return true;
      const names = node.declarators.flatMap(({ target }) => [...walkOwn(target)].filter((n) => n.kind === "Name"));
      return names.every((name) => {
        const own = this.cx.program.bindingOf(name);
        return !file.bindings.names.named(name.name).some((b) => b !== own && around.has(b.scope.node));
      });
    });
  }

  private doesMore(statement: Node): boolean {
    if (statement.kind === "Block" || statement.kind === "If" || statement.kind === "Jump") return false;
    for (const node of walkOwn(statement)) {
      if (node.kind === "Assign" || node.kind === "Await") return true;
      if (node.kind !== "Call" || statement.kind === "Throw") continue;
      if (this.cx.values.operationAt(node) || !isHarmless(this.cx, node)) return true;
    }
    return !["ExpressionStatement", "Return", "Throw"].includes(statement.kind);
  }

  /** Whether the kept code, run one after the other behind the call, does in one way of the run what the loop did. */
  private keepsOrder({ sim, end }: Played, kept: readonly Node[]): boolean {
    const ran: Node[] = [];
    let exits = false;
    for (const node of kept) {
      if (node.kind === "If") {
        const taken = truth(sim.value(node.test));
        if (taken === undefined) return false;
        if (!taken) continue;
      }
      ran.push(node);
      const last = node.kind === "If" ? node.then.statements.at(-1) : node;
      exits = last?.kind === "Return" || last?.kind === "Throw";
      if (exits) break;
    }
    return ran.length === sim.kept.length && ran.every((node, i) => node === sim.kept[i]) && exits === (end === "exit");
  }

  /** Variables besides the first that hold the finished run: their declarations go. */
  private findAliases(sim: WaitRun, parts: Parts): boolean {
    const own = enclosing(this.site, "Function");
    for (const [binding, known] of sim.env) {
      if (binding === this.variable || known.kind !== "run") continue;
      if (enclosing(binding.declarations[0] ?? binding.scope.node, "Function") !== own) continue;
      for (const { site, value } of binding.writes) {
        if (holds(this.region.statement, site)) continue;
        const statement = declarationOf(site);
        if (!statement || !(this.isInside(site) || !value || value.kind === "NullLiteral")) return false;
        parts.removed.push(statement);
      }
      if (!this.isAlias(binding)) return false;
      parts.aliases.push(binding);
    }
    return true;
  }

  /**
   * Whether the run's first variable can stand for another one that holds the finished run. Where it was not asked for again itself, it
   * still had the first status: nobody may have gone by that.
   */
  private isAlias(binding: Binding): boolean {
    const isStale = !this.variable.writes.some((write) => holds(this.region.statement, write.site));
    if (isStale && this.variable.reads.some((read) => this.isRead(read, "status"))) return false;
    return binding.reads.every((read) => this.isInside(read) || isVisible(this.variable, read));
  }

  /** Whether a statement before the loop asks for the run, for the loop alone. */
  private onlyAsks(statement: Statement, kept: readonly Node[]): boolean {
    const call = waitingCall(this.cx, statement);
    const target = call && targetOf(awaited(call));
    const binding = target && this.cx.program.bindingOf(target);
    if (!binding || declarationOf(target.parent!) !== statement || binding === this.variable) return false;
    return binding.reads.every((read) => this.isInside(read) && !kept.some((node) => holds(node, read)));
  }

  private isRead(read: Name, property: string): boolean {
    const { parent } = read;
    return !this.isInside(read) && parent?.kind === "Member" && parent.object === read && parent.property === property;
  }

  /** The call that waited stands for what it gave, or goes with its statement. */
  private replaceCall(ways: readonly (readonly [string, Played])[], { removed, replaced, aliases }: Parts): boolean {
    const { statement, call } = this.region;
    const value = awaited(call!);
    const gives = ways.map(([status, { value: known }]) => ({ status, known: known! }));
    if (statement.kind === "ExpressionStatement" && statement.expression === value) {
      removed.push(statement);
      return true;
    }
    if (gives.every(({ known }) => known.kind === "run")) {
      const target = targetOf(value);
      const binding = target && this.cx.program.bindingOf(target);
      const own = target && declarationOf(target.parent!);
      if (!binding || !own || (binding !== this.variable && binding.writes.length > 1)) {
        replaced.set(value, "run");
        return true;
      }
      removed.push(own);
      if (binding === this.variable) return true;
      aliases.push(binding);
      return this.isAlias(binding);
    }
    // No word and no list of words says what a status is where calls want answers.
    if (gives.some(({ status }) => status === WANTS_ANSWERS)) return false;
    if (gives.every(({ status, known }) => known.kind === "text" && known.value === status))
      replaced.set(value, "status");
    else if (!gives.every(({ known }) => known.kind === "bool")) return false;
    else
      replaced.set(
        value,
        gives.flatMap(({ status, known }) => (truth(known) ? [status] : [])),
      );
    return true;
  }

  /** `if (attempts === 60) throw …` right behind the loop. */
  private giveUp(sims: readonly WaitRun[]): If | undefined {
    const { next } = this.region;
    const last = next?.kind === "If" && !next.otherwise ? next.then.statements.at(-1) : undefined;
    if (this.region.call || next?.kind !== "If" || (last?.kind !== "Return" && last?.kind !== "Throw"))
      return undefined;
    const counters = [...walkOwn(next.test)].filter((node) => {
      const binding = node.kind === "Name" ? this.cx.program.bindingOf(node) : undefined;
      return binding?.writes.some((write) => holds(this.region.statement, write.site));
    });
    if (counters.length === 0 || [...walkOwn(next.test)].some((node) => node.kind === "Call")) return undefined;
    const known = sims.map((sim) => sim.value(next.test));
    const isOpen = known.some((value) => value.kind === "open");
    return isOpen && known.every((v) => (v.kind === "open" ? v.paced : truth(v) === false)) ? next : undefined;
  }

  /** Nothing that stays may read a variable that only the removed code kept up to date. */
  private leavesNoGaps(sim: WaitRun, { kept, aliases }: Parts, giveUp: If | undefined): boolean {
    const stays = (node: Node): boolean =>
      kept.some((k) => holds(k, node) && !(k.kind === "If" && !holds(k.then, node) && !holds(k.test, node)));
    for (const node of walkOwn(this.region.statement)) {
      if (stays(node)) continue;
      const target =
        node.kind === "Assign" || node.kind === "Declarator" || node.kind === "Loop" ? node.target : undefined;
      if (!target) continue;
      for (const name of walkOwn(target)) {
        const binding = name.kind === "Name" ? this.cx.program.bindingOf(name) : undefined;
        if (!binding || binding === this.variable || aliases.includes(binding)) continue;
        if (this.region.before.some((s) => sim.copies.get(s) === binding)) continue;
        const isRead = binding.reads.some(
          (read) => (!this.isInside(read) || stays(read)) && !(giveUp && holds(giveUp, read)),
        );
        if (isRead) return false;
      }
    }
    return true;
  }
}

/** The part of a kept node that stays: the test and first branch of an `If`, or all of it. */
export function keptSpan(node: Node): Span {
  return node.kind === "If" ? { start: node.test.start, end: node.then.end } : node;
}

function isStatement(node: Node): node is Statement {
  return node.parent?.kind === "Block" || (node.parent?.kind === "If" && node.parent.test !== node);
}
