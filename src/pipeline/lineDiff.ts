import { firstIndex } from "../languages/firstIndex.js";
import { diffArrays } from "diff";

/** Lines that both texts have, or that one of them has: in the order in which they stand, removed lines before those in their place. */
export interface LinePart {
  readonly added: boolean;
  readonly removed: boolean;
  /** With their ends. */
  readonly lines: readonly string[];
}

/** The search for the smallest difference grows with the square of its length: beyond this many changed lines texts are divided first. */
const MAX_EDIT_LENGTH = 500;

/** The difference of two texts in lines. The smallest, or where much changed the smallest between lines that stand in both texts only once. */
export function lineDiff(before: string, after: string): readonly LinePart[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  return smallest(old, now) ?? between(old, now, anchorsOf(old, now));
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function smallest(old: readonly string[], now: readonly string[]): readonly LinePart[] | undefined {
  const parts = diffArrays([...old], [...now], { maxEditLength: MAX_EDIT_LENGTH });
  return parts?.map(({ added, removed, value }) => ({ added, removed, lines: value }));
}

/** A line of the old text and one of the new that are taken for the same. */
type Anchor = readonly [old: number, now: number];

/** The parts between anchors, and the anchors themselves. */
function between(old: readonly string[], now: readonly string[], anchors: readonly Anchor[]): readonly LinePart[] {
  const parts: MutablePart[] = [];
  let [atOld, atNow] = [0, 0];
  for (const [nextOld, nextNow] of [...anchors, [old.length, now.length] as const]) {
    append(parts, segment(old.slice(atOld, nextOld), now.slice(atNow, nextNow)));
    append(parts, [same(old.slice(nextOld, nextOld + 1))]);
    [atOld, atNow] = [nextOld + 1, nextNow + 1];
  }
  return parts;
}

/** Where too much changed between two anchors, everything but the lines that both sides begin and end with is replaced. */
function segment(old: readonly string[], now: readonly string[]): readonly LinePart[] {
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const removed = old.slice(head, old.length - tail);
  const added = now.slice(head, now.length - tail);
  const within = removed.length === 0 || added.length === 0 ? undefined : smallest(removed, added);
  return [
    same(old.slice(0, head)),
    ...(within ?? [
      { added: false, removed: true, lines: removed },
      { added: true, removed: false, lines: added },
    ]),
    same(old.slice(old.length - tail)),
  ];
}

const same = (lines: readonly string[]): LinePart => ({ added: false, removed: false, lines });

interface MutablePart extends LinePart {
  readonly lines: string[];
}

/** Adds parts without empty ones; lines that both texts have stay one part. */
function append(parts: MutablePart[], more: readonly LinePart[]): void {
  for (const part of more) {
    if (part.lines.length === 0) continue;
    const last = parts.at(-1);
    if (last && !last.added && !last.removed && !part.added && !part.removed)
      for (const line of part.lines) last.lines.push(line);
    else parts.push({ ...part, lines: [...part.lines] });
  }
}

/** Lines that stand in both texts only once, as many as keep their order (patience diff). */
function anchorsOf(old: readonly string[], now: readonly string[]): readonly Anchor[] {
  const places = uniquePlaces(now);
  const pairs: Anchor[] = [];
  for (const [line, at] of uniquePlaces(old)) {
    const there = places.get(line);
    if (there !== undefined) pairs.push([at, there]);
  }
  return longestRising(pairs);
}

function uniquePlaces(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [at, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, at);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** The longest of the sequences of pairs that rise on both sides; given rising on the first. */
function longestRising(pairs: readonly Anchor[]): readonly Anchor[] {
  interface Link {
    readonly pair: Anchor;
    readonly before: Link | undefined;
  }
  const ends: Link[] = [];
  for (const pair of pairs) {
    const place = firstIndex(ends.length, (i) => ends[i]!.pair[1] >= pair[1]);
    ends[place] = { pair, before: ends[place - 1] };
  }
  const found: Anchor[] = [];
  for (let at = ends.at(-1); at; at = at.before) found.push(at.pair);
  return found.reverse();
}
