import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Member, Name, Node } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { provenance } from "../agents/configuration.js";
import { isVisible } from "../code/locals.js";
import { loseRead } from "../reading/reading.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";
import { runsAnsweredBy } from "./answeringAgent.js";

/**
 * `run.assistant_id`: Foundry says in a field that the types of `openai` do not have which agent made a response. Plain OpenAI has no
 * agents: what the run was given is read again where it certainly is the same; elsewhere the read is lost.
 */
export function rewriteAgentOfRun(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): void {
  const { tree } = access;
  const printer = cx.printer(tree);
  if (cx.target(tree).target === "openai") {
    const id = givenId(cx, access, values);
    if (id) return cx.replace(access, id, how);
    return loseRead(cx, access, access.property, values, NOT_TOLD, how);
  }
  if (access.optional) return loseRead(cx, access, access.property, values, MAYBE_NONE, how);
  const given = [{ name: undefined, value: carry(access.object) }];
  cx.replace(access, printer.call(cx.helper(tree, "agentNameOf", how), given, cx.style(tree)), how);
}

const NOT_TOLD = "Plain OpenAI keeps no assistants, and a response does not say which one it was made for.";
const MAYBE_NONE = "There may be no run, and then no agent that made it.";

/** The id that the only run which can be read here was given, where it says the same here. */
function givenId(cx: Rewrite, access: Member, values: readonly ResultValue[]): Code | undefined {
  const runs = new Set(values.flatMap(({ operation }) => (operation ? runsAnsweredBy(cx, operation) : [])));
  const [run, ...more] = runs;
  const id = run?.args.get("assistant_id")?.value;
  if (!run || !id || more.length > 0 || run.call.tree !== access.tree || provenance(cx, id) === "code")
    return undefined;
  if (id.kind === "StringLiteral") return cx.printer(access.tree).string(id.value, cx.style(access.tree));
  return id.kind === "Name" && saysTheSame(cx, id, run, access) ? carry(id) : undefined;
}

/**
 * Whether a name that a run was given stands for the same id where a field of the run is read: it is written once, in the module, or in
 * the function where run and read are, too, without a loop that could bring the run of another turn.
 */
function saysTheSame(cx: Rewrite, id: Name, { call }: Operation, access: Member): boolean {
  const binding = cx.program.bindingOf(id);
  if (!binding || !isVisible(binding, access) || binding.writes.length > 1) return false;
  if (isInLoop(call) || isInLoop(access) || binding.writes.some(({ target }) => isInLoop(target))) return false;
  if (binding.scope.node === access.tree.root) return true;
  const fn = enclosing(call, "Function");
  return fn !== undefined && enclosing(access, "Function") === fn && access.start > call.end && isLocal(cx, access, fn);
}

function isInLoop(node: Node): boolean {
  return enclosing(node, "Loop") !== undefined || enclosing(node, "Comprehension") !== undefined;
}

/** Whether what is read is a variable of a function, which holds nothing of an earlier call. */
function isLocal(cx: Rewrite, { object }: Member, fn: Expression): boolean {
  const binding = object.kind === "Name" ? cx.program.bindingOf(object) : undefined;
  if (!binding || binding.parameter) return false;
  for (let at: Node | undefined = binding.scope.node; at; at = at.parent) if (at === fn) return true;
  return false;
}
