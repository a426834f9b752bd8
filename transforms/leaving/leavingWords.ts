import { escape } from "./escapes.js";
import { isGone } from "../reading/reading.js";
import { reading as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/** Words that are others now; statuses have words of their own only where calls want answers, which is asked where they are read. */
const WORDS = new Set(["enum(PartType)", "enum(AnnotationType)"]);

/** Words of the classic API must not reach code that this tool does not see, where the current one has others: it would compare them. */
export function refuseLeavingWords(cx: Rewrite): void {
  for (const use of cx.flows.uses) {
    const words = cx.values.results(use).filter((v) => WORDS.has(v.type) && v.operation && cx.isActive(v.operation));
    const isRead = use.parent?.kind === "Switch" || isGone(cx, use);
    const reason = words.length > 0 && !isRead ? escape(cx, use, use.parent) : undefined;
    if (reason === undefined) continue;
    for (const { operation } of words)
      cx.refuse(
        operation!,
        rule,
        `the type of a part ${reason}, and parts have other types now`,
        "Hand on a word of your own for each kind, then run again.",
      );
  }
}
