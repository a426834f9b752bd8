import { columnWidths } from "./columnWidths.js";
import { otherLanguages } from "./otherLanguages.js";
import type { Probe } from "./probe.js";
import { promptIds } from "./promptIds.js";
import { storedIds } from "./storedIds.js";

/** Everything that is looked for in files as text. */
export const probes: readonly Probe[] = [otherLanguages, storedIds, promptIds, columnWidths];

const needles = new Map<string, RegExp>();

/** One expression for what some probes look for; the same one for the same probes. */
export function needleOf(some: readonly Probe[]): RegExp {
  const source = some.map(({ needle }) => needle.source).join("|");
  let needle = needles.get(source);
  if (!needle) needles.set(source, (needle = new RegExp(source, "i")));
  return needle;
}

/** Whether a file is looked through as text, by its name without the folder. */
export function isSurveyed(fileName: string): boolean {
  return probes.some((probe) => probe.accepts(fileName));
}
