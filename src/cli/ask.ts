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
import { editorCommand, editText } from "./editor.js";
import { waitForKey, type KeyName } from "./keyboard.js";
import { questionLines } from "./questionLines.js";
import type { Colors } from "./terminal.js";

/** Where questions are asked. */
export interface Screen {
  readonly write: (text: string) => void;
  readonly colors: Colors;
  /** Now: windows change their size. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly key: (redraw: () => void) => Promise<KeyName>;
  readonly edit: typeof editText;
}

/** The terminal of this process; what is asked goes to standard error. */
export function processScreen(colors: Colors): Screen {
  const { stderr } = process;
  return {
    write: (text) => void stderr.write(text),
    colors,
    size: () => ({ columns: stderr.columns || 80, rows: stderr.rows || 24 }),
    key: waitForKey,
    edit: editText,
  };
}

export interface AskOptions {
  readonly screen: Screen;
  readonly show: (file: string) => string;
  readonly errorsIn: (file: string, text: string) => number;
}

/** Asks on a terminal. */
export function askOn({ screen, show, errorsIn }: AskOptions): Ask {
  return async (question, at) => {
    const render = (): string[] => {
      const { columns } = screen.size();
      const { colors } = screen;
      const link = colors.isColorSupported ? linkToRule : undefined;
      return questionLines(question, { ...at, colors, width: Math.min(columns, 120), show, ...(link && { link }) });
    };
    const pager = new Pager(screen, render());
    pager.page();
    let text: string | undefined;
    for (;;) {
      const key = await prompt(screen, question, at, pager);
      if (key === "?") screen.write(help(question, at.answers, screen.colors));
      else if (key === "e") {
        const why = whyNotEditable(question, at.answers);
        if (why !== undefined) {
          screen.write(`${screen.colors.yellow(why)}\n`);
          continue;
        }
        text ??= editableText(question, show);
        const result = edited(question, text, { screen, show, errorsIn });
        if (result.hunks) return { edited: result.hunks };
        text = result.text;
        screen.write(`${screen.colors.yellow(result.told)}\n`);
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
export function help(question: ShownQuestion, answers: Answers, { bold, dim }: Colors): string {
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
  const lines = keysOf(question, answers).map((key) => `  ${bold(key)}  ${meanings[key]!}`);
  return `${[
    ...lines,
    `  ${bold("space")}, ${bold("b")}  show the next page, show the page before`,
    `  ${bold("Ctrl-C")}  leave; nothing is written`,
    dim("Nothing is written before the last question is answered. migrate-agents undo takes the run back."),
  ].join("\n")}\n`;
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

/** Shows lines page by page. */
class Pager {
  private at = 0;

  constructor(
    private readonly screen: Screen,
    private readonly lines: readonly string[],
  ) {}

  /** Lines that were not shown yet. */
  get below(): number {
    return this.lines.length - this.at;
  }

  /** What a key shows, or undefined for one that does not scroll. */
  scrollFor(key: KeyName): (() => void) | undefined {
    if (["space", "pagedown", "ctrl-f", " "].includes(key)) return () => this.page();
    if (["return", "enter", "down", "j"].includes(key)) return () => this.step();
    if (["b", "pageup", "up", "k", "ctrl-b"].includes(key)) return () => this.back();
    if (["g", "home"].includes(key)) return () => this.from(0);
    return undefined;
  }

  /** The next lines that fill the window above the prompt. */
  page(): void {
    let rows = this.rows();
    do {
      if (this.below === 0) return;
      const line = this.lines[this.at]!;
      rows -= this.rowsOf(line);
      this.screen.write(`${line}\n`);
      this.at++;
    } while (this.below > 0 && rows - this.rowsOf(this.lines[this.at]!) >= 0);
  }

  private step(): void {
    if (this.below === 0) return;
    this.screen.write(`${this.lines[this.at]!}\n`);
    this.at++;
  }

  private back(): void {
    this.from(Math.max(0, this.at - 2 * this.rows()));
  }

  private from(line: number): void {
    this.at = line;
    this.page();
  }

  private rows(): number {
    return Math.max(3, this.screen.size().rows - 2);
  }

  private rowsOf(line: string): number {
    return Math.max(1, Math.ceil(widthOf(line) / this.screen.size().columns));
  }
}

/** The id of a rule as a link to its page in this package (OSC 8; terminals without links show the id alone). */
function linkToRule(rule: string): string {
  const { href } = pathToFileURL(path.join(docsFolder(), "rules", `${rule}.md`));
  return `\u001B]8;;${href}\u001B\\${rule}\u001B]8;;\u001B\\`;
}

/** Columns that a line takes: letters of East Asia and pictures take two. */
function widthOf(line: string): number {
  const plain = stripVTControlCharacters(line);
  const wide = plain.match(
    /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/gu,
  );
  return [...plain].length + (wide?.length ?? 0);
}
