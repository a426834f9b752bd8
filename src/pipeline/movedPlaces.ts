import type { Edit } from "../../transforms/edit.js";
import type { Place } from "../../transforms/code/options.js";
import type { LoadedProgram } from "./program.js";
import { rewrite } from "./rewrite.js";
import type { SourceFile } from "./source.js";
import { Overlap } from "./splice.js";

/** Stands where a place was while edits are applied; no text of a program holds it. */
const MARK = "\uFFFF";

/** Where places of files stand in what these files become: what was declined is found again there. */
export function movedPlaces(
  places: readonly Place[],
  program: Pick<LoadedProgram, "files">,
  editsOf: ReadonlyMap<string, readonly Edit[]>,
  results: ReadonlyMap<string, SourceFile>,
): Place[] {
  return places.map((place) => {
    const source = results.has(place.file) && program.files.get(place.file)?.source;
    return source ? { ...place, start: moved(source, place.start, editsOf.get(place.file) ?? []) } : place;
  });
}

function moved(source: SourceFile, start: number, edits: readonly Edit[]): number {
  try {
    const at = rewrite(source, [...edits, { start, end: start, parts: [MARK] }]).text.indexOf(MARK);
    return at < 0 ? start : at;
  } catch (error) {
    // Something else took its place: the check of the result tells.
    if (error instanceof Overlap) return start;
    throw error;
  }
}
