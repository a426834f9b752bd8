/** A range `[start, end)` of a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What formatters decide alone: space, quotes, brackets around a whole, commas and semicolons at ends. */
const LAYOUT = /[\s"'`;,()]*/y;

/**
 * What a text becomes when a formatter's layout is taken for its own. Where the formatter says anything else than the text, nothing is
 * taken at all.
 * @param written ranges of the text that are new
 * @param isKept the formatter left the text as it was before those ranges were written. Whatever it lays out in another way follows from
 * them then, and is taken also beside them; otherwise every character outside of them stays, and lines are taken together or not at all.
 */
export function layOut(text: string, formatted: string, written: readonly Range[], isKept: boolean): string {
  const lines = aligned(text, formatted);
  if (!lines) return text;
  if (isKept) return formatted;
  const isNew = ({ before, after, changes }: Line): boolean =>
    before !== after && changes.every((change) => written.some((range) => holds(range, change)));
  let result = "";
  for (let i = 0; i < lines.length;) {
    const from = i;
    while (i < lines.length && isNew(lines[i]!) === isNew(lines[from]!)) i++;
    const isTaken = isNew(lines[from]!) && isInPlace(lines[from - 1]) && isInPlace(lines[i]);
    for (const { before, after } of lines.slice(from, i)) result += isTaken ? after : before;
  }
  return result;
}

/** Whether a line beside new ones is indented alike in both texts: otherwise these would move away from it. */
function isInPlace(line: Line | undefined): boolean {
  return line === undefined || indentation(line.before) === indentation(line.after);
}

function indentation(line: string): string {
  return /^[ \t]*/.exec(line)![0];
}

/** The same code in both texts, between two places at which both break the line. */
interface Line {
  before: string;
  after: string;
  /** Where the one has another layout than the other, in the first text. */
  readonly changes: Range[];
}

/** Both texts line by line, or undefined where they differ by more than layout. */
function aligned(before: string, after: string): Line[] | undefined {
  const lines: Line[] = [{ before: "", after: "", changes: [] }];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [own, other] = [layoutAt(before, i), layoutAt(after, j)];
    const line = lines.at(-1)!;
    if (own !== other) line.changes.push(changeIn(own, other, i));
    const [cut, otherCut] = [own.lastIndexOf("\n") + 1, other.lastIndexOf("\n") + 1];
    if (cut > 0 && otherCut > 0) {
      line.before += own.slice(0, cut);
      line.after += other.slice(0, otherCut);
      lines.push({ before: own.slice(cut), after: other.slice(otherCut), changes: changesBehind(line, i + cut) });
    } else {
      line.before += own;
      line.after += other;
    }
    i += own.length;
    j += other.length;
    if (before[i] !== after[j]) return undefined;
    lines.at(-1)!.before += before[i++] ?? "";
    lines.at(-1)!.after += after[j++] ?? "";
  }
  return lines;
}

function layoutAt(text: string, at: number): string {
  LAYOUT.lastIndex = at;
  return LAYOUT.exec(text)![0];
}

/** Where two pieces of layout differ, as a range of the first. */
function changeIn(own: string, other: string, offset: number): Range {
  const most = Math.min(own.length, other.length);
  let same = 0;
  while (same < most && own[same] === other[same]) same++;
  let behind = 0;
  while (behind < most - same && own.at(-1 - behind) === other.at(-1 - behind)) behind++;
  return { start: offset + same, end: offset + own.length - behind };
}

/** A change that ends behind a line break is one of the next line, too. */
function changesBehind({ changes }: Line, lineStart: number): Range[] {
  const last = changes.at(-1);
  return last && last.end >= lineStart && last.start !== last.end ? [last] : [];
}

function holds(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
