import { fileNameOf, lineOf } from "../code/lineNumbers.js";
import { threadFiles as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Files of a thread go with each response now. Where a run stays, nothing would take what migrated code names in the conversation, and
 * a migrated run would not find what classic calls bring: messages with files and the runs that read them stay together.
 */
export function refuseSplitFiles(cx: Rewrite): void {
  for (const operation of cx.flows.operations) {
    const other = cx.isActive(operation) ? cx.threadFiles.strangerTo(operation) : undefined;
    if (!other) continue;
    const file = other.call.tree === operation.call.tree ? "" : ` of ${fileNameOf(other.call)}`;
    cx.refuse(
      operation,
      rule,
      `the files of its thread are shared with ${other.id} in line ${lineOf(other.call)}${file}, which stays`,
      "Migrate that call by hand, then run again.",
    );
  }
}
