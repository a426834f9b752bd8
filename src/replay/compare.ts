import { isObject, type Json } from "../emulator/json.js";
import { plainOutput } from "./output.js";
import type { Recording, SeenConversation } from "./recording.js";

/** One place where two recordings differ. */
export interface Difference {
  /** `conversation 1 turn 2 input[0].content[0].text` */
  readonly where: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Everything that differs between the old program and the migrated one. */
export function compareRecordings(before: Recording, after: Recording): Difference[] {
  const found: Difference[] = [];
  const shown = after.agents;
  compare(
    "output",
    plainOutput(before.output, before.agents, shown),
    plainOutput(after.output, after.agents, shown),
    found,
  );
  const conversations = Math.max(before.conversations.length, after.conversations.length);
  for (let index = 0; index < conversations; index++) {
    const [old, now] = [before.conversations[index], after.conversations[index]];
    const name = `conversation ${index + 1}`;
    compareLists(`${name} turn`, old?.turns ?? [], now?.turns ?? [], found);
    compare(name, old && stateOf(old), now && stateOf(now), found);
  }
  compareLists("turn", before.loose, after.loose, found);
  compareLists("thing", before.things, after.things, found);
  return found;
}

function stateOf({ items, metadata, isDeleted }: SeenConversation): Json {
  return { items, metadata, isDeleted };
}

function compareLists(name: string, before: readonly object[], after: readonly object[], found: Difference[]): void {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    compare(`${name} ${index + 1}`, before[index] as Json | undefined, after[index] as Json | undefined, found);
  }
}

function compare(where: string, before: Json | undefined, after: Json | undefined, found: Difference[]): void {
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      compare(`${where}[${index}]`, before[index], after[index], found);
    }
  } else if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(`${where}.${key}`, before[key], after[key], found);
    }
  } else if (before !== after) found.push({ where, before, after });
}

/** A difference in one line. */
export function describe({ where, before, after }: Difference): string {
  const show = (value: Json | undefined) => (value === undefined ? "nothing" : JSON.stringify(value));
  return `${where}: ${show(before)} became ${show(after)}`;
}
