import { stripVTControlCharacters } from "node:util";
import type { KeyName } from "./keyboard.js";
import { widthIn, type Screen } from "./screen.js";

/** Shows lines page by page, as wide as the window is by then. */
export class Pager {
  private at = 0;
  private width: number;
  private lines: readonly string[];

  constructor(
    private readonly screen: Screen,
    private readonly render: (width: number) => readonly string[],
  ) {
    this.width = widthIn(screen);
    this.lines = render(this.width);
  }

  /** Lays the lines out again where the window has another width now: what comes next begins with the hunk that was cut. */
  private fit(): void {
    const width = widthIn(this.screen);
    if (width === this.width) return;
    const isHead = (line: string): boolean => stripVTControlCharacters(line).startsWith("@@");
    const cut = this.lines.slice(0, this.at).filter(isHead).length;
    const isDone = this.below === 0;
    this.width = width;
    this.lines = this.render(width);
    const heads = this.lines.flatMap((line, i) => (isHead(line) ? [i] : []));
    this.at = isDone ? this.lines.length : (heads[cut - 1] ?? 0);
  }

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
    this.fit();
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
    this.fit();
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

/** Columns that a line takes: letters of East Asia and pictures take two. */
function widthOf(line: string): number {
  const plain = stripVTControlCharacters(line);
  const wide = plain.match(
    /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/gu,
  );
  return [...plain].length + (wide?.length ?? 0);
}
