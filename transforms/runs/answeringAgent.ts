import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import type { Json } from "../../src/protocol/types.js";
import { enclosing } from "../../src/languages/walk.js";
import { createdHere } from "../agents/agents.js";
import { byOldId, isInCode, provenance } from "../agents/configuration.js";
import { SPREAD } from "../code/emit.js";
import { faceAt } from "../clients/faceAt.js";
import type { Holes } from "../code/json.js";
import { isInline } from "../agents/inlineDefinition.js";
import { isVisible } from "../code/locals.js";
import { toolLoops as rule } from "../registry.js";
import { Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { hasSlot } from "../files/structuredInputs.js";

/** What a run was given that its answers must be given again: a response knows nothing of the one before it. */
const AGAIN = ["max_completion_tokens"] as const;

/** What a run may say of itself where no agent is referenced, and what its response does not tell. */
const UNTOLD = ["tool_choice", "parallel_tool_calls", "reasoning_effort"] as const;

/** The same, where its response tells what it was made with. */
const TOLD = [
  ...["model", "instructions", "additional_instructions", "tools", "temperature", "top_p"],
  ...["response_format", "truncation_strategy", "tool_resources"],
];

/**
 * The fields of a response that answers calls which name its agent: the agent of the runs that it can answer.
 * @throws Untranslatable where the agent cannot be named where the answers are given
 */
export function agentOf(cx: Rewrite, submit: Operation, holes: Holes): Readonly<Record<string, Json>> {
  const runs = runsAnsweredBy(cx, submit);
  const agents = runs.map((run) => agentAt(cx, run, submit));
  const texts = new Set(agents.map((agent) => (agent ? agent.text : undefined)));
  const agent = agents[0];
  const inCode = isInCode(cx, submit);
  const inline = runs.filter((run) => isInline(cx, run));
  for (const run of runs) refuseSettings(cx, submit, run, inCode);
  if (inline.length > 0) {
    if (inline.length < runs.length)
      throw new Untranslatable(
        "some of the runs that it answers replace settings of their agent, and others do not",
        "Answer each kind in a place of its own, then run again.",
        true,
      );
    return { [SPREAD]: holes.code(spreadable(cx, submit, askedFor(cx, submit, "settingsOfResponse"))) };
  }
  if (inCode) {
    const hasOwn = runs.some((run) => TOLD.some((name) => run.args.has(name)));
    return { [SPREAD]: holes.code(configured(cx, submit, texts.size === 1 && !hasOwn ? agent : undefined)) };
  }
  if (!agent || texts.size !== 1) return { agent_reference: holes.code(askedFor(cx, submit)) };
  const reference: Record<string, Json> = { type: "agent_reference", name: holes.code(agent.name) };
  if (agent.version !== undefined) reference.version = holes.code(agent.version);
  return { agent_reference: reference };
}

/** The configuration of the assistant that asked, or what the response that is answered was made with. */
function configured(cx: Rewrite, submit: Operation, agent: Agent | undefined): Code {
  if (!agent) return spreadable(cx, submit, askedFor(cx, submit));
  if (provenance(cx, agent.id) === "code") return agent.name;
  return byOldId(cx, submit, submit.call.tree, agent.name, agent.id);
}

/** What is waited for stands in parentheses behind the dots. */
function spreadable(cx: Rewrite, submit: Operation, asked: Code): Code {
  return submit.clients.some(({ type }) => type.async) ? cx.printer(submit.call.tree).parenthesise(asked) : asked;
}

/**
 * The agent that made the response which is answered, asked from the service where nothing in the program names it.
 * @throws Untranslatable where that cannot be waited for
 */
function askedFor(cx: Rewrite, submit: Operation, by: "agentOf" | "settingsOfResponse" = "agentOf"): Code {
  const id = submit.args.get("run_id")?.value;
  const { call, clients } = submit;
  const isAsync = clients.some(({ type }) => type.async);
  if (!id || (isAsync && enclosing(call, "Function")?.async === false))
    throw new Untranslatable(
      "the agent of the run cannot be named where its calls are answered",
      "Answer the calls where the run is made, or pass the agent along, then run again.",
    );
  const flow = cx.flows.flowOf(submit).id;
  const helper = cx.helper(call.tree, by, { rule, flow, reason: "Asks which agent is answered.", isAsync });
  cx.find(
    call,
    rule,
    "warning",
    isInCode(cx, submit) || by === "settingsOfResponse"
      ? `The answers are given what the response was made with: ${helper}() asks the service what that was.`
      : `The answers go to the agent that asked: ${helper}() asks the service which one that was.`,
    "Pass the agent along where you have it: that saves a request.",
  );
  const printer = cx.printer(call.tree);
  const args = [faceAt(cx, submit, "openai"), carry(id)].map((value) => ({ name: undefined, value }));
  const asked = printer.call(helper, args, cx.style(call.tree));
  return isAsync ? printer.await(asked) : asked;
}

interface Agent {
  /** What names it where the run is made. */
  readonly id: Expression;
  readonly name: Code;
  readonly version: Code | undefined;
  /** By what two mentions are known to be of one agent. */
  readonly text: string;
}

/** The runs whose calls can be answered: those of the flow, or, where only ids arrive, all of the program. */
export function runsAnsweredBy(cx: Rewrite, submit: Operation): readonly Operation[] {
  const isRun = (o: Operation) => o.id === "runs.create" && o.args.has("assistant_id");
  const own = cx.flows.flowOf(submit).operations.filter(isRun);
  return own.length > 0 ? own : cx.flows.operations.filter((o) => isRun(o) && cx.isActive(o));
}

function agentAt(cx: Rewrite, run: Operation, submit: Operation): Agent | undefined {
  const id = run.args.get("assistant_id")!.value;
  const { tree } = submit.call;
  const text = cx.values.of(id).find((v) => v.kind === "text");
  if (id.kind === "StringLiteral" && text?.kind === "text")
    return { name: cx.printer(tree).string(id.value, cx.style(tree)), version: undefined, text: id.value, id };
  const root = rootOf(id);
  const binding = root && cx.program.bindingOf(root);
  if (!root || !binding) return sameObject(cx, id, run, submit);
  const isSame = run.call.tree === tree && isVisible(binding, submit.call);
  if (isSame && !isSteady(cx, id)) return undefined;
  if (isSame) {
    const created = createdHere(cx, id);
    const version = created && cx.printer(tree).member(carry(created.object), "version");
    return { id, name: carry(id), version, text: `${run.call.tree.path} ${binding.scope.node.start} ${textAt(id)}` };
  }
  return imported(cx, id, submit);
}

/** A member of the object that both calls belong to. */
function sameObject(cx: Rewrite, id: Expression, run: Operation, submit: Operation): Agent | undefined {
  if (id.kind !== "Member" || run.call.tree !== submit.call.tree) return undefined;
  const cls = cx.program.classOfThis(id);
  return cls && cls === cx.program.classOfThis(submit.call)
    ? { id, name: carry(id), version: undefined, text: `${cls.start} ${textAt(id)}` }
    : undefined;
}

/** A constant of another module of the program. */
function imported(cx: Rewrite, id: Expression, submit: Operation): Agent | undefined {
  if (id.kind !== "Name") return undefined;
  const binding = cx.program.bindingOf(id);
  const module = binding && cx.program.importedModule(binding);
  if (!binding?.imported || module === undefined) return undefined;
  const name = cx.want(submit.call.tree, module, binding.imported.name, id.name);
  return { id, name, version: undefined, text: `${module} ${binding.imported.name}` };
}

function rootOf(e: Expression) {
  let at = e;
  while (at.kind === "Wrap" || at.kind === "Member") at = at.kind === "Wrap" ? at.value : at.object;
  return at.kind === "Name" ? at : undefined;
}

/** Whether an expression gives the same agent when it is evaluated again. */
function isSteady(cx: Rewrite, e: Expression): boolean {
  const root = rootOf(e);
  const binding = root && cx.program.bindingOf(root);
  return binding !== undefined && binding.writes.length <= 1;
}

function textAt(e: Expression): string {
  return e.tree.text.slice(e.start, e.end);
}

/**
 * What an answer is given again of the runs that it can answer: the limit of what a response may write, where it is the same number for all.
 */
export function givenAgain(cx: Rewrite, submit: Operation): Readonly<Record<string, Json>> {
  const limits = runsAnsweredBy(cx, submit).map(limitOf);
  const [limit] = limits;
  return limit !== undefined && limits.every((other) => other === limit) ? { max_output_tokens: limit } : {};
}

function limitOf(run: Operation): number | undefined {
  const value = run.args.get("max_completion_tokens")?.value;
  return value?.kind === "NumberLiteral" ? value.value : undefined;
}

function refuseSettings(cx: Rewrite, submit: Operation, run: Operation, inCode: boolean): void {
  const isGiven = givenAgain(cx, submit).max_output_tokens !== undefined;
  const again = (inCode ? [...AGAIN, ...UNTOLD] : AGAIN).find(
    (name) => run.args.has(name) && !(isGiven && name === "max_completion_tokens"),
  );
  if (again === undefined && (inCode || !hasSlot(cx, run))) return;
  throw new Untranslatable(
    `\`${again ?? "additional_instructions"}\` of the run would have to be given again with every answer`,
    "Put it into the agent's definition, then run again.",
  );
}
