import type { Operation } from "../../src/analysis/operation.js";
import { broken, carry, type Code } from "../../src/languages/code.js";
import type { PrintedArgument } from "../../src/languages/language.js";
import type { Await, Call, Node } from "../../src/languages/tree.js";
import type { Json } from "../../src/protocol/types.js";
import { faceAt } from "../clients/faceAt.js";
import { transportName } from "../clients/transport.js";
import { printRequest } from "../rest/printRequest.js";
import type { Request } from "./request.js";
import type { Rewrite } from "../rewrite.js";

/** Fields of a request whose values are current shapes with classes of their own in some SDKs. */
const FIELD_SHAPES: Readonly<Record<string, string>> = { definition: "PromptAgentDefinition" };

/** The key of what is spread into a request, before all other fields. */
export const SPREAD = "...";

/** Fields that what is spread into a request may have, too. */
const CONFIGURED = ["model", "instructions", "tools", "temperature", "top_p", "text", "reasoning", "truncation"];

/** Fields of a response's request that the OpenAI SDK does not know: they go where the target puts extra fields. */
const FOUNDRY_FIELDS: readonly string[] = ["agent_reference", "structured_inputs"];

/**
 * Prints a current call in place of a classic one: receiver, path and arguments as the target SDK spells them.
 * `beside` prints the method beside it that also waits until the work is done, or that tells its events to handlers.
 */
export function printCall(
  cx: Rewrite,
  operation: Operation,
  currentId: string,
  request: Request,
  beside?: "waits" | "streams",
): Code {
  if (operation.request) return printRequest(cx, operation, operation.request, currentId, request);
  const { tree } = operation.call;
  const target = cx.target(tree);
  const spelling = target.operations[currentId]!;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const multiline = !request.compact && isMultiline(operation);
  const args: PrintedArgument[] = (request.through?.before ?? []).map((value) => ({ name: undefined, value }));
  const fields = Object.entries(request.fields).filter(([, value]) => value !== undefined);
  const extra = fields
    .filter(([name]) => FOUNDRY_FIELDS.includes(name))
    .map(([key, value]) => ({ key, value: request.holes.print(value) }));
  const spread = fields.filter(([name]) => name === SPREAD).map(([, value]) => request.holes.print(value));
  const rest = Object.fromEntries(fields.filter(([name]) => !FOUNDRY_FIELDS.includes(name) && name !== SPREAD));
  const code = (name: string, value: Json): Code => {
    const printed = request.holes.print(value, FIELD_SHAPES[name]);
    return multiline && FIELD_SHAPES[name] ? broken(printed) : printed;
  };
  const options = request.transport.map((option) => ({
    key: transportName(operation, option, spelling.face),
    value: request.holes.entry(transportName(operation, option, spelling.face), carry(option.value)),
  }));

  for (const name of spelling.positional)
    if (rest[name] !== undefined) args.push({ name: undefined, value: code(name, rest[name]) });
  const named = Object.entries(rest).filter(([name]) => !spelling.positional.includes(name));
  const entries = named.map(([key, value]) => ({
    key,
    value: request.holes.entry(key, code(key, value)),
  }));
  if (target.extraBody === "keyword") {
    // A keyword must not be given twice.
    const isTwice = ({ key }: { readonly key: string }) => spread.length > 0 && CONFIGURED.includes(key);
    const merged = entries.filter(isTwice);
    for (const code of spread) {
      const whole = merged.length > 0 ? printer.object([{ key: undefined, value: code }, ...merged], style) : code;
      args.push({ name: undefined, value: ["**", whole] });
    }
    for (const { key, value } of entries.filter((entry) => !isTwice(entry)))
      args.push({ name: spelling.keywords?.[key] ?? key, value });
    if (extra.length > 0) args.push({ name: "extra_body", value: printer.object(extra, style) });
    for (const { key, value } of options) args.push({ name: key, value });
  } else {
    const body = printer.object([...spread.map((value) => ({ key: undefined, value })), ...entries], style);
    const second = [...(extra.length > 0 ? [{ key: "body", value: printer.object(extra, style) }] : []), ...options];
    const needsBody = spread.length + entries.length > 0 || (second.length > 0 && spelling.path.endsWith("create"));
    if (needsBody)
      args.push({
        name: undefined,
        value: multiline && spelling.positional.length === 0 && second.length === 0 ? broken(body) : body,
      });
    if (second.length > 0) args.push({ name: undefined, value: printer.object(second, style) });
  }
  if (request.last !== undefined) args.push(request.last);
  const steps = spelling.path.split(".");
  const receiver = steps
    .slice(0, -1)
    .reduce<Code>((object, step) => printer.member(object, step), faceAt(cx, operation, spelling.face));
  const callee: Code = [
    receiver,
    lineBreak(operation.call) ?? "",
    printer.member("", (beside && spelling[beside]) ?? steps.at(-1)!),
  ];
  const printed = printer.call(request.through?.callee ?? callee, args, style);
  return multiline && target.extraBody === "keyword" && args.length > 1 ? broken(printed) : printed;
}

/** The line break before the method's name, where a chain of calls stands on lines of its own. */
export function lineBreak({ callee, tree }: Call): string | undefined {
  if (callee.kind !== "Member") return undefined;
  const between = tree.text.slice(callee.object.end, callee.propertySpan.start).replace(/\??\.$/, "");
  return between.includes("\n") && between.trim() === "" ? between.replaceAll("\r\n", "\n") : undefined;
}

/** Whether the classic call spread its arguments over several lines. */
function isMultiline(operation: Operation): boolean {
  const { call, body } = operation;
  const span = body ?? call.argumentsSpan;
  const items = body ? body.entries.length : call.args.length;
  return span !== undefined && items > 1 && call.tree.text.slice(span.start, span.end).includes("\n");
}

/** The `await` (and what wraps it) around a call, or the call itself: where members of the result can be appended. */
export function awaited(call: Call): Call | Await {
  let at: Node = call;
  while (at.parent?.kind === "Wrap" && at.parent.flavor === "parentheses") at = at.parent;
  return at.parent?.kind === "Await" ? at.parent : call;
}

/** Whether the value of a call (awaited or not) is thrown away. */
export function isUnused(call: Call): boolean {
  let at: Node = awaited(call);
  while (at.parent?.kind === "Wrap") at = at.parent;
  return at.parent?.kind === "ExpressionStatement";
}

/** The text of code that is made of strings alone. */
export function textOfCode(code: Code): string {
  return typeof code === "string" ? code : Array.isArray(code) ? code.map(textOfCode).join("") : "";
}
