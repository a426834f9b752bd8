import { expect } from "vitest";
import { compareRecordings, describe as inOneLine, type Difference } from "../../src/replay/compare.js";
import { KNOWN_DIFFERENCES } from "../../src/replay/differences.js";
import type { Recording } from "../../src/replay/recording.js";
import type { ReplaySpec } from "./project.js";

/** Differences that the list of known ones does not explain. */
export function unexplained(spec: ReplaySpec, before: Recording, after: Recording): Difference[] {
  const listed = KNOWN_DIFFERENCES.filter(({ id }) => spec.differences?.includes(id));
  return compareRecordings(before, after).filter(
    (difference) => !listed.some((known) => known.applies(difference, before, after)),
  );
}

/** Holds two recordings against each other: nothing differs but what replay.json lists, and all of that does. */
export function expectEqual(spec: ReplaySpec, before: Recording, after: Recording): void {
  if (process.env["REPLAY_DEBUG"]) process.stderr.write(`${JSON.stringify([before, after], null, 1)}\n`);
  expect(unexplained(spec, before, after).map(inOneLine)).toEqual([]);
  const found = compareRecordings(before, after);
  for (const id of spec.differences ?? []) {
    const known = KNOWN_DIFFERENCES.find((each) => each.id === id);
    expect(
      known && found.some((difference) => known.applies(difference, before, after)),
      `the listed difference ${id} occurs`,
    ).toBe(true);
  }
  const failures = before.output.filter((line) => line.startsWith("uncaught "));
  expect(failures, "what ended the old program").toEqual(spec.fails ? [expect.stringContaining(spec.fails)] : []);
  expect(before.output.length, "lines that the program shows").toBeGreaterThan(0);
  expect(before.conversations.flatMap(({ turns }) => turns).length, "turns of the model").toBeGreaterThan(0);
}
