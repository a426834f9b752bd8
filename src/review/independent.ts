import type { Migration } from "../pipeline/migration.js";
import { flowsOf, type FlowKey } from "./flowKeys.js";

/** Flows beyond this many are taken as they are, as are those beyond this much code to plan: each costs a plan. */
const MOST = 40;
const MOST_CODE = 2_000_000;

/**
 * Which of some flows depend on each other: one does on another when its own changes are of another kind without it (a message that was
 * folded into a run stands by itself again). How a client is called does not count.
 * @param without plans with one more flow declined
 */
export async function independentGroups(
  flows: readonly FlowKey[],
  migration: Migration,
  without: (flow: FlowKey) => Promise<Migration>,
): Promise<FlowKey[][]> {
  const groupOf = new Map(flows.map((flow) => [flow, [flow]]));
  const kinds = kindsOf(migration);
  const code = migration.changes.reduce((sum, { source }) => sum + source.text.length, 0);
  for (const flow of flows.slice(0, Math.min(MOST, Math.ceil(MOST_CODE / code)))) {
    const others = kindsOf(await without(flow));
    for (const other of flows) {
      const [one, two] = [groupOf.get(flow)!, groupOf.get(other)!];
      if (one === two || kinds.get(other) === others.get(other)) continue;
      one.push(...two);
      for (const moved of two) groupOf.set(moved, one);
    }
  }
  return [...new Set(groupOf.values())];
}

/** What is changed for each flow, without the new code. */
function kindsOf(migration: Migration): Map<FlowKey, string> {
  const flows = flowsOf(migration);
  const kinds = new Map<FlowKey, string>();
  for (const { edits } of migration.changes)
    for (const { flow, file, start, end, rule, reason } of edits) {
      const key = flows.get(flow)?.key;
      if (key !== undefined) kinds.set(key, `${kinds.get(key) ?? ""}\n${file} ${start} ${end} ${rule} ${reason}`);
    }
  return kinds;
}
