import { eventsOfClass, wordOf } from "../../src/analysis/streamEvents.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, If, Node, Switch } from "../../src/languages/tree.js";
import { enclosing, walk } from "../../src/languages/walk.js";
import { eventMapping } from "../../src/protocol/mapping/events.js";
import { isHarmless } from "../code/between.js";
import { dropBranch } from "../code/dropBranch.js";
import { answersCalls, hasCalls, isAnswered } from "../toolLoops/pendingCalls.js";
import { isTested, styleAt } from "../code/positions.js";
import { printedBy } from "../code/printed.js";
import { refuseAll } from "../reading/reading.js";
import { streaming as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { dropCase, listLiteral, needsParentheses } from "../runs/status.js";

const HELP = "See docs/mapping.md for the events of a streamed response.";

/** Events that end a stream, whatever came of the response. */
const LAST = ["response.completed", "response.failed", "response.incomplete"];

/** Tests of which event it is: `event.event == "thread.message.delta"`, a switch over it, or the class of what it carries. */
export function rewriteEventTest(cx: Rewrite, use: Expression, values: readonly ResultValue[]): void {
  let at = use;
  while (at.parent?.kind === "Wrap" && at.parent.value === at) at = at.parent;
  const { parent } = at;
  const test = new EventTest(cx, use, values[0]!);
  if (parent?.kind === "Binary" && (parent.operator === "==" || parent.operator === "!="))
    return test.compare(parent, parent.left === at ? parent.right : parent.left);
  if (parent?.kind === "Binary" && (parent.operator === "in" || parent.operator === "not in") && parent.left === at)
    return test.lookUp(parent, parent.right, parent.operator === "not in");
  if (
    parent?.kind === "Argument" &&
    parent.parent?.kind === "Call" &&
    parent.parent.callee.kind === "Member" &&
    parent.parent.callee.property === "includes"
  )
    return test.lookUp(parent.parent, parent.parent.callee.object, false);
  if (parent?.kind === "Switch" && parent.subject === at) return test.cases(parent);
  if (!isFollowed(cx, at)) test.refuseOther();
}

/** Whether the name of an event is only printed or tested, or goes where it is followed: into a variable, to a function of the project. */
function isFollowed(cx: Rewrite, at: Expression): boolean {
  const { parent } = at;
  if (isTested(at) || printedBy(cx, at)) return true;
  if (parent?.kind === "ArrayPattern" || parent?.kind === "ObjectPattern" || parent?.kind === "PatternEntry")
    return true;
  if (parent?.kind === "Declarator" || parent?.kind === "Assign") return parent.value === at || parent.target === at;
  const call = parent?.kind === "Argument" ? parent.parent : undefined;
  const callees = call?.kind === "Call" ? cx.values.of(call.callee) : [];
  return callees.length > 0 && callees.every(({ kind }) => kind === "function");
}

/** `isinstance(event, ThreadMessageDelta)`, `isinstance(data, MessageDeltaChunk)`. Gives false where `use` is not tested so. */
export function rewriteEventClass(cx: Rewrite, use: Expression, value: ResultValue): boolean {
  const argument = use.parent;
  const call = argument?.kind === "Argument" ? argument.parent : undefined;
  if (call?.kind !== "Call" || call.callee.kind !== "Name" || call.callee.name !== "isinstance") return false;
  const cls = call.args[1]?.value;
  if (call.args[0] !== argument || !cls) return false;
  const events = eventsOfClass(cx.values, cls);
  if (!events) {
    refuseAll(cx, [value], "an event is tested for a class this tool does not know", HELP);
    return true;
  }
  // Only some of the events that carried a thing carry its counterpart.
  const carrying = events.filter((name) => eventMapping(name)!.current.length > 0 && eventMapping(name)!.at !== "");
  new EventTest(cx, use, value).replaceBy(call, carrying.length > 0 ? carrying : events, false);
  return true;
}

class EventTest {
  private readonly printer;

  constructor(
    private readonly cx: Rewrite,
    private readonly use: Expression,
    private readonly value: ResultValue,
  ) {
    this.printer = cx.printer(use.tree);
  }

  compare(node: Extract<Expression, { kind: "Binary" }>, other: Expression): void {
    const word = wordOf(this.cx.values, other, this.value);
    if (word === undefined)
      return this.refuse("the name of an event is compared with something that is not the name of one");
    this.replaceBy(node, [word], node.operator === "!=");
  }

  lookUp(node: Expression, list: Expression, isNegated: boolean): void {
    const words = listLiteral(this.cx, list)?.items.map((item) => wordOf(this.cx.values, item, this.value));
    if (!words?.every((word) => word !== undefined))
      return this.refuse("the name of an event is looked up in a list that is not a literal");
    this.replaceBy(node, words, isNegated);
  }

  /** A test for some classic events as a whole: those that became the same kind of event under the same condition stand together. */
  replaceBy(node: Expression, words: readonly string[], isNegated: boolean): void {
    const groups = new Map<string, { readonly types: Set<string>; readonly guard: Code | undefined }>();
    for (const word of words) {
      // A finished response may or may not want answers: asked for both, nothing is asked.
      if (word === "thread.run.requires_action" && words.includes("thread.run.completed")) continue;
      const types = this.typesOf(word, node);
      if (!types) return;
      if (types.length === 0) continue;
      const condition = this.conditionOf(word, node, words.includes("thread.run.requires_action"));
      const group = groups.get(condition) ?? { types: new Set(), guard: this.guardOf(condition, word, node) };
      groups.set(condition, group);
      for (const type of types) group.types.add(type);
    }
    if (groups.size === 0) return this.drop(node, isNegated);
    const tests = [...groups.values()].map(({ types, guard }) => {
      const is = this.is([...types], node);
      if (!guard) return is;
      return this.printer.and([types.size > 1 ? this.printer.parenthesise(is) : is, guard]);
    });
    const [first] = groups.values();
    const isLoose = tests.length > 1 || (first!.types.size > 1 && !first!.guard);
    const isSingle = !isLoose && !first!.guard;
    const test = tests.length > 1 ? this.printer.or(tests) : tests[0]!;
    if (isNegated) return this.replace(node, this.printer.not(test));
    const binds = (isLoose && needsParentheses(node)) || (!isSingle && node.parent?.kind === "Unary");
    this.replace(node, binds ? this.printer.parenthesise(test) : test);
  }

  refuseOther(): void {
    this.refuse("the name of an event is looked into, or goes where it cannot be followed");
  }

  cases(node: Switch): void {
    const seen = new Set<string>();
    for (const [index, branch] of node.cases.entries()) {
      for (const test of branch.tests) {
        const word = wordOf(this.cx.values, test, this.value);
        if (word !== undefined && eventMapping(word)!.current.length === 0 && branch.tests.length === 1) {
          this.warn(test);
          dropCase(this.cx, node, index, [this.value]);
          continue;
        }
        const types = word === undefined ? undefined : eventMapping(word)!.current;
        if (
          word === undefined ||
          types?.length !== 1 ||
          this.conditionOf(word, test, false) !== "" ||
          seen.has(types[0]!)
        )
          return this.refuse(`a case of a switch over events has no single counterpart (${word ?? "not a literal"})`);
        seen.add(types[0]!);
        this.replace(test, this.printer.string(types[0]!, styleAt(this.cx, test)));
      }
    }
  }

  /** The current types that a classic event became; undefined when it was refused. */
  private typesOf(word: string, at: Node): readonly string[] | undefined {
    const { current } = eventMapping(word)!;
    if (word === "done" && !this.isOnlyTold(at)) return LAST;
    if (word !== "thread.run.step.delta") return current;
    const read = current.filter((type) => readsOf(type).test(textAround(at)));
    if (read.length === 1) return read;
    // What all of them have is read, and nothing of a call.
    if (read.length === 0 && !/step_?details|tool_?calls/i.test(textAround(at))) return current;
    this.refuse("the progress of a step is read, and each kind of call has events of its own now");
    return undefined;
  }

  /** What must hold besides the type, as a key: a type of the item, that calls are pending, or that none is. */
  private conditionOf(word: string, at: Node, isEither: boolean): string {
    const { where } = eventMapping(word)!;
    const [types] = Object.values(where ?? {});
    if (types) return `item ${types.join(" ")}`;
    if (word === "thread.run.requires_action") return "calls";
    const isFinished = word === "thread.run.completed" && !isEither;
    return isFinished && answersCalls(this.cx, [this.value]) && !isAnswered(this.cx, at) ? "no calls" : "";
  }

  private guardOf(condition: string, word: string, at: Node): Code | undefined {
    const { operation } = this.value;
    const [field, types] = Object.entries(eventMapping(word)!.where ?? {})[0] ?? [];
    if (field && types) {
      const place = field.split(".").reduce<Code>((code, step) => this.printer.member(code, step), this.event());
      return this.printer.oneOf(place, types, styleAt(this.cx, at));
    }
    if (condition === "" || !operation) return undefined;
    const calls = hasCalls(this.cx, operation, this.printer.member(this.event(), "response"), at);
    return condition === "calls" ? calls : this.printer.not(calls);
  }

  private is(types: readonly string[], at: Node): Code {
    return this.printer.oneOf(this.printer.member(this.event(), "type"), types, styleAt(this.cx, at));
  }

  /** The event as an expression: `event` of `event.event`, and of what came as a pair with it. */
  private event(): Code {
    const { use } = this;
    const pair = use.kind === "Name" ? this.cx.program.bindingOf(use) : undefined;
    const name = pair && this.cx.eventOf.get(pair);
    if (name !== undefined) return name;
    return use.kind === "Member" && this.value.type === "enum(StreamEvent)" ? carry(use.object) : carry(use);
  }

  /** A test for something that there is no event for any more. */
  private drop(node: Expression, isNegated: boolean): void {
    const branch = node.parent;
    if (isNegated || branch?.kind !== "If" || branch.test !== node || !dropBranch(this.cx, branch, this.how()))
      return this.refuse("an event that does not exist any more decides what is done");
    this.warn(node);
  }

  private warn(test: Node): void {
    this.cx.find(
      test,
      rule,
      "warning",
      "There is no event for this any more: what was done here is not done now.",
      "Do it behind the loop, or before the response is created, where it matters.",
    );
  }

  /** Whether the branch of a test only prints and leaves the loop. */
  private isOnlyTold(at: Node): boolean {
    const branch = enclosing(at, "If");
    return branch === undefined || isIdle(this.cx, branch);
  }

  private replace(node: Node, code: Code): void {
    this.cx.replace(node, code, this.how());
  }

  private how() {
    const { operation } = this.value;
    return {
      rule,
      flow: operation ? this.cx.flows.flowOf(operation).id : -1,
      reason: "Events have other names, and several kinds can stand for one.",
    };
  }

  private refuse(reason: string): void {
    refuseAll(this.cx, [this.value], reason, HELP);
  }
}

/** What is read of the progress of a step says which kind of call it is about. */
function readsOf(type: string): RegExp {
  return type.includes("code_interpreter") ? /code_?interpreter/i : /\bfunction\b|\barguments\b/;
}

function textAround(at: Node): string {
  const branch = enclosing(at, "If");
  return branch ? branch.tree.text.slice(branch.then.start, branch.then.end) : "";
}

/** Whether a branch does nothing but print and jump. */
function isIdle(cx: Rewrite, { then }: If): boolean {
  return then.statements.every((statement) => {
    if (statement.kind === "Jump") return true;
    if (statement.kind !== "ExpressionStatement") return false;
    for (const node of walk(statement)) if (node.kind === "Call" && !isHarmless(cx, node)) return false;
    return true;
  });
}
