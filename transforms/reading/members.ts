import type { ResultValue } from "../../src/analysis/value.js";
import type { ResultMember } from "../../src/dialects/types.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { NestedLevel } from "../../src/languages/language.js";
import type { Call, Member } from "../../src/languages/tree.js";
import { wordOf } from "../messages/newest.js";
import { isOperand, isTested, styleAt } from "../code/positions.js";
import { refuseAll, warnOfImages } from "./reading.js";
import { reading as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { ENUMS, partTypes } from "../runs/words.js";

const HELP = "Read the parts of the messages by their type, then run again.";

/** Names of what stands in the lists on the way, by the list. */
const ITEMS: Readonly<Record<string, string>> = { data: "item", content: "part", annotations: "annotation" };

/**
 * A convenience of the SDK that picks things out of messages: `message.text_messages` is the parts whose type is text,
 * `page.get_last_message_by_role(role)` the first message of that role.
 */
export function rewriteMember(cx: Rewrite, access: Member, values: readonly ResultValue[], member: ResultMember): void {
  const call = access.parent?.kind === "Call" && access.parent.callee === access ? access.parent : undefined;
  const levels = (member.call !== undefined) === (call !== undefined) && levelsOf(cx, access, values[0]!, member, call);
  if (!levels)
    return refuseAll(cx, values, `\`${access.property}\` of ${values[0]!.type} has no translation yet`, HELP);
  if (member.where?.type?.includes("image_file")) warnOfImages(cx, access);
  const node = call ?? access;
  const printer = cx.printer(access.tree);
  const [only, ...more] = levels;
  const asked = only?.test !== undefined && more.length === 0 && !member.first && isTested(node);
  const code = asked
    ? printer.some(only.list, only.item, only.test!)
    : printer.nested(levels, member.first ? "first" : "all");
  const isWeak = access.tree.language === "javascript" && isOperand(node);
  cx.replace(node, isWeak ? printer.parenthesise(code) : code, {
    rule,
    flow: values[0]!.operation ? cx.flows.flowOf(values[0]!.operation).id : -1,
    reason: "What a message consists of is picked by its type.",
  });
}

/** The lists on the way to what the member picks; undefined where a test cannot be said. */
function levelsOf(
  cx: Rewrite,
  access: Member,
  value: ResultValue,
  member: ResultMember,
  call: Call | undefined,
): readonly NestedLevel[] | undefined {
  const printer = cx.printer(access.tree);
  const style = styleAt(cx, access);
  const lists = member.path.split(".").filter((step) => ITEMS[step] !== undefined);
  const role = call && roleOf(cx, value, call);
  if (call && role === undefined) return undefined;
  const levels: NestedLevel[] = [];
  let owner: Code = carry(access.object);
  for (const [index, list] of lists.entries()) {
    const item = ITEMS[list]!;
    const types = typesAt(list, index === lists.length - 1 ? member.where?.type : undefined, role);
    const test = printer.oneOf(printer.member(item, "type"), types, style);
    const ofRole = role !== undefined && list === "data";
    const isRole = ofRole && printer.equals(printer.member(item, "role"), printer.string(role, style));
    levels.push({ item, list: printer.member(owner, list), test: isRole ? printer.and([test, isRole]) : test });
    owner = item;
  }
  return levels.length > 0 ? levels : undefined;
}

/** The role that a method is asked for. */
function roleOf(cx: Rewrite, value: ResultValue, { args }: Call): string | undefined {
  const [asked, ...more] = args;
  const word = asked && value.operation && wordOf(cx, value.operation, asked.value);
  if (word === undefined || more.length > 0) return undefined;
  return ENUMS["enum(Role)"]!(word === "agent" ? "assistant" : word)?.[0];
}

/** The types that count in a list: those that the member names, or what leads on to the next list. */
function typesAt(list: string, wanted: readonly string[] | undefined, role: string | undefined): readonly string[] {
  if (list === "data") return ["message"];
  // Only texts of the assistant have annotations.
  if (!wanted) return ["output_text"];
  const words = list === "content" ? partTypes : ENUMS["enum(AnnotationType)"]!;
  const types = wanted.flatMap((word) => words(word) ?? []);
  const others = role === "assistant" ? "input_text" : "output_text";
  return role === undefined ? types : types.filter((type) => type !== others);
}
