import { answersAt, takesJsonBy } from "../../src/analysis/rest/answers.js";
import { groupOf } from "../../src/analysis/importGroups.js";
import type { Operation } from "../../src/analysis/operation.js";
import { ANSWER_FACTS } from "../../src/dialects/http.js";
import type { TargetDialect } from "../../src/dialects/target.js";
import type { Call, Expression, Node } from "../../src/languages/tree.js";
import { bare, textOf, walk } from "../../src/languages/walk.js";
import { effectOf } from "../code/between.js";
import { printedBy } from "../code/printed.js";
import { escape } from "../leaving/escapes.js";
import { isOfRun } from "../messages/messagesOfRun.js";
import { rest as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { leadsToProxy } from "./toProxy.js";

/** Operations whose counterpart is no single request, or none that a program can send without more. */
const NO_REQUEST: Readonly<Record<string, string>> = {
  "threads.createAndRun": "a conversation and a response are two requests now",
  "runs.submitToolOutputs": "the answer to function calls is a response of its own now, with an id of its own",
  "runs.list": "no request lists the responses of a conversation",
  "steps.list": "the steps of a run are the output of its response now",
  "steps.retrieve": "the steps of a run are the output of its response now",
};

const HELP = "Keep it on the shim, or move the program to the openai package and run again.";

/** Leaves requests without an SDK whose counterpart cannot be sent in their form, or whose answers go where they are not followed. */
export function refuseRequests(cx: Rewrite): void {
  const active = cx.flows.operations.filter((operation) => operation.request && cx.isActive(operation));
  if (active.length === 0) return;
  for (const operation of active) {
    const reason = reasonAgainst(cx, operation);
    if (reason !== undefined) cx.refuse(operation, rule, reason, HELP);
  }
  for (const { tree } of cx.program.files) {
    if (cx.target(tree).isWire) continue;
    for (const operation of cx.flows.reaching(tree))
      if (operation.request && cx.isActive(operation))
        cx.refuse(operation, rule, "its answer reaches a file that calls an SDK", HELP);
  }
  refuseLostAnswers(cx);
  tellOfService(cx, active);
}

/** Says that requests stay with their service where another one was asked for, once for each file. */
function tellOfService(cx: Rewrite, active: readonly Operation[]): void {
  if (cx.options.target !== "foundry") return;
  const first = new Map(
    active
      .filter((o) => o.dialect.service === "openai")
      .map((o) => [o.call.tree, o] as const)
      .reverse(),
  );
  for (const { call } of first.values())
    cx.find(
      call,
      rule,
      "note",
      "Requests without an SDK stay with OpenAI: their key opens no Foundry project.",
      "Send them to the project endpoint with a token of your own where the program is to move there, or use an SDK.",
    );
}

function reasonAgainst(cx: Rewrite, operation: Operation): string | undefined {
  const { tree } = operation.call;
  const { service } = operation.dialect;
  const target = cx.target(tree);
  if (service === "azure-openai")
    return "a resource of Azure OpenAI has no conversations, and a Foundry project wants another sign-in than this request has";
  if (!target.isWire) return "its file calls an SDK, too";
  if (leadsToProxy(operation.request!.address)) return "it goes to the shim already";
  if (sdkElsewhere(cx, operation.call, target.target))
    return "calls of an SDK in the same program go to another service";
  if (operation.id.startsWith("assistants.") && target.definitions === "code") return "the service keeps no assistants";
  if (NO_REQUEST[operation.id] !== undefined) return NO_REQUEST[operation.id];
  const stream = operation.args.get("stream")?.value;
  if (stream && !(stream.kind === "BooleanLiteral" && !stream.value)) return "its events are read as text";
  if (isOfRun(operation)) return "messages of one run are in the output of its response";
  if (!operation.request!.before) return "a part of its path stands in a constant";
  const said = operation.call.typeArguments.find((type) => !saysNothing(type));
  if (said) return `a type says what its answer is (\`${textOf(said)}\`)`;
  return undefined;
}

/** Whether calls of an SDK that hang together with a request go to another service than this. */
export function sdkElsewhere(cx: Rewrite, call: Call, service: TargetDialect["target"]): boolean {
  const group = groupOf(cx.program, call.tree);
  return cx.flows.operations.some(
    (other) =>
      !other.request && groupOf(cx.program, other.call.tree) === group && cx.target(other.call.tree).target !== service,
  );
}

/** Fields that every object has under the same name, whatever it was. */
const SAME = new Set(["id", "status"]);

function saysNothing(type: Expression): boolean {
  if (/^(any|unknown)$/.test(textOf(type))) return true;
  const fields = type.kind === "Opaque" ? type.children.filter((child) => child.kind === "Field") : [];
  return fields.length > 0 && fields.every(({ name }) => SAME.has(name));
}

/** Answers have to be followed to where their JSON is taken out, and no type may say what that is. */
function refuseLostAnswers(cx: Rewrite): void {
  for (const { tree } of cx.program.files) {
    for (const node of walk(tree.root)) {
      if (!isValue(node)) continue;
      const answers = answersAt(cx.values, node).filter(({ operation }) => cx.isActive(operation));
      if (answers.length === 0) continue;
      const reason = lost(cx, node, answers[0]!.operation);
      if (reason === undefined) continue;
      for (const { operation } of answers) cx.refuse(operation, rule, reason, HELP);
    }
  }
}

function isValue(node: Node): node is Expression {
  return /^(Name|Member|Call|Await|Wrap)$/.test(node.kind);
}

/** Why what is done with an answer is not followed. */
function lost(cx: Rewrite, e: Expression, operation: Operation): string | undefined {
  const { parent } = e;
  if (parent?.kind === "Member" && parent.object === e) {
    const { property } = parent;
    const call = parent.parent?.kind === "Call" && parent.parent.callee === parent ? parent.parent : undefined;
    const { json } = operation.request!.sender.library;
    if ("member" in json ? json.member === property : call && takesJsonBy(operation, property))
      return typedAt(call ?? parent);
    if (ANSWER_FACTS.has(property) || (call && /^(then|catch|finally)$/.test(property))) return undefined;
    const read = call ?? parent;
    if (property === "text" && isOnlyShown(cx, read)) return undefined;
    return `\`${property}\` of its answer is read`;
  }
  if (parent?.kind === "Declarator" && parent.value === e && parent.target.kind === "ObjectPattern") {
    const { json } = operation.request!.sender.library;
    const isKnown = (key: string | undefined) =>
      key !== undefined && (("member" in json && json.member === key) || ANSWER_FACTS.has(key));
    const odd = parent.target.entries.find((entry) => entry.rest || !isKnown(entry.key));
    // A message that was added stands one level deeper now.
    const isMoved = operation.id === "messages.create" && parent.target.entries.some(({ key }) => key === "data");
    return odd || isMoved ? "its answer is taken apart in a way that this tool does not follow" : undefined;
  }
  if (parent?.kind === "Binary" || parent?.kind === "Conditional") return "its answer is one of several things";
  if (parent?.kind === "Wrap" && parent.annotation && !saysNothing(parent.annotation))
    return typedAs(parent.annotation);
  const reason = escape(cx, e, parent);
  return reason && `its answer ${reason}`;
}

/** Whether the text of an answer is printed or thrown, and nothing else. */
function isOnlyShown(cx: Rewrite, read: Expression): boolean {
  let at = read;
  for (let up = at.parent; up?.kind === "Await" || up?.kind === "Wrap"; up = at.parent) at = up;
  if (printedBy(cx, at)) return true;
  for (let up = at.parent; up; up = up.parent) {
    if (up.kind === "Throw") return true;
    if (
      up.kind === "Call" &&
      !up.construct &&
      effectOf(cx, up) !== "pure" &&
      !/Error|Exception/.test(textOf(up.callee))
    )
      return false;
    if (!/^(Call|Argument|TemplateString|Binary|Wrap)$/.test(up.kind)) return false;
  }
  return false;
}

/** A type of the program's own for the JSON of an answer: it would be wrong. */
function typedAt(json: Expression): string | undefined {
  let at = json;
  for (;;) {
    const parent: Node | undefined = at.parent;
    if (parent?.kind === "Await" || (parent?.kind === "Wrap" && !parent.annotation)) at = parent;
    else if (parent?.kind === "Wrap") return saysNothing(parent.annotation!) ? undefined : typedAs(parent.annotation!);
    else if (parent?.kind === "Declarator" || parent?.kind === "Assign")
      return parent.annotation && parent.tree.typed && !saysNothing(parent.annotation) && bare(parent.annotation)
        ? typedAs(parent.annotation)
        : undefined;
    else return undefined;
  }
}

function typedAs(type: Expression): string {
  return `a type says what its answer is (\`${textOf(type)}\`)`;
}

/** The calls and fields that take the JSON out of an operation's answers. */
export function resultsOf(cx: Rewrite, operation: Operation): readonly Expression[] {
  return cx.flows.usesOf(operation).filter((use) => {
    const source = use.kind === "Member" ? use.object : use.kind === "Call" ? calleeObject(use) : undefined;
    return source !== undefined && answersAt(cx.values, source).some((answer) => answer.operation === operation);
  });
}

function calleeObject({ callee }: Call): Expression | undefined {
  return callee.kind === "Member" ? callee.object : undefined;
}
