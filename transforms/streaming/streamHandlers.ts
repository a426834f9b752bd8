import { KEPT_RUN, isHandlerBase, isHandlerClass, streamsInto } from "../../src/analysis/streamHandlers.js";
import type { Operation } from "../../src/analysis/operation.js";
import { streamHook, type StreamHook } from "../../src/dialects/hooks.js";
import type { Code } from "../../src/languages/code.js";
import type { ClassNode, FunctionNode, Member, Node } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import type { EventMethod, Printer } from "../../src/languages/language.js";
import { streaming as rule } from "../registry.js";
import { Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { movesTypes } from "../types/types.js";

const ADVICE = "Read the stream in a loop over its events, then run again.";

/** Events that carry the response as it is then. */
const WITH_RESPONSE = ["response.created", "response.completed", "response.failed", "response.incomplete"];

/** What a handler class calls its method that reads a stream. */
const METHOD = "handle";

/** State that the SDKs' base classes kept, which no event brings. */
const STATE = /^(current_(event|message_snapshot|run_step_snapshot)|get_final_\w+|until_done|text_deltas)$/;

/** The class whose instance gets the events of a run; undefined where none does. @throws Untranslatable for one that cannot be seen */
export function handlerOf(cx: Rewrite, operation: Operation): ClassNode | undefined {
  const given = operation.args.get("event_handler")?.value;
  if (!given || given.kind === "NullLiteral") return undefined;
  const values = cx.values.of(given);
  const classes = values.flatMap((v) => (v.kind === "instance" && isHandlerClass(cx.values, v.node) ? [v.node] : []));
  if (classes.length !== 1 || values.length !== 1)
    throw new Untranslatable("its events go to a handler that this tool cannot see", ADVICE);
  return classes[0];
}

/** Whether what is told of a run reads what the code interpreter put out: it arrives on demand only. */
export function readsOutputs(cx: Rewrite, operation: Operation, handler: ClassNode | undefined): boolean {
  if (handler && readsIn(handler, "outputs")) return true;
  return cx.flows
    .usesOf(operation)
    .some(
      ({ parent }) =>
        parent?.kind === "Member" &&
        parent.property === "outputs" &&
        cx.values.results(parent.object).some((v) => v.operation === operation && v.type === "CodeInterpreterDelta"),
    );
}

/** The call that hands a stream to its handler. */
export function handled(cx: Rewrite, handler: Code, stream: Code, isAsync: boolean, tree: Node["tree"]): Code {
  const printer = cx.printer(tree);
  const call = printer.call(printer.member(handler, METHOD), [{ name: undefined, value: stream }], cx.style(tree));
  return isAsync ? printer.await(call) : call;
}

/** Classes that handle the events of streams: methods get current events, from a method of their own instead of a base class. */
export function rewriteHandlers(cx: Rewrite): void {
  const done = new Set<ClassNode>();
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation)) continue;
    const given = operation.args.get("event_handler")?.value;
    for (const value of given ? cx.values.of(given) : []) {
      if (value.kind !== "instance") continue;
      if (!streamsInto(cx.values, value.node).includes(operation)) {
        cx.refuse(operation, rule, "the way of its handler to it cannot be followed", ADVICE);
        continue;
      }
      if (done.has(value.node)) continue;
      done.add(value.node);
      new HandlerClass(cx, value.node).rewrite();
    }
  }
  if (done.size > 0) retype(cx, [...done]);
}

/** Annotations that name the base class, which handlers do not have any more: the handler itself where the file has just one. */
function retype(cx: Rewrite, handlers: readonly ClassNode[]): void {
  for (const { tree } of cx.program.files) {
    const owner = movesTypes(cx, tree);
    if (!owner) continue;
    const how = { rule, flow: cx.flows.flowOf(owner).id, reason: "The current SDK has no base class for handlers." };
    for (const node of walk(tree.root)) {
      if (node.kind !== "Name" || node.parent?.kind === "Class" || node.parent?.kind === "ImportSpecifier") continue;
      if (!cx.values.of(node).some((v) => isHandlerBase(v))) continue;
      const [only, ...others] = handlers.filter((cls) => cls.tree === tree);
      const { parent } = node;
      if (only?.name && others.length === 0 && handlers.length === 1) {
        const isDeclared = only.end < node.start && only.parent?.parent === tree.root;
        const { name } = only.name;
        cx.replace(node, isDeclared ? name : cx.printer(tree).string(name, cx.style(tree)), how);
      } else if (parent?.kind === "Parameter" && parent.annotation === node) {
        cx.removeSpan(tree, { start: parent.target.end, end: node.end }, how);
      }
    }
  }
}

class HandlerClass {
  private readonly operations: readonly Operation[];
  private readonly printer: Printer;

  constructor(
    private readonly cx: Rewrite,
    private readonly cls: ClassNode,
  ) {
    this.operations = streamsInto(cx.values, cls);
    this.printer = cx.printer(cls.tree);
  }

  rewrite(): void {
    const { cx, cls } = this;
    if (cls.members.some((m) => m.kind === "Function" && m.name?.name === METHOD))
      return this.refuse(`a handler has a method \`${METHOD}\` already, the name of what reads the stream from now on`);
    if (!this.operations.every((operation) => isReadByHandler(cx, operation)))
      return this.refuse("a stream is read in another way than by its handler alone");
    if (!this.operations.every((operation) => cx.isActive(operation)))
      return this.refuse("it handles streams that stay");
    const lost = this.ownMembers().find((name) => STATE.test(name));
    if (lost !== undefined) return this.refuse(`\`${lost}\` was kept by the base class of a handler, which is gone`);
    const methods = cls.members.filter(
      (m): m is FunctionNode => m.kind === "Function" && m.name?.name.startsWith("on_") === true,
    );
    const branches: { test: Code; calls: Code }[] = [];
    const every: string[] = [];
    const last: string[] = [];
    for (const method of methods) {
      const name = method.name!.name;
      const hook = streamHook(name.slice(3), this.operations[0]!.dialect.service, "method");
      if (!hook) {
        if (doesNothing(method)) continue;
        return this.refuse(`\`${name}\` of a handler has no translation yet`);
      }
      if (name === "on_event") every.push(name);
      else if (name === "on_end" || name === "on_done") last.push(name);
      else branches.push(...this.branchesOf(method, hook));
      if (!this.rewriteMethod(method, hook)) return;
    }
    this.dropBase();
    this.append(branches, every, last);
  }

  /** What the methods of the class call of their own object. */
  private ownMembers(): readonly string[] {
    const isOwn = ({ object }: Member) => object.kind === "Name" && this.cx.program.isThis(object);
    return [...walk(this.cls)].flatMap((node) => (node.kind === "Member" && isOwn(node) ? [node.property] : []));
  }

  /** What keeps the response at hand, where methods read the run that the base class kept. */
  private keeps(): EventMethod["keeps"] {
    if (!this.ownMembers().includes(KEPT_RUN)) return undefined;
    const test = this.printer.oneOf("event.type", WITH_RESPONSE, this.cx.style(this.cls.tree));
    return { field: KEPT_RUN, test };
  }

  /** The events for which a method is called, and the call. */
  private branchesOf(method: FunctionNode, hook: StreamHook): { test: Code; calls: Code }[] {
    const style = this.cx.style(this.cls.tree);
    const { name } = method.name!;
    const calls = `${name}(event${hook.at === "" ? "" : `.${hook.at}`})`;
    const is = (types: readonly string[]): Code => this.printer.oneOf("event.type", types, style);
    const isItem = (types: readonly string[]): Code => this.printer.oneOf("event.item.type", types, style);
    if (name === "on_tool_call_delta") {
      const found = hook.events
        .filter((type) => readOf(type).test(textOf(method)))
        .map((type) => ({ test: is([type]), calls }));
      const outputs = this.printer.and([is(["response.output_item.done"]), isItem(["code_interpreter_call"])]);
      return readsIn(method, "outputs") ? [...found, { test: outputs, calls }] : found;
    }
    const types = hook.events.length > 1 ? this.printer.parenthesise(is(hook.events)) : is(hook.events);
    if (hook.items) return [{ test: this.printer.and([types, isItem(hook.items)]), calls }];
    if (!hook.others) return [{ test: is(hook.events), calls }];
    const others = hook.others.map((type) =>
      this.printer.not(this.printer.equals("event.item.type", this.printer.string(type, style))),
    );
    return [{ test: this.printer.and([types, ...others]), calls }];
  }

  private rewriteMethod(method: FunctionNode, hook: StreamHook): boolean {
    const { cx } = this;
    const how = this.how("The method is handed the current event.");
    for (const decorator of method.decorators) {
      if (decorator.kind !== "Name" || decorator.name !== "override") continue;
      const { text } = this.cls.tree;
      const start = text.lastIndexOf("\n", decorator.start - 1) + 1;
      cx.removeSpan(this.cls.tree, { start, end: text.indexOf("\n", decorator.end) + 1 }, how);
    }
    for (const node of walk(method)) {
      if (node.kind !== "Call" || node.callee.kind !== "Member" || node.callee.object.kind !== "Call") continue;
      const { callee } = node.callee.object;
      if (callee.kind !== "Name" || callee.name !== "super") continue;
      const code =
        node.parent?.kind === "ExpressionStatement" ? "pass" : this.printer.literal(null, cx.style(node.tree));
      cx.replace(node, code, how);
    }
    const [, first, ...more] = method.params;
    for (const [index, snapshot] of more.entries()) {
      const binding = snapshot.target.kind === "Name" ? cx.program.bindingOf(snapshot.target) : undefined;
      if (binding && binding.reads.length > 0) {
        this.refuse("a handler reads the snapshot of what was told so far, which comes with no event any more");
        return false;
      }
      const before = method.params[index + 1]!;
      cx.removeSpan(this.cls.tree, { start: before.end, end: snapshot.end }, how);
    }
    if (!first) return true;
    if (first.annotation && hook.at === "")
      cx.removeSpan(this.cls.tree, { start: first.target.end, end: first.annotation.end }, how);
    const own = first.target.kind === "Name" ? cx.program.bindingOf(first.target) : undefined;
    if (own && hook.at === "" && own.name !== "event" && !mentions(method, "event")) cx.renames.set(own, "event");
    return true;
  }

  private dropBase(): void {
    const { bases, name, tree } = this.cls;
    const last = bases.at(-1)!;
    const how = this.how("The current SDK has no base class for handlers.");
    if (bases.length > 1) return this.refuse("a handler has other base classes");
    const end = tree.text.indexOf(")", last.end) + 1;
    this.cx.removeSpan(tree, { start: name!.end, end }, how);
  }

  private append(
    branches: readonly { test: Code; calls: Code }[],
    every: readonly string[],
    last: readonly string[],
  ): void {
    const { members, tree } = this.cls;
    const end = members.at(-1)!.end;
    const start = tree.text.lastIndexOf("\n", members[0]!.start - 1) + 1;
    const indentation = /^[ \t]*/.exec(tree.text.slice(start))![0];
    const isAsync = members.some((m) => m.kind === "Function" && m.async);
    const method = { name: METHOD, isAsync, keeps: this.keeps(), every, branches, last };
    const code = this.printer.eventMethod(method, indentation, this.cx.style(tree));
    if (code === undefined) return this.refuse("handlers are classes in Python only");
    this.cx.insert(
      tree,
      end,
      ["\n\n", trimmed(code)],
      this.how("Reads the stream and hands its events to the methods."),
    );
  }

  private how(reason: string) {
    return { rule, flow: this.cx.flows.flowOf(this.operations[0]!).id, reason };
  }

  private refuse(reason: string): void {
    for (const operation of this.operations)
      if (this.cx.isActive(operation)) this.cx.refuse(operation, rule, reason, ADVICE);
  }
}

/** Whether all that happens to a stream is that its handler reads it to the end: `with … as stream: stream.until_done()`. */
function isReadByHandler(cx: Rewrite, operation: Operation): boolean {
  const uses = cx.flows
    .usesOf(operation)
    .filter((use) => cx.values.results(use).some((v) => v.operation === operation && v.type === "Stream"));
  const isEnd = ({ parent }: Node): boolean => parent?.kind === "Member" && parent.property === "until_done";
  const isWay = ({ parent }: Node): boolean =>
    parent?.kind === "WithItem" || parent?.kind === "Await" || parent?.kind === "Assign" || parent?.kind === "Wrap";
  return uses.some(isEnd) && uses.every((use) => isEnd(use) || isWay(use));
}

/** The last line end of printed code goes: there is one behind the class already. */
function trimmed(code: Code): Code {
  if (typeof code === "string") return code.replace(/\n$/, "");
  return Array.isArray(code)
    ? [...(code as readonly Code[]).slice(0, -1), trimmed((code as readonly Code[]).at(-1)!)]
    : code;
}

function doesNothing({ body }: FunctionNode): boolean {
  return (
    body?.kind === "Block" &&
    body.statements.every(
      (s) => s.kind === "Jump" || (s.kind === "ExpressionStatement" && s.expression.kind === "StringLiteral"),
    )
  );
}

function textOf(node: Node): string {
  return node.tree.text.slice(node.start, node.end);
}

function readOf(type: string): RegExp {
  return type.includes("code_interpreter") ? /\binput\b/ : /\barguments\b/;
}

function readsIn(part: Node, property: string): boolean {
  for (const node of walk(part)) if (node.kind === "Member" && node.property === property) return true;
  return false;
}

function mentions(method: FunctionNode, name: string): boolean {
  for (const node of walk(method)) if (node.kind === "Name" && node.name === name) return true;
  return false;
}
