import { columnWidths } from "./columnWidths.js";
import { otherLanguages } from "./otherLanguages.js";
import type { Probe } from "./probe.js";
import { storedIds } from "./storedIds.js";

/** Everything that is looked for in files as text. */
export const probes: readonly Probe[] = [otherLanguages, storedIds, columnWidths];

/** Whether a file is looked through as text, by its name without the folder. */
export function isSurveyed(fileName: string): boolean {
  return probes.some((probe) => probe.accepts(fileName));
}
