import { firstIndex } from "../languages/firstIndex.js";
import type { Edit } from "../../transforms/edit.js";
import type { TextEdit } from "../languages/language.js";
import type { Span } from "../languages/tree.js";

/** An edit as far as splicing cares. */
export type SpliceEdit = Pick<Edit, "start" | "end" | "parts">;

/** Thrown when edits of a file contradict each other. Nothing of the file can be used then. */
export class Overlap extends Error {
  override readonly name = "Overlap";
  constructor(
    message: string,
    readonly edit: SpliceEdit,
  ) {
    super(message);
  }
}

/**
 * Applies edits to a text. Bytes outside the edits stay as they are.
 *
 * Edits may nest: one that lies inside another must lie in a range that some edit carries, and is applied wherever that range is
 * copied to (a carried range may come from anywhere in the file, so that code can move). The removal of exactly a carried range is the
 * removal of its old place and does not touch the copy. An insertion at the border of a replacement stands beside it, not in it.
 * Insertions at one place keep their order.
 * @throws Overlap for edits that cross each other, that carry themselves, or that would be lost because what they change is dropped.
 */
export function splice(text: string, edits: readonly SpliceEdit[]): string {
  return edits.length === 0 ? text : new Splicer(text, edits).run();
}

/**
 * The same, as replacements that do not touch each other, in order: what an editor applies.
 * @throws Overlap as `splice` does
 */
export function flatEdits(text: string, edits: readonly SpliceEdit[]): TextEdit[] {
  return edits.length === 0 ? [] : new Splicer(text, edits).flat();
}

/** By start, insertions first, then wider before narrower. */
function inOrder(edits: readonly SpliceEdit[]): readonly SpliceEdit[] {
  return [...edits].sort(
    (a, b) => a.start - b.start || Number(isInsertion(b)) - Number(isInsertion(a)) || b.end - a.end,
  );
}

/** Removals that cross do not contradict each other: what both take away goes with the first. */
function removedOnce(edits: readonly SpliceEdit[]): readonly SpliceEdit[] {
  let last: SpliceEdit | undefined;
  return edits.map((edit) => {
    if (!isRemoval(edit)) return edit;
    const crosses = last !== undefined && edit.start > last.start && edit.start < last.end && edit.end > last.end;
    const own = crosses ? { ...edit, start: last!.end } : edit;
    if (last === undefined || own.end > last.end) last = own;
    return own;
  });
}

function isRemoval({ start, end, parts }: SpliceEdit): boolean {
  return end > start && parts.every((part) => part === "");
}

class Splicer {
  /** By start, insertions first, then wider before narrower: every edit stands behind those around it. */
  private readonly edits: readonly SpliceEdit[];
  private readonly around = new Map<SpliceEdit, SpliceEdit | undefined>();
  private readonly used = new Set<SpliceEdit>();
  /** Edits whose replacement is being built. */
  private readonly open = new Set<SpliceEdit>();

  constructor(
    private readonly text: string,
    edits: readonly SpliceEdit[],
  ) {
    this.edits = inOrder(removedOnce(inOrder(edits)));
    const enclosing: SpliceEdit[] = [];
    for (const edit of this.edits) {
      if (!(0 <= edit.start && edit.start <= edit.end && edit.end <= text.length)) {
        throw new Overlap("does not lie in the file", edit);
      }
      while (enclosing.length > 0 && enclosing.at(-1)!.end <= edit.start) enclosing.pop();
      const outer = enclosing.at(-1);
      if (outer && edit.end > outer.end) throw new Overlap("crosses another edit", edit);
      this.around.set(edit, outer);
      if (!isInsertion(edit)) enclosing.push(edit);
    }
  }

  run(): string {
    return applied(this.text, { start: 0, end: this.text.length }, this.flat());
  }

  flat(): TextEdit[] {
    const result = [...this.replacements({ start: 0, end: this.text.length }, () => true)];
    for (const edit of this.edits) {
      if (!this.used.has(edit)) throw new Overlap("changes code that another edit drops", edit);
    }
    return result;
  }

  /** Copies a range with the outermost of its wanted edits applied. */
  private copy(range: Span, wants: (edit: SpliceEdit) => boolean): string {
    return applied(this.text, range, this.replacements(range, wants));
  }

  private *replacements(range: Span, wants: (edit: SpliceEdit) => boolean): Generator<TextEdit> {
    let at = range.start;
    for (let i = this.firstBehind(range.start - 1); i < this.edits.length; i++) {
      const edit = this.edits[i]!;
      if (edit.start > range.end) break;
      if (edit.start < at || !wants(edit)) continue;
      yield { start: edit.start, end: edit.end, text: this.replacement(edit) };
      at = edit.end;
    }
  }

  private replacement(edit: SpliceEdit): string {
    this.used.add(edit);
    this.open.add(edit);
    const placed = new Map<SpliceEdit, Span>();
    let result = "";
    for (const part of edit.parts) {
      result += typeof part === "string" ? part : this.copyCarried(part, edit, placed);
    }
    this.open.delete(edit);
    return result;
  }

  /** `placed` says with which range an insertion came: one between two carried ranges belongs to the first of them. */
  private copyCarried(range: Span, owner: SpliceEdit, placed: Map<SpliceEdit, Span>): string {
    const home = this.innermostAround(range, owner);
    return this.copy(range, (edit) => {
      const isBeside = isInsertion(edit) && (edit.start === range.start || edit.start === range.end);
      if (this.open.has(edit)) {
        if (holds(range, edit) && !isBeside && !(isSame(edit, range) && isSame(owner, range))) {
          throw new Overlap("carries code that it is part of", edit);
        }
        return false;
      }
      if (isInsertion(edit)) {
        if (isBeside && (home === undefined || this.around.get(edit) !== home)) return false;
        const cameWith = placed.get(edit) ?? range;
        placed.set(edit, cameWith);
        return isSame(cameWith, range);
      }
      if (edit.start === range.end) return false;
      if (isSame(edit, range)) return edit.parts.length > 0 || holds(owner, edit);
      if (holds(edit, range)) return false;
      if (edit.end > range.end) throw new Overlap("crosses the border of code that is carried elsewhere", edit);
      return true;
    });
  }

  /** The innermost replacement that holds a carried range, other than one of exactly the range that is still to be made. */
  private innermostAround(range: Span, owner: SpliceEdit): SpliceEdit | undefined {
    if (range.start < 0 || range.end > this.text.length) throw new Overlap("carries code beyond the file", owner);
    let edit = this.edits[this.firstBehind(range.start) - 1];
    for (; edit; edit = this.around.get(edit)) {
      if (!isInsertion(edit) && holds(edit, range) && (!isSame(edit, range) || this.open.has(edit))) return edit;
      if (edit.start < range.start && range.start < edit.end) {
        throw new Overlap("crosses the border of code that is carried elsewhere", edit);
      }
    }
    return undefined;
  }

  /** Index of the first edit that starts behind a position. */
  private firstBehind(position: number): number {
    return firstIndex(this.edits.length, (i) => this.edits[i]!.start > position);
  }
}

/** A range of a text with edits in it, which do not touch each other and stand in order. */
function applied(text: string, range: Span, edits: Iterable<TextEdit>): string {
  let result = "";
  let at = range.start;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, range.end);
}

function isInsertion(edit: Span): boolean {
  return edit.start === edit.end;
}

function isSame(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
