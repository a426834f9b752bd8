import type { Call, Expression } from "../../src/languages/tree.js";
import { enclosing, nodesOf } from "../../src/languages/walk.js";
import { carry } from "../../src/languages/code.js";
import { describedFunctions } from "./functionSets.js";
import { constructionOf, modelOf } from "../types/models.js";
import { toolLoops as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { isVisibleAt } from "../leaving/visible.js";

/** `functions.execute(call)`: a function tool of the SDK is asked to answer a call. Gives its functions, and the call. */
export function executed(
  cx: Rewrite,
  { callee, args }: Call,
): { readonly functions: Expression; readonly call: Expression; readonly isAsync: boolean } | undefined {
  if (callee.kind !== "Member" || callee.property !== "execute" || args.length !== 1) return undefined;
  const made = constructionOf(cx, callee.object);
  const model = made && modelOf(cx, made);
  const functions = model?.describes === undefined ? undefined : describedFunctions(cx, made!, model.describes);
  return functions && { functions, call: args[0]!.value, isAsync: model!.isAsync ?? false };
}

/** Calls that a function tool answered are answered by a small function that is given the functions. */
export function rewriteFunctionCalls(cx: Rewrite): void {
  for (const { tree } of cx.program.files) {
    if (cx.target(tree).helpers.callFunction === undefined) continue;
    for (const node of nodesOf(tree, "Call")) {
      const answer = executed(cx, node);
      if (!answer) continue;
      const asking = cx.values.results(answer.call).flatMap(({ operation }) => operation ?? []);
      if (asking.length === 0 || !asking.every((operation) => cx.isActive(operation))) continue;
      const isOut = enclosing(node, "Function")?.async === false && answer.isAsync;
      if (isOut || !isVisibleAt(cx, answer.functions, node)) {
        for (const operation of asking)
          cx.refuse(
            operation,
            rule,
            "a call is answered by a function tool of the SDK whose functions are not at hand there",
            "Define the set of functions at the top of the module that answers, then run again.",
          );
        continue;
      }
      const flow = cx.flows.flowOf(asking[0]!).id;
      const how = { rule, flow, reason: "Calls the function itself; the SDK has no tool that does." };
      const helper = cx.helper(tree, "callFunction", { ...how, isAsync: answer.isAsync });
      const args = [answer.functions, answer.call].map((e) => ({ name: undefined, value: carry(e) }));
      cx.replace(node, cx.printer(tree).call(helper, args, cx.style(tree)), how);
    }
  }
}
