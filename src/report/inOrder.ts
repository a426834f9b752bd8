import type { JsonReport } from "./json.js";

/**
 * The report in its one order, by file and position, with flows and groups numbered as they come: parts of a run put together say the same
 * as the whole run.
 */
export function inOrder(report: JsonReport): JsonReport {
  const flowOf = numbering((flow) => flow >= 0);
  const groupOf = numbering(() => true);
  const operations = [...report.operations].sort(byPlace).map((each) => ({ ...each, flow: flowOf(each.flow) }));
  const files = [...report.files]
    .sort((a, b) => compared(a.file, b.file))
    .map((each) => ({
      ...each,
      ...(each.group !== undefined && { group: groupOf(each.group) }),
      edits: each.edits.map((edit) => ({ ...edit, flow: flowOf(edit.flow) })),
    }));
  return { ...report, operations, files };
}

function byPlace(a: JsonReport["operations"][number], b: JsonReport["operations"][number]): number {
  return (
    compared(a.file, b.file) || a.range.start.offset - b.range.start.offset || a.range.end.offset - b.range.end.offset
  );
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers from 0 in the order in which they are asked for; others stay. */
function numbering(counts: (number: number) => boolean): (number: number) => number {
  const numbers = new Map<number, number>();
  return (number) => {
    if (!counts(number)) return number;
    let found = numbers.get(number);
    if (found === undefined) numbers.set(number, (found = numbers.size));
    return found;
  };
}
