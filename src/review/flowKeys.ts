import type { OperationOutcome } from "../../transforms/finding.js";
import type { Place } from "../../transforms/code/options.js";
import type { Migration } from "../pipeline/migration.js";

/** Names a flow in every plan of the same files, whose numbers of flows may differ: its first call. */
export type FlowKey = string;

export interface KnownFlow {
  readonly key: FlowKey;
  readonly first: Place;
  readonly operations: readonly OperationOutcome[];
}

/** The flows of a plan by their number in it. */
export function flowsOf({ operations }: Pick<Migration, "operations">): Map<number, KnownFlow> {
  const groups = new Map<number, OperationOutcome[]>();
  for (const operation of operations) {
    if (operation.flow < 0) continue;
    const group = groups.get(operation.flow);
    if (group) group.push(operation);
    else groups.set(operation.flow, [operation]);
  }
  return new Map(
    [...groups].map(([id, group]) => {
      const [first] = [...group].sort((a, b) => a.file.localeCompare(b.file) || a.range.start - b.range.start);
      const place = { file: first!.file, start: first!.range.start };
      return [id, { key: `${place.start} ${place.file}`, first: place, operations: group }];
    }),
  );
}
