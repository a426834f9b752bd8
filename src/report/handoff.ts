import { explanations } from "../../transforms/explanations.js";
import { rules } from "../../transforms/registry.js";
import { mappedShapes, mappingOf } from "../protocol/docs.js";
import { reportedGroups, type ReportedGroup } from "./groups.js";
import { inventoryOf, roughly } from "./inventory.js";
import type { JsonOperation, JsonReport } from "./json.js";
import { leftoversOf, type Cause, type Leftover } from "./leftovers.js";
import { block, dedented, fenceOf, inline, literal } from "./markdownText.js";
import { ruleExamples, type RuleExample } from "./ruleExamples.js";
import { plural } from "./wrap.js";

/**
 * What is left after a run, for somebody who knows nothing of it: a colleague or a coding agent. Each task has its places, why the tool
 * stopped there, and how to go on; the rules they need follow once each, with code before and after.
 */
export function handoffReport(report: JsonReport): string {
  const left = leftoversOf(report);
  const toDo = reportedGroups(report).filter(({ severity }) => severity !== "note");
  if (left.length === 0 && toDo.length === 0)
    return "# Migration of classic agent calls: nothing is left\n\nEvery classic call that was found was migrated, and no place needs a decision.\n";
  const tasks = [
    ...left.map((leftover, i) => flowTask(leftover, i + 1, report)),
    ...toDo.map((group, i) => findingTask(group, left.length + i + 1)),
  ];
  const needed = new Map<string, string[]>();
  const need = (rule: string, files: readonly string[]): unknown =>
    needed.set(rule, [...(needed.get(rule) ?? []), ...files]);
  for (const { causes, operations } of left)
    for (const { operation } of causes)
      need(
        operation.rule,
        operations.map(({ file }) => file),
      );
  for (const { rule, places } of toDo)
    need(
      rule,
      places.map(({ file }) => file),
    );
  return `${[
    "# Migration of classic agent calls: what is left",
    intro(report, left),
    "## How to work",
    HOW,
    "## How to check",
    checks(report),
    `## Tasks (${tasks.length})`,
    ...tasks,
    ...mappingText(left),
    "## The rules behind them",
    ...[...needed].sort(([a], [b]) => a.localeCompare(b)).flatMap(([id, files]) => ruleText(id, files)),
  ].join("\n\n")}\n`;
}

const HOW = `1. Take one task at a time and finish it: all calls of a flow move together. An object or an id that one API made means nothing to the other, unless the classic side runs through the shim with \`ids: "native"\`.
2. The line numbers are those of the files before the run; look for the code that is shown.
3. Keep behaviour. Where that is impossible, say so in the commit message; do not drop a setting or a branch silently.
4. Touch nothing else: formatting, names and order of the code around stay as they are.
5. Where somebody decided that a place stays or is right, say so in the code: a comment \`migrate-agents-ignore MA###\` with the ids of the rules, alone on the line above the statement, silences them in the next run. Calls are counted all the same.`;

function intro(report: JsonReport, left: readonly Leftover[]): string {
  const { found, migrated, shimmed, manual } = report.totals.operations;
  const isDone = isApplied(report);
  const { effort, deadlines } = inventoryOf(report);
  const lines = [
    `This code calls the **classic** agent APIs (assistants or agents, threads, messages, runs). They are replaced by the **current** API: ${
      report.target === "openai"
        ? "plain OpenAI conversations and responses"
        : "Microsoft Foundry agent versions (`AIProjectClient`), conversations and responses (the OpenAI client that the project client gives)"
    }.`,
    ...deadlines.map(({ what, day }) => `End of service ${day}: ${what}.`),
    `The codemod \`migrate-agents\` ${isDone ? "migrated" : "can migrate"} ${migrated} of ${plural(found, "call")}; ${shimmed} ${isDone ? "run" : "would run"} through its shim, which answers classic calls on the current API; ${manual} ${isDone ? "were" : "would be"} left. What follows is the rest: ${plural(left.length, "flow")}, ${roughly(effort.minutes)} of work (estimated).`,
  ];
  return lines.join("\n");
}

function isApplied({ mode }: JsonReport): boolean {
  return mode === "apply" || mode === "stdin";
}

function checks({ target, files }: JsonReport): string {
  const isPython = files.some(({ file }) => /\.(py|ipynb)$/.test(file));
  const isScript = files.some(({ file }) => /\.[cm]?[jt]sx?$/.test(file));
  return [
    "- `migrate-agents . --check` lists the classic calls that remain and exits with 1 while there are any.",
    ...(isScript ? ["- `npx tsc --noEmit`, or the project's own type check, against the current SDKs."] : []),
    ...(isPython ? ["- `pyright` or `mypy` against the current SDKs, and the project's own tests."] : []),
    ...(target === "foundry"
      ? [
          "- `migrate-agents emulator` serves the current API on this machine without an account: run the program against it (`migrate-agents emulator --help`).",
        ]
      : []),
  ].join("\n");
}

function flowTask({ operations, causes, isShimmed }: Leftover, number: number, report: JsonReport): string {
  const files = [...new Set(operations.map(({ file }) => file))];
  const state = isShimmed
    ? "It runs through the shim meanwhile, so it is not urgent."
    : "Nothing carries it: it fails once the classic service is off.";
  return [
    `### ${number}. ${operations.length === 1 ? operations[0]!.operation : plural(operations.length, "call")} in ${files.map(inline).join(", ")}`,
    state,
    "**Why it was left.**",
    ...causeTexts(causes),
    "**The calls, in order.**",
    ...operations.map((operation) => callText(operation)),
    ...mixed(operations, report),
  ].join("\n\n");
}

/** Reasons once each, with the calls that they hold back and the code that is to blame. */
function causeTexts(causes: readonly Cause[]): string[] {
  const alike = new Map<string, Cause[]>();
  for (const cause of causes) {
    const key = JSON.stringify([cause.operation.rule, cause.reason, cause.help]);
    alike.set(key, [...(alike.get(key) ?? []), cause]);
  }
  return [...alike.values()].flatMap((group) => {
    const { operation, reason, help } = group[0]!;
    const calls = group.map((each) => `${inline(each.operation.operation)} at ${at(each.operation)}`);
    const places = new Map(group.flatMap((each) => each.places.map((place) => [at(place), place] as const)));
    return [
      `${operation.rule}: ${literal(reason)}.${help ? ` *What to do:* ${literal(withoutPages(help))}` : ""} This holds back ${calls.join(", ")}.`,
      ...[...places].map(
        ([place, { code, file }]) => `The place is ${place}:\n\n${block(dedented(code), fenceOf(file))}`,
      ),
    ];
  });
}

/** What becomes of the calls that are left, and of the objects that their reasons name: whoever reads this has no other page. */
function mappingText(left: readonly Leftover[]): string[] {
  const calls = left.flatMap(({ operations }) => operations.map(({ operation }) => operation));
  const words = new Set(left.flatMap(({ causes }) => causes.flatMap(({ reason }) => reason.match(/\w+/g) ?? [])));
  const parts = mappingOf([...calls, ...mappedShapes().filter((name) => words.has(name))]);
  if (parts.length === 0) return [];
  return [
    "## What becomes of the calls that are left",
    "Names are those of the wire; SDKs spell them in their own way. *mechanical*: behaviour does not change; *needs care*: it can, as the row says; *no equivalent*: the row says what to do instead.",
    ...parts,
  ];
}

/** Help for somebody who has this page alone. */
function withoutPages(help: string): string {
  return help.replace(/\bdocs\/mapping\.md\b/g, "the tables below");
}

function callText(operation: JsonOperation): string {
  return `${inline(operation.operation)} at ${at(operation)}:\n\n${block(dedented(operation.code), fenceOf(operation.file))}`;
}

/** Where a file holds migrated code too, that is the example to follow. */
function mixed(operations: readonly JsonOperation[], report: JsonReport): string[] {
  const files = [...new Set(operations.map(({ file }) => file))];
  const near = report.operations.filter(({ file, outcome }) => outcome === "migrated" && files.includes(file));
  if (near.length === 0) return [];
  const verb = isApplied(report) ? (near.length === 1 ? "was" : "were") : near.length === 1 ? "is" : "are";
  return [
    `${plural(near.length, "other call")} of the same files ${verb} migrated${isApplied(report) ? "" : " by the run"}: follow their style and use their clients.`,
  ];
}

function findingTask({ rule, severity, message, help, places }: ReportedGroup, number: number): string {
  return [
    `### ${number}. ${severity === "error" ? "Act" : "Review"}: ${literal(message)}`,
    `${rule}. ${literal(help)}`,
    ...places
      .slice(0, 20)
      .map(({ file, line, code }) => `${inline(`${file}:${line}`)}\n\n${block(dedented(code), fenceOf(file))}`),
    ...(places.length > 20
      ? [
          `Also at ${places
            .slice(20)
            .map(({ file, line }) => inline(`${file}:${line}`))
            .join(", ")}.`,
        ]
      : []),
  ].join("\n\n");
}

function at({ file, range }: Pick<JsonOperation, "file" | "range">): string {
  return inline(`${file}:${range.start.line}:${range.start.column}`);
}

/** @param files whose languages are those of the examples */
function ruleText(id: string, files: readonly string[]): string[] {
  const rule = rules.find((known) => known.id === id);
  if (!rule) return [];
  const { why, byHand } = explanations[id] ?? { why: "", byHand: [] };
  const examples = ruleExamples(rule);
  const fences = new Set<string>(files.map((file) => (fenceOf(file) === "python" ? "python" : "ts")));
  const own = examples.filter(({ fence }) => fences.has(fence));
  return [
    `### ${id} ${rule.name}`,
    `${rule.what} ${why}`,
    byHand.map((step, i) => `${i + 1}. ${step}`).join("\n"),
    ...(own.length > 0 ? own : examples.slice(0, 1)).flatMap((example) =>
      example.after === undefined ? [] : exampleText(example, example.after),
    ),
  ];
}

function exampleText({ before, fence }: RuleExample, after: string): string[] {
  return ["Before:", block(before, fence), "After:", block(after, fence)];
}
