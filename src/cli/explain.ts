import path from "node:path";
import { explanations } from "../../transforms/explanations.js";
import type { RuleMeta } from "../../transforms/meta.js";
import { rules } from "../../transforms/registry.js";
import { hunksOf } from "../report/diff.js";
import { docsFolder, ruleExamples, type RuleExample } from "../report/ruleExamples.js";
import { SAFETY } from "../report/safety.js";
import { wrap } from "../report/wrap.js";
import { ruleIds } from "./options.js";
import type { Colors, Terminal } from "./terminal.js";

export interface ExplainOptions {
  readonly language?: string;
  readonly color: boolean;
}

/**
 * `migrate-agents explain`: what a rule does, why, how to do it by hand, and code before and after; without a rule the list of them.
 * @throws Stop for a name that is no rule
 */
export function explainCommand(name: string | undefined, options: ExplainOptions, terminal: Terminal): number {
  if (name === undefined) terminal.out(list(terminal.outColors));
  else {
    const [id] = ruleIds([name], rules);
    terminal.out(
      page(
        rules.find((rule) => rule.id === id)!,
        options.language,
        terminal,
      ),
    );
  }
  return 0;
}

function list({ bold, cyan, dim }: Colors): string {
  const width = Math.max(...rules.map(({ name }) => name.length));
  const lines = rules.map(({ id, name, what }) => `${cyan(id)}  ${name.padEnd(width)}  ${dim(what)}`);
  return `${bold("Rules")} (migrate-agents explain <rule>)\n${lines.join("\n")}\n`;
}

function page(rule: RuleMeta, language: string | undefined, { outColors: colors, width }: Terminal): string {
  const { bold, cyan, dim } = colors;
  const { id, name, what, from, to, safety, docs } = rule;
  const { why = "", byHand = [] } = explanations[id] ?? {};
  const paragraph = (text: string): string => `  ${wrap(text, width - 2, "  ")}`;
  const examples = chosen(ruleExamples(rule), language);
  return `${[
    `${bold(cyan(id))} ${bold(name)}\n${paragraph(what)}`,
    `${bold("Turns")}\n${paragraph(from)}\n${bold("into")}\n${paragraph(to)}`,
    `${bold(safety)}\n${paragraph(SAFETY[safety])}`,
    `${bold("Why")}\n${paragraph(why)}`,
    `${bold("By hand")}\n${byHand.map((step, i) => `  ${i + 1}. ${wrap(step, width - 5, "     ")}`).join("\n")}`,
    ...examples.map((example) => `${bold(example.language)}\n${shown(example, colors)}`),
    dim(
      `The page of this rule: ${path.join(docsFolder(), "..", docs)}\nEvery operation and field: ${path.join(docsFolder(), "mapping.md")}`,
    ),
  ].join("\n\n")}\n`;
}

/** One example unless a language is asked for by a beginning of its name; all of them for `all`. */
function chosen(examples: readonly RuleExample[], language: string | undefined): readonly RuleExample[] {
  if (language === undefined) return examples.slice(0, 1);
  const wanted = language.toLowerCase();
  if (wanted === "all") return examples;
  return examples.filter(({ language: name, fence }) => name.toLowerCase().startsWith(wanted) || fence === wanted);
}

function shown({ before, after }: RuleExample, { dim, green, red }: Colors): string {
  const lines = (text: string): string =>
    text
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n");
  if (after === undefined) return `${dim("  Left as it is:")}\n${lines(before)}`;
  const hunks = hunksOf(before, after, Infinity);
  const painted = hunks.flatMap((hunk) =>
    hunk.lines.map((line) => (line.startsWith("+") ? green(line) : line.startsWith("-") ? red(line) : line)),
  );
  return painted.map((line) => `  ${line}`.trimEnd()).join("\n");
}
