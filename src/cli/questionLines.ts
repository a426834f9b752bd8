import type { Edit } from "../../transforms/edit.js";
import { findRule } from "../../transforms/findRule.js";
import { rules } from "../../transforms/registry.js";
import type { Answers } from "../review/answers.js";
import type { ShownHunk, ShownQuestion } from "../review/questions.js";
import { plural, wrap } from "../report/wrap.js";
import type { Colors } from "./terminal.js";

export interface LinesView {
  readonly number: number;
  readonly of: number;
  readonly answers: Answers;
  readonly colors: Colors;
  readonly width: number;
  readonly show: (file: string) => string;
  /** Makes the id of a rule lead to its page, on terminals that know links. */
  readonly link?: (rule: string) => string;
}

/** How many operations are named at the top of a question. */
const NAMED = 4;

/** How many reasons of one rule are told for a hunk where behaviour is kept. */
const TOLD = 2;

/** A question as lines for a terminal: what it is about, then each hunk with the reasons for it. */
export function questionLines(question: ShownQuestion, view: LinesView): string[] {
  const { bold, dim } = view.colors;
  const head = ` Change ${view.number} of ${view.of} `;
  const lines = ["", bold(`──${head}${"─".repeat(Math.max(2, view.width - head.length - 2))}`)];
  lines.push(...wrapped(aboutOf(question, view), view.width, ""));
  for (const { change, hunks } of question.shown) {
    lines.push("", bold(view.show(change.source.path)));
    for (const hunk of hunks) lines.push(...hunkLines(hunk, view));
  }
  const named = [
    ...new Set(question.shown.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.edits.map(({ rule }) => rule)))),
  ];
  lines.push("", dim(`More: migrate-agents explain ${named.sort().join(" | ")}`));
  return lines;
}

/** What a question is about, in a sentence. */
export function aboutOf(
  { kind, operations, flows, files, together, isNeeded }: ShownQuestion,
  { answers }: Pick<LinesView, "answers">,
): string {
  if (kind === "manifest") return "The new code needs other packages. Nothing is installed.";
  if (kind === "rest") return restText(flows.length, isNeeded, together.length, answers);
  const names = [...new Set(operations.map(({ operation }) => operation))];
  const listed =
    names.slice(0, NAMED).join(", ") + (names.length > NAMED ? `, and ${names.length - NAMED} more kinds` : "");
  const calls = plural(operations.length, "classic call");
  const where = files.length > 1 ? ` in ${files.length} files` : "";
  if (flows.length > 1 && flows.every((flow) => answers.split.has(flow)))
    return `${calls} (${listed})${where} that depend on each other.`;
  if (flows.length > 1)
    return `${calls} (${listed})${where}: ${flows.length} changes that stand close together; s asks about each.`;
  return operations.length > 1 ? `${calls} that belong together (${listed})${where}.` : `${calls} (${listed})${where}.`;
}

function restText(flows: number, isNeeded: boolean, files: number, { declined }: Answers): string {
  if (!isNeeded) return "No call changes here: what is left goes to the shim, so that it runs on the current API.";
  if (flows === 0)
    return `This comes along with what you accepted. n: nothing of ${files === 1 ? "this file" : `these ${files} files`} is written.`;
  const what = `${plural(flows, "change")} that you accepted`;
  const looks = flows === 1 ? "looks" : "look";
  return declined.size > 0
    ? `${what} ${looks} different, now that others stay.`
    : `${what} one by one ${looks} like this together.`;
}

function hunkLines(
  { edits, findings, oldStart, oldLines, lines }: ShownHunk,
  { colors, width, link = String }: LinesView,
): string[] {
  const { cyan, dim, green, red, yellow } = colors;
  const end = oldStart + Math.max(oldLines, 1) - 1;
  const shown = [cyan(`@@ ${oldStart === end ? `line ${oldStart}` : `lines ${oldStart}-${end}`} @@`)];
  shown.push(
    ...reasonsOf(edits).flatMap(({ rule, text, isReview }) =>
      wrapped(text, width - 6, "    ").map((line, i) =>
        (isReview ? yellow : dim)(`  ${i === 0 ? line.replace(rule, link) : line}`),
      ),
    ),
  );
  const reasons = new Set(edits.map(({ reason }) => reason));
  for (const { severity, message, help } of findings)
    shown.push(
      ...(reasons.has(message) ? [] : wrapped(`${severity === "note" ? "i" : "!"} ${message}`, width - 6, "    ")).map(
        (line) => (severity === "note" ? dim : yellow)(`  ${line}`),
      ),
      ...wrapped(help, width - 8, "    ").map((line) => dim(`    ${line}`)),
    );
  for (const line of lines) {
    const safe = visible(line);
    shown.push(
      line.startsWith("+") ? green(safe) : line.startsWith("-") ? red(safe) : line.startsWith("\\") ? dim(safe) : safe,
    );
  }
  return shown;
}

/** Reasons by rule; those that say how behaviour can differ come first and are all told. */
function reasonsOf(
  edits: readonly Edit[],
): { readonly rule: string; readonly text: string; readonly isReview: boolean }[] {
  const groups = new Map<string, { rule: string; isReview: boolean; reasons: Set<string> }>();
  for (const { rule, reason, safety } of edits) {
    const isReview = safety === "review";
    const key = `${rule} ${isReview}`;
    const group = groups.get(key) ?? { rule, isReview, reasons: new Set() };
    groups.set(key, group);
    group.reasons.add(reason);
  }
  return [...groups.values()]
    .sort((a, b) => Number(b.isReview) - Number(a.isReview))
    .map(({ rule, isReview, reasons }) => {
      const told = [...reasons].slice(0, isReview ? undefined : TOLD);
      const more = reasons.size > told.length ? ` And ${reasons.size - told.length} more of the kind.` : "";
      const name = findRule(rule, rules).rule?.name ?? "";
      return { rule, isReview, text: `${rule} ${name}${isReview ? " (review)" : ""}: ${told.join(" ")}${more}` };
    });
}

function wrapped(text: string, width: number, indent: string): string[] {
  return wrap(text, width, indent).split("\n");
}

/** Code must not steer the terminal: control characters get their picture, tabs become spaces. */
export function visible(line: string): string {
  return line
    .replace(/\r$/, "")
    .replaceAll("\t", "    ")
    .replace(/\p{Cc}|\p{Bidi_Control}/gu, (char) =>
      char < " " ? String.fromCharCode(0x2400 + char.charCodeAt(0)) : "\ufffd",
    );
}
