import type { Safety } from "./edit.js";

/** What a rule is, for people and for `--only`/`--skip`. The page in docs/rules is generated from it. */
export interface RuleMeta {
  readonly id: string;
  /** File name of the rule. */
  readonly name: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly safety: Safety;
  readonly docs: string;
}

/** A rule's metadata from its id, name and one line each. */
export function meta(
  id: string,
  name: string,
  what: string,
  from: string,
  to: string,
  safety: Safety = "safe",
): RuleMeta {
  return { id, name, what, from, to, safety, docs: `docs/rules/${id}.md` };
}
