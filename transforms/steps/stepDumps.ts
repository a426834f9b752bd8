import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Call, Expression, Member, Node } from "../../src/languages/tree.js";
import { onlyPrinted } from "../code/printed.js";
import { dumpClassic } from "../leaving/givenBack.js";
import { steps as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** The call that turns something of a run's steps into data, where its method is the member of one: `step.model_dump_json(indent=2)`. */
export function dumpOf(node: Node | undefined, values: readonly ResultValue[]): Call | undefined {
  const call = node?.kind === "Member" ? node.parent : undefined;
  if (node?.kind !== "Member" || call?.kind !== "Call" || call.callee !== node) return undefined;
  const isPlain = call.args.every(({ form, name }) => form === "named" && /^(mode|indent)$/.test(name!));
  return isPlain && serialiserOf(node, values) !== undefined ? call : undefined;
}

function serialiserOf({ property }: Member, [value]: readonly ResultValue[]): "data" | "text" | undefined {
  return value?.dialect.serialisers?.[property];
}

/** `page.model_dump_json()` of all steps of a run, which are a list now: what is only printed is the items, what goes on has the classic shape. */
export function rewriteListDump(cx: Rewrite, call: Call, values: readonly ResultValue[]): boolean {
  const access = call.callee as Member;
  const gives = serialiserOf(access, values)!;
  if (!onlyPrinted(cx, call)) return dumpClassic(cx, call, access.object, values, gives === "text");
  const [value] = values;
  return dumpList(cx, call, gives, {
    rule,
    flow: value!.operation ? cx.flows.flowOf(value!.operation).id : -1,
    reason: "A step and its tool calls are items of the response.",
  });
}

function dumpList(
  cx: Rewrite,
  call: Call,
  gives: "data" | "text",
  how: { readonly rule: typeof rule; readonly flow: number; readonly reason: string },
): boolean {
  const { tree } = call;
  const { object } = call.callee as Member;
  const data = cx.target(tree).serialisers?.openai.data;
  if (data === undefined || call.args.some(({ name }) => name !== "indent")) return false;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const items = printer.mapped(carry(object), "item", printer.call(printer.member("item", data), [], style));
  if (gives === "data") {
    if (call.args.length > 0) return false;
    cx.replace(call, items, how);
    return true;
  }
  const indent = call.args.map(({ value }: { value: Expression }) => ({ name: "indent", value: carry(value) }));
  const json = printer.member(cx.want(tree, "json", "*", "json"), "dumps");
  // The method of the classic page kept all letters as they are.
  const plain = { name: "ensure_ascii", value: printer.literal(false, style) };
  cx.replace(call, printer.call(json, [{ name: undefined, value: items }, ...indent, plain], style), how);
  return true;
}
