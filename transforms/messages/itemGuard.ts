import type { StreamHook } from "../../src/dialects/hooks.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, FunctionNode } from "../../src/languages/tree.js";
import type { RuleMeta } from "../meta.js";
import { placeAt, type Rewrite } from "../rewrite.js";

/**
 * Events of items tell of all kinds of them: a function that was called for some kinds only leaves for the others. It may do so by itself
 * already: `if (toolCall.type !== "code_interpreter") return;`.
 */
export function guardItem(
  cx: Rewrite,
  fn: FunctionNode,
  item: string,
  hook: StreamHook,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): void {
  const { body, tree } = fn;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  if (!body || asksFirst(fn, item)) return;
  const type = printer.member(item, "type");
  const others = hook.others?.map((one) => printer.not(printer.equals(type, printer.string(one, style))));
  const test = others ? printer.and(others) : printer.oneOf(type, hook.items!, style);
  if (body.kind !== "Block") {
    return cx.replace(body, block(cx, body, [["if (", test, ") ", printer.statement(carry(body), style)]]), how);
  }
  const [first] = body.statements;
  if (!first) return;
  const leave = [
    "if (",
    others
      ? printer.or(hook.others!.map((one) => printer.equals(type, printer.string(one, style))))
      : printer.not(test),
    ") ",
    printer.statement("return", style),
  ];
  const { indentation } = placeAt(tree.text, first);
  const isOnOwnLine = tree.text.slice(body.start + 1, first.start).includes("\n");
  cx.insert(tree, first.start, [leave, isOnOwnLine ? `\n${indentation}` : " "], how);
}

/** A function that was called with an image: it leaves for annotations that are none, and has the file of the others under `name`. */
export function guardFile(
  cx: Rewrite,
  fn: FunctionNode,
  name: string,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): void {
  const { body, tree } = fn;
  if (!body) return;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const openai = (): string => cx.want(tree, "openai", "default", cx.target(tree).faces.openai.local, true);
  const file = tree.typed
    ? `annotation as ${openai()}.Responses.ResponseOutputText.ContainerFileCitation`
    : "annotation";
  const take = printer.declare(name, file, style);
  const isImage = printer.and([
    printer.equals(`${name}.type`, printer.string("container_file_citation", style)),
    printer.equals(`${name}.start_index`, `${name}.end_index`),
  ]);
  if (body.kind !== "Block")
    return cx.replace(
      body,
      block(cx, body, [take, ["if (", isImage, ") ", printer.statement(carry(body), style)]]),
      how,
    );
  const [first] = body.statements;
  if (!first) return;
  const isNone = printer.or([
    printer.not(printer.equals(`${name}.type`, printer.string("container_file_citation", style))),
    printer.not(printer.equals(`${name}.start_index`, `${name}.end_index`)),
  ]);
  const isOnOwnLine = tree.text.slice(body.start + 1, first.start).includes("\n");
  const gap = isOnOwnLine ? `\n${placeAt(tree.text, first).indentation}` : " ";
  cx.insert(tree, first.start, [take, gap, "if (", isNone, ") ", printer.statement("return", style), gap], how);
}

/** A block of statements in the place of an expression. */
function block(cx: Rewrite, body: Expression, statements: readonly Code[]): Code {
  const { indentation } = placeAt(body.tree.text, body);
  const inner = `\n${indentation}${cx.style(body.tree).indent}`;
  return ["{", ...statements.flatMap((statement) => [inner, statement]), `\n${indentation}}`];
}

/** Whether a function does nothing for items of another type than the one it names. */
function asksFirst({ body }: FunctionNode, item: string): boolean {
  if (body?.kind !== "Block") return false;
  const [first] = body.statements;
  if (first?.kind !== "If") return false;
  if (isTypeTest(first.test, item, "==")) return body.statements.length === 1 && !first.otherwise;
  return isTypeTest(first.test, item, "!=") && first.then.statements.at(-1)?.kind === "Return";
}

function isTypeTest(test: Expression, item: string, operator: string): boolean {
  if (test.kind !== "Binary" || test.operator !== operator) return false;
  const sides = [test.left, test.right];
  return (
    sides.some((e) => e.kind === "StringLiteral") &&
    sides.some(
      (e) => e.kind === "Member" && e.property === "type" && e.object.kind === "Name" && e.object.name === item,
    )
  );
}
