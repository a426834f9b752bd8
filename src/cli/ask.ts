import path from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { docsFolder } from "../report/ruleExamples.js";
import { canSplit, canStop, type Answers, type Key } from "../review/answers.js";
import type { EditedHunk } from "../review/edited.js";
import { BadPatch, editableText, readEdited } from "../review/patch.js";
import type { ShownQuestion } from "../review/questions.js";
import { withHunks } from "../review/edited.js";
import type { Ask } from "../review/review.js";
import { editorCommand } from "./editor.js";
import type { KeyName } from "./keyboard.js";
import { Pager } from "./pager.js";
import { wrap } from "../report/wrap.js";
import { questionLines } from "./questionLines.js";
import { widthIn, type Screen } from "./screen.js";
import type { Colors } from "./terminal.js";

export interface AskOptions {
  readonly screen: Screen;
  readonly show: (file: string) => string;
  readonly errorsIn: (file: string, text: string) => number;
}

/** Asks on a terminal. */
export function askOn({ screen, show, errorsIn }: AskOptions): Ask {
  return async (question, at) => {
    const { colors } = screen;
    const link = colors.isColorSupported ? linkToRule : undefined;
    const pager = new Pager(screen, (width) =>
      questionLines(question, { ...at, colors, width, show, ...(link && { link }) }),
    );
    pager.page();
    const tell = (what: string): void => {
      const lines = wrap(what, widthIn(screen), "").split("\n");
      screen.write(lines.map((line) => `${colors.yellow(line)}\n`).join(""));
    };
    let text: string | undefined;
    for (;;) {
      const key = await prompt(screen, question, at, pager);
      if (key === "?") screen.write(help(question, at.answers, colors, widthIn(screen)));
      else if (key === "e") {
        const why = whyNotEditable(question, at.answers);
        if (why !== undefined) {
          tell(why);
          continue;
        }
        text ??= editableText(question, show);
        const result = edited(question, text, { screen, show, errorsIn });
        if (result.hunks) return { edited: result.hunks };
        text = result.text;
        tell(result.told);
      } else return key;
    }
  };
}

/** Shows pages and waits for a key that means something. */
async function prompt(
  screen: Screen,
  question: ShownQuestion,
  { number, of, answers }: Parameters<Ask>[1],
  pager: Pager,
): Promise<Key | "s" | "e" | "?"> {
  const { bold, dim, yellow } = screen.colors;
  const keys = keysOf(question, answers);
  const line = (): string => {
    const more = pager.below > 0 ? dim(`${pager.below} more lines: space · `) : "";
    return `${more}${bold(`Accept (${number}/${of})?`)} [${keys.join(",")}] `;
  };
  const redraw = (): void => screen.write(`\r\u001b[J${line()}`);
  screen.write(line());
  for (;;) {
    const key = await screen.key(redraw);
    const scroll = pager.scrollFor(key);
    if (scroll) {
      screen.write("\r\u001b[J");
      scroll();
      screen.write(line());
      continue;
    }
    const wanted = key === "ctrl-d" ? "q" : key.toLowerCase();
    const chosen = keys.find((one) => one === wanted);
    if (chosen) {
      screen.write(`${chosen}\n`);
      return chosen;
    }
    screen.write(`\n${yellow(`There is no answer "${shownKey(key)}". ? tells what the answers mean.`)}\n${line()}`);
  }
}

function shownKey(key: KeyName): string {
  return stripVTControlCharacters(key).replace(/\p{Cc}/gu, "") || "?";
}

/** Answers that a question takes. */
function keysOf(question: ShownQuestion, answers: Answers): (Key | "s" | "e" | "?")[] {
  const isFlows = question.kind === "flows";
  return [
    "y",
    "n",
    ...(isFlows ? (["a"] as const) : []),
    ...(canStop(question) ? (["q"] as const) : []),
    ...(canSplit(question, answers) ? (["s"] as const) : []),
    ...(whyNotEditable(question, answers) === undefined ? (["e"] as const) : []),
    "?",
  ];
}

/** What each answer does, in the words of this question. */
export function help(question: ShownQuestion, answers: Answers, { bold, dim }: Colors, width: number): string {
  const files = question.files.length > 1 ? "these files" : "this file";
  const isFlows = question.kind === "flows";
  const meanings: Record<string, string> = {
    y: isFlows ? "accept this change, with all of its hunks" : "accept this",
    n: isFlows
      ? "decline it: its calls stay as they are (on the shim, unless --leftovers says otherwise); the rest is planned again without it"
      : question.kind === "manifest"
        ? "leave this file alone"
        : question.flows.length > 0
          ? "decline it: the calls that are changed here stay; the rest is planned again without them"
          : "decline it, and with it everything in the files that are shown",
    a: `accept this change and all that are left in ${files}`,
    q: "stop: decline this and all that is left; what you accepted is written",
    s: "split: ask about each of the changes by itself; offered where they do not depend on each other",
    e: `edit this change in ${editorCommand()}, then accept it; the result has to parse`,
    "?": "show this help",
  };
  const keys: (readonly [keys: readonly string[], meaning: string])[] = [
    ...keysOf(question, answers).map((key) => [[key], meanings[key]!] as const),
    [["space", "b"], "show the next page, show the page before"],
    [["Ctrl-C"], "leave; nothing is written"],
  ];
  const lines = keys.map(([names, meaning]) => {
    const head = names.join(", ");
    const text = wrap(meaning, width - head.length - 4, "     ");
    return `  ${names.map(bold).join(", ")}  ${text}`;
  });
  const end = "Nothing is written before the last question is answered. migrate-agents undo takes the run back.";
  return `${[...lines, ...wrap(end, width, "").split("\n").map(dim)].join("\n")}\n`;
}

function whyNotEditable({ kind, flows, shown }: ShownQuestion, answers: Answers): string | undefined {
  if (kind === "manifest") return "Only code can be edited here: accept it, and edit the file afterwards.";
  if (kind === "flows" && flows.some((flow) => answers.split.has(flow)))
    return "What was split cannot be edited here: edit the file afterwards.";
  if (shown.some(({ change }) => change.source.notebook))
    return "Cells of notebooks cannot be edited here: edit them afterwards.";
  return undefined;
}

interface EditResult {
  readonly hunks?: readonly EditedHunk[];
  /** What the editor held, to go on with. */
  readonly text?: string;
  readonly told: string;
}

/** Opens the editor and checks what comes out. */
function edited(question: ShownQuestion, given: string, { screen, show, errorsIn }: AskOptions): EditResult {
  const text = screen.edit(given, "change.diff");
  if (text === undefined)
    return { told: `The editor (${editorCommand()}) ended with an error. The change stays as it was planned.` };
  let hunks: readonly EditedHunk[] | undefined;
  try {
    hunks = readEdited(text, question);
  } catch (error) {
    if (!(error instanceof BadPatch)) throw error;
    return {
      text,
      told: `That cannot be used: ${error.message}. e goes on editing; any other answer is about the change as planned.`,
    };
  }
  if (!hunks) return { told: "Nothing was left in the editor: the change stays as it was planned." };
  for (const { change } of question.shown) {
    const { path, text: before } = change.source;
    const own = hunks.filter(({ file }) => file === path);
    if (errorsIn(path, withHunks(before, change.text, own)) > errorsIn(path, before))
      return {
        text,
        told: `${show(path)} would not parse. e goes on editing; any other answer is about the change as planned.`,
      };
  }
  return { hunks, told: "" };
}

/** The id of a rule as a link to its page in this package (OSC 8; terminals without links show the id alone). */
function linkToRule(rule: string): string {
  const { href } = pathToFileURL(path.join(docsFolder(), "rules", `${rule}.md`));
  return `\u001B]8;;${href}\u001B\\${rule}\u001B]8;;\u001B\\`;
}
