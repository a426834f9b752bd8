import { declaredMajor } from "../../src/analysis/manifest.js";
import { toSnake } from "../../src/analysis/casing.js";
import { readsStream, SENDS } from "../../src/analysis/sentStreams.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { streamHook, type StreamHook } from "../../src/dialects/hooks.js";
import type { Code } from "../../src/languages/code.js";
import type { Call, Expression, FunctionNode, Name, Parameter } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import { CODE_DELTA } from "./eventReads.js";
import { guardFile, guardItem } from "../messages/itemGuard.js";
import { dropKnownTests, rewriteAnnotated, rewriteSnapshot, rewriteTextDone } from "./listenerReads.js";
import { refuseAll } from "../reading/reading.js";
import { streaming as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

const HELP = "Read the stream in a loop over its events (for await), then run again.";

/** What every stream of the SDK tells, by the same names as before. */
const SAME = new Set(["connect", "end", "error", "abort"]);

/** `stream.on("textDelta", (delta) => …)`: listeners are called with events of the current API. Before reads are rewritten. */
export function rewriteListeners(cx: Rewrite): void {
  for (const method of ["on", "once"]) {
    for (const member of cx.program.members(method)) {
      const call = member.parent;
      const values = cx.values
        .results(member.object)
        .filter((v) => v.type === "Stream" && v.operation !== undefined && cx.isActive(v.operation));
      if (values.length > 0 && call?.kind === "Call" && call.callee === member)
        new Listener(cx, call, values).rewrite();
    }
  }
}

class Listener {
  private readonly how;
  private readonly hook: StreamHook | undefined;
  private readonly word: string | undefined;
  private readonly fn: FunctionNode | undefined;

  constructor(
    private readonly cx: Rewrite,
    private readonly call: Call,
    private readonly values: readonly ResultValue[],
  ) {
    const { operation, dialect } = values[0]!;
    this.how = { rule, flow: cx.flows.flowOf(operation!).id, reason: "Listeners get the events of the response." };
    const name = call.args[0]?.value;
    this.word = name?.kind === "StringLiteral" ? toSnake(name.value) : undefined;
    this.hook = this.word === undefined ? undefined : streamHook(this.word, dialect.service, "listener");
    this.fn = this.listener();
  }

  rewrite(): void {
    const { cx, word, hook, fn } = this;
    if (word !== undefined && SAME.has(word)) return;
    if (this.values.some((v) => v.path === "" && isSent(cx, v)))
      return this.refuse(
        "a stream that goes to a browser also has listeners, and the current SDK has no stream for both",
      );
    if (word === "event" && hook) return;
    if (!hook)
      return this.refuse(`listeners for ${word === undefined ? "this event" : `\`${word}\``} have no counterpart yet`);
    if (!fn) return this.refuse("the listener of a stream cannot be seen, or is used for something else, too");
    if (hook.at === "item") this.tellItem(fn, hook);
    else if (hook.at === "annotation") this.tellFile(fn, hook);
    else this.tellEvent(fn, hook);
  }

  /** The function that listens, where nothing else calls it. */
  private listener(): FunctionNode | undefined {
    const { cx } = this;
    const given = this.call.args[1]?.value;
    if (!given || this.call.args.length !== 2) return undefined;
    if (given.kind === "Function") return given;
    const values = cx.values.of(given);
    const fn = values.length === 1 && values[0]!.kind === "function" ? values[0]!.fn : undefined;
    const binding = fn && cx.program.bindingOfFunction(fn);
    return binding && fn.tree === this.call.tree && cx.program.references(binding).length === 1 ? fn : undefined;
  }

  /** A message or a call: it is the item of the event, of which there are others. */
  private tellItem(fn: FunctionNode, hook: StreamHook): void {
    const [first, second] = fn.params;
    if (second && this.isRead(second)) return this.refuse(SNAPSHOT);
    if (!first || !this.isRead(first) || first.target.kind !== "Name") {
      if (first && first.target.kind !== "Name") return this.refuse("what a listener is handed is taken apart at once");
      this.setParameters(fn, ["{ item }"], hook.events[0]!);
      guardItem(this.cx, fn, "item", hook, this.how);
    } else {
      const { name } = first.target;
      this.setParameters(fn, [name === "item" ? "{ item }" : `{ item: ${name} }`], hook.events[0]!);
      guardItem(this.cx, fn, name, hook, this.how);
    }
    this.listenTo(hook.events[0]!);
  }

  /** An image that the code interpreter made: a file that is cited without a text. */
  private tellFile(fn: FunctionNode, hook: StreamHook): void {
    const { cx } = this;
    const [first, second] = fn.params;
    if (second && this.isRead(second)) return this.refuse("an image is handed on with its message");
    const name = first?.target.kind === "Name" ? first.target.name : undefined;
    if ((first && name === undefined) || mentions(fn, "annotation"))
      return this.refuse("what a listener for images is handed is taken apart at once");
    if (first) this.setParameters(fn, ["{ annotation }"], hook.events[0]!);
    else if (fn.params.length === 0) return this.refuse("a listener for images does not look at them");
    guardFile(cx, fn, name ?? "image", this.how);
    cx.find(
      this.call,
      rule,
      "warning",
      "Images that the code interpreter makes are files in its container: their ids are not those of uploaded files.",
      "Hand on `container_id` with the id and download with containers.files.content.retrieve while the container lives.",
    );
    this.listenTo(hook.events[0]!);
  }

  private tellEvent(fn: FunctionNode, hook: StreamHook): void {
    const { cx, word } = this;
    const [first, second] = fn.params;
    const own = first && this.bindingOf(first);
    const snapshot = second && this.bindingOf(second);
    if ((second && !snapshot && this.isRead(second)) || fn.params.length > 2) return this.refuse(SNAPSHOT);
    if (word === "text_created" && first && this.isRead(first))
      return this.refuse("the empty text that a listener is handed is read");
    if (word === "text_done" && first) {
      if (!own || (second && this.isRead(second))) return this.refuse("a text is handed on with its message");
      if (!rewriteTextDone(cx, own, this.how)) return this.refuse("more than the text of a finished text is read");
    }
    if (snapshot && snapshot.reads.length > 0) {
      if (word !== "text_delta") return this.refuse(SNAPSHOT);
      rewriteSnapshot(cx, snapshot, this.how);
    }
    const annotated = word === "text_delta" && own ? rewriteAnnotated(cx, own, this.how) : undefined;
    if (annotated === false || (annotated && (mentions(fn, "event") || snapshot)))
      return this.refuse("a listener reads the annotations of a piece of text without asking whether there are any");
    const event = annotated ? "event" : this.eventOf(fn, hook);
    if (event === undefined) return;
    if (word === "tool_call_delta" && own && event !== "event") dropKnownTests(cx, fn, own.name, event, this.how);
    const isNeeded = (own?.reads.length ?? 0) > 0 || (snapshot?.reads.length ?? 0) > 0;
    if (first && own) {
      if (isNeeded && !mentions(fn, "event")) cx.renames.set(own, "event");
      else if (isNeeded && (snapshot?.reads.length ?? 0) > 0 && own.name !== "event")
        return this.refuse("a listener uses the name `event` for something else");
      if (fn.params.some(({ annotation }) => annotation) || second || !isNeeded)
        this.setParameters(fn, isNeeded ? [mentions(fn, "event") ? own.name : "event"] : [], event);
    } else if (first && second) cx.removeSpan(fn.tree, { start: first.end, end: second.end }, this.how);
    this.listenTo(event);
  }

  /** The one event that tells what is read; "event" for all of them, where more than one does. */
  private eventOf(fn: FunctionNode, hook: StreamHook): string | undefined {
    if (this.word !== "tool_call_delta") return hook.events[0];
    const reads = (name: RegExp): boolean =>
      [...walk(fn)].some((node) => node.kind === "Member" && name.test(node.property));
    const kinds = [
      ...(reads(/^input$/) ? [CODE_DELTA] : []),
      ...(reads(/^arguments$/) ? ["response.function_call_arguments.delta"] : []),
      ...(reads(/^outputs$/) ? ["response.output_item.done"] : []),
    ];
    if (kinds.length === 0) {
      this.refuse("the progress of a call is handed on, and each kind of call has events of its own now");
      return undefined;
    }
    return kinds.length === 1 ? kinds[0] : "event";
  }

  private listenTo(event: string): void {
    const name = this.call.args[0]!.value;
    const { cx } = this;
    cx.replace(name, cx.printer(name.tree).string(event, cx.style(name.tree)), this.how);
  }

  /** Sets all parameters of a function anew: what is written at the call has its type from there, others are said to take the event. */
  private setParameters(fn: FunctionNode, names: readonly string[], event: string): void {
    const [first, last] = [fn.params[0], fn.params.at(-1)];
    if (!first || !last) return;
    const { text } = fn.tree;
    const hasParentheses = /\(\s*$/.test(text.slice(0, first.start));
    const isTyped = fn.params.some(({ annotation }) => annotation) && fn.parent?.kind !== "Argument";
    const list = names.map((name) => (isTyped ? `${name}${this.typeOf(fn, event)}` : name)).join(", ");
    const code: Code = hasParentheses ? list : `(${list})`;
    for (const { annotation } of fn.params)
      for (const node of annotation ? walk(annotation) : []) this.cx.restated.add(node);
    const end = hasParentheses ? last.end + /^\s*,?/.exec(text.slice(last.end))![0].trimEnd().length : last.end;
    this.cx.replaceSpan(fn.tree, { start: first.start, end }, code, this.how);
    this.cx.removed.push({ tree: fn.tree, span: { start: first.start, end }, keeps: [] });
  }

  private typeOf({ tree }: FunctionNode, event: string): string {
    const target = this.cx.target(tree);
    const type = target.types[event === "event" ? "StreamEvent" : `StreamEvent.${event}`];
    if (!type) return "";
    const local = this.cx.want(tree, type.module, type.name, target.faces.openai.local, true);
    return `: ${type.member ? `${local}.${type.member}` : local}`;
  }

  private bindingOf({ target }: Parameter): Binding | undefined {
    return target.kind === "Name" ? this.cx.program.bindingOf(target) : undefined;
  }

  private isRead(parameter: Parameter): boolean {
    const names = [...walk(parameter.target)].filter((node): node is Name => node.kind === "Name");
    return names.some((name) => (this.cx.program.bindingOf(name)?.reads.length ?? 0) > 0);
  }

  private refuse(reason: string): void {
    refuseAll(this.cx, this.values, reason, HELP, rule);
  }
}

const SNAPSHOT = "a listener reads the snapshot of what was told so far, which comes with no event any more";

/** Whether the stream of an operation goes to a browser. */
function isSent(cx: Rewrite, { operation }: ResultValue): boolean {
  return cx.program
    .members(SENDS)
    .some(({ object }) => cx.values.results(object).some((v) => v.type === "Stream" && v.operation === operation));
}

function mentions(fn: FunctionNode, name: string): boolean {
  for (const node of walk(fn)) if (node.kind === "Name" && node.name === name) return true;
  return false;
}

/** `AssistantStream.fromReadableStream(…)`, where it reads streams that change: the class of the current SDK does the same. */
export function rewriteStreamReaders(cx: Rewrite): void {
  for (const call of streamReaders(cx)) {
    const values = cx.values.results(call).filter((v) => v.operation && cx.isActive(v.operation));
    const owner: Expression | undefined = call.callee.kind === "Member" ? call.callee.object : undefined;
    const type = cx.target(call.tree).types.Stream;
    if (values.length === 0 || !owner) continue;
    if (!type) {
      refuseAll(cx, values, "the current SDK has no stream that reads what a server sent", HELP, rule);
      continue;
    }
    if (keepsOldPackage(cx, call)) {
      refuseAll(cx, values, OLD_PACKAGE, "Migrate the calls that stay by hand first, then run again.", rule);
      continue;
    }
    const flow = cx.flows.flowOf(values[0]!.operation!).id;
    cx.replace(owner, cx.want(call.tree, type.module, type.name, type.name), {
      rule,
      flow,
      reason: "The stream has the events of a response.",
    });
  }
}

const OLD_PACKAGE =
  "the class that reads a stream in a browser is in openai 6, and other calls of the package stay on the version it has";

/** Whether a package stays with a version of `openai` that has no stream for browsers, because other calls of it stay. */
function keepsOldPackage(cx: Rewrite, { tree }: Call): boolean {
  const major = declaredMajor(cx.program.manifests, tree.path, "openai");
  const stays = cx.flows.operations.some((o) => o.dialect.id === "openai-js" && !cx.isActive(o));
  return stays && major !== undefined && major < 6;
}

/** Calls that read a stream which a server of the program sends. */
export function streamReaders(cx: Rewrite): readonly Call[] {
  return cx.program
    .members("fromReadableStream")
    .flatMap(({ parent }) => (parent?.kind === "Call" && readsStream(cx.values, parent) ? [parent] : []));
}
