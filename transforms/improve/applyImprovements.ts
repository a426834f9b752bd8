import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Call, Expression, Node, Statement } from "../../src/languages/tree.js";
import { statementOf, textOf, walk } from "../../src/languages/walk.js";
import { awaited, textOfCode } from "../code/emit.js";
import type { Replacement } from "./improvements.js";
import { keepParts } from "../agents/keptCode.js";
import { polling, reply } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { variableOf } from "../code/locals.js";
import { tellOfCalls } from "../toolLoops/toldCalls.js";
import type { Wait } from "../polling/waitReading.js";
import { CLIENT_TIMEOUT, limitText } from "../polling/waitLimit.js";

/** Edits and findings of layer B, once every operation has its translation. `ruleOf` names the rule that a removed statement belongs to. */
export function applyImprovements(cx: Rewrite, ruleOf: (operation: Operation) => typeof polling): void {
  const { improvements } = cx;
  for (const [e, replacement] of improvements.replaced) if (!improvements.isRemoved(e)) replace(cx, e, replacement);
  for (const [statement, { operation, keeps }] of improvements.removed) {
    const kept = improvements.kept.get(statement);
    const how = {
      rule: ruleOf(operation),
      flow: cx.flows.flowOf(operation).id,
      reason: "Its work is done by the response.",
      keeps,
    };
    if (kept) keepParts(cx, statement, kept.parts, { ...how, after: failure(cx, statement) });
    else cx.removeStatement(statement, how);
  }
  for (const site of improvements.unnamed) declareVariable(cx, site);
  for (const site of improvements.unread) dropVariable(cx, site);
  for (const wait of improvements.waits.values()) report(cx, wait);
}

function flowAt(cx: Rewrite, site: Call): number {
  const operation = cx.improvements.waits.get(site)?.run ?? cx.values.operationAt(site)!;
  return cx.flows.flowOf(operation).id;
}

/** The variable that holds the response that a call gives, as it will be called. */
function nameAt(cx: Rewrite, site: Call): string {
  const variable = variableOf(cx, site);
  return variable ? (cx.renames.get(variable) ?? variable.name) : cx.variables.get(site)!;
}

function replace(cx: Rewrite, e: Expression, { site, by }: Replacement): void {
  const printer = cx.printer(e.tree);
  const style = cx.style(e.tree);
  const response = nameAt(cx, site);
  const status = printer.member(response, "status");
  const text = printer.member(response, "output_text");
  const flow = flowAt(cx, site);
  const around = e.parent?.kind === "Wrap" && e.parent.flavor === "parentheses" ? e.parent : e;
  let code: Code;
  if (by === "run") code = response;
  else if (by === "status") code = status;
  else if ("answer" in by) {
    const { answer } = by;
    if (typeof answer === "object") code = printer.or([text, carry(answer.otherwise)]);
    else code = answer === "text" ? text : printer.not(`${response}.output_text`);
    cx.replace(typeof answer === "object" ? e : around, code, {
      rule: reply,
      flow,
      reason: "The text of the newest answer stands in the response itself.",
    });
    return;
  } else code = printer.oneOf(status, by, style);
  cx.replace(by === "run" || by === "status" ? around : e, code, {
    rule: polling,
    flow,
    reason: "The call has waited already.",
  });
}

/**
 * A loop that left the function in every way, at the end of a function that must give something: where nothing left, the status is one
 * that the old loop waited out.
 */
function failure(cx: Rewrite, statement: Node): Code | undefined {
  const wait = cx.improvements.waits.at(statement);
  const list = statement.parent;
  if (!wait || wait.goesOn || list?.kind !== "Block" || list.parent?.kind !== "Function") return undefined;
  const { returns } = list.parent;
  if (
    !returns ||
    list.statements.at(-1) !== statement ||
    /^(None|(Promise<)?(void|undefined)>?)$/.test(textOf(returns))
  )
    return undefined;
  const printer = cx.printer(statement.tree);
  const style = cx.style(statement.tree);
  const status = printer.member(nameAt(cx, wait.site), "status");
  return printer.raise(printer.template(["Unexpected status: ", ""], [status], style), style);
}

/** Stands for code that is there already. */
const HERE = "\u0000";

/** `await create(…)` → `const response = await create(…)`. */
function declareVariable(cx: Rewrite, site: Call): void {
  let statement: Node = site;
  while (statement.kind !== "ExpressionStatement") statement = statement.parent!;
  const { tree, start } = statement;
  const declaration = cx.printer(tree).declare(nameAt(cx, site), HERE, cx.style(tree));
  cx.insert(tree, start, textOfCode(declaration).split(HERE)[0]!, {
    rule: reply,
    flow: flowAt(cx, site),
    reason: "The response is read further down.",
  });
}

/** `const run = await create(…)` → `await create(…)`. */
function dropVariable(cx: Rewrite, site: Call): void {
  const statement = statementOf(site)!;
  const span = { start: statement.start, end: awaited(site).start };
  cx.removeSpan(statement.tree, span, {
    rule: polling,
    flow: flowAt(cx, site),
    reason: "Nothing reads it any more.",
  });
}

function report(cx: Rewrite, wait: Wait): void {
  const minutes = CLIENT_TIMEOUT / 60;
  for (const limit of wait.limits) {
    const at: Node = limit.tree === wait.statement.tree && isIn(limit, wait.statement) ? wait.statement : limit;
    cx.find(
      at,
      polling,
      "warning",
      `Waiting ended here after some time (\`${limitText(limit)}\`); now the call waits until the response is finished, or its client's timeout of ${minutes} minutes is over.`,
      "Give the call a timeout of its own where the old limit matters.",
    );
  }
  for (const node of walk(wait.statement)) tellOfCalls(cx, node, polling);
  const failures = wait.endless.filter((status) => status === "failed" || status === "cancelled");
  if (failures.length === 0) return;
  cx.find(
    wait.statement,
    polling,
    "warning",
    `This code waited for ever when the run was ${failures.map((s) => `\`${s}\``).join(" or ")}; now the code behind it runs in that case, too.`,
    "Test the status of the response before its answer is used.",
  );
}

function isIn(inner: Node, outer: Statement): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
