import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Call, Member } from "../../src/languages/tree.js";
import { dumpClassic } from "./givenBack.js";
import { leaves } from "./escapes.js";
import { isUnchanged } from "./whatStays.js";
import { onlyPrinted, printedBy } from "../code/printed.js";
import { refuseAll } from "../reading/reading.js";
import { reading as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

const HELP = "Print the object, or build what is handed on from its fields, then run again.";

type Facing = "project" | "openai";

function faceOf({ operation }: ResultValue): Facing {
  return operation?.id.startsWith("assistants.") ? "project" : "openai";
}

/** An object that may be one of either part of the SDK, whose methods are called otherwise: it is asked for its own. */
function dumpEither(
  cx: Rewrite,
  access: Member,
  call: Call,
  values: readonly ResultValue[],
  gives: "data" | "text",
): boolean {
  const { tree, object } = access;
  const { project, openai } = cx.target(tree).serialisers ?? {};
  const isPlain = call.args.every(({ form, name }) => gives === "text" && form === "named" && name === "indent");
  if (!openai?.data || !project || object.kind !== "Name" || !isPlain || values.some((v) => v.type === "Deleted")) {
    refuseAll(cx, values, `\`${access.property}\` is called on objects of several kinds`, HELP);
    return true;
  }
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const own = carry(object);
  const ask = (name: string, what: Code): Code =>
    printer.call(
      name,
      [own, what].map((arg) => ({ name: undefined, value: arg })),
      style,
    );
  const dumped = (by: string): Code => printer.call(printer.member(own, by), [], style);
  const data =
    project.data === undefined
      ? printer.conditional(ask("isinstance", "dict"), own, dumped(openai.data))
      : printer.conditional(
          ask("hasattr", printer.string(project.data, style)),
          dumped(project.data),
          dumped(openai.data),
        );
  const how = {
    rule,
    flow: values[0]!.operation ? cx.flows.flowOf(values[0]!.operation).id : -1,
    reason: "Agents and the other objects have this method under different names.",
  };
  if (gives === "data") cx.replace(call, printer.parenthesise(data), how);
  else {
    const json = printer.member(cx.want(tree, "json", "*", "json"), "dumps");
    const indent = call.args.map(({ value }) => ({ name: "indent", value: carry(value) }));
    cx.replace(call, printer.call(json, [{ name: undefined, value: data }, ...indent], style), how);
  }
  return true;
}

/**
 * `run.model_dump_json()`, `message.as_dict()`: what is printed may have the current fields; where it goes on, whoever reads it looks for
 * the classic ones. Gives false for other methods.
 */
export function rewriteSerialiser(cx: Rewrite, access: Member, values: readonly ResultValue[]): boolean {
  const [value] = values;
  const call = access.parent;
  const gives = value!.dialect.serialisers?.[access.property];
  if (gives === undefined || call?.kind !== "Call" || call.callee !== access) return false;
  const isPlain = call.args.every((a) => a.form === "named" && /^(mode|indent)$/.test(a.name!));
  const goesOn = !printedBy(cx, call) && !onlyPrinted(cx, call) && !values.every((v) => isUnchanged(v.type));
  if (goesOn && isPlain && dumpClassic(cx, call, access.object, values, gives === "text")) return true;
  if (goesOn) leaves(cx, access.object, values, "is turned into data that goes on");
  const face = faceOf(value!);
  if (values.some((other) => faceOf(other) !== face)) return dumpEither(cx, access, call, values, gives);
  // What a printed function answers has no methods.
  const isPrinted = value!.type === "Deleted" && face === "project" && cx.definitionsOf(value!) !== "service";
  const spelling = isPrinted ? undefined : cx.target(access.tree).serialisers?.[face];
  const how = {
    rule,
    flow: value!.operation ? cx.flows.flowOf(value!.operation).id : -1,
    reason: "Objects of the current SDK have this method under another name.",
  };
  if (!spelling) refuseAll(cx, values, `\`${access.property}\` of ${value!.type} has no translation yet`, HELP);
  else if (spelling.also.includes(access.property) || access.property === spelling[gives]) return true;
  else if (gives === "data" && call.args.length === 0 && spelling.data === undefined)
    cx.replaceSpan(access.tree, { start: access.object.end, end: call.end }, "", how);
  else if (gives === "data" && call.args.length === 0 && spelling.data !== undefined)
    cx.replaceSpan(access.tree, access.propertySpan, spelling.data, how);
  else if (
    gives === "text" &&
    spelling.text === undefined &&
    call.args.every((a) => a.form === "named" && a.name === "indent")
  ) {
    const printer = cx.printer(access.tree);
    const data: Code =
      spelling.data === undefined
        ? carry(access.object)
        : [carry(access.object), ".", printer.call(spelling.data, [], cx.style(access.tree))];
    const json = cx.want(access.tree, "json", "*", "json");
    const indent = call.args.map((a) => ({ name: "indent", value: carry(a.value) }));
    cx.replace(
      call,
      printer.call(printer.member(json, "dumps"), [{ name: undefined, value: data }, ...indent], cx.style(access.tree)),
      how,
    );
  } else
    refuseAll(
      cx,
      values,
      `\`${access.property}\` of ${value!.type} is called with arguments that have no translation yet`,
      HELP,
    );
  return true;
}
