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
  /** The fixture that its page shows: a folder below fixtures/. Rules that are not applied yet may do without. */
  readonly example: string | undefined;
  readonly docs: string;
}

/** A rule's metadata from its id, name and one line each; `example` is a folder below fixtures/. */
export function meta(
  id: string,
  name: string,
  what: string,
  from: string,
  to: string,
  safety: Safety,
  example?: string,
): RuleMeta {
  return { id, name, what, from, to, safety, example, docs: `docs/rules/${id}.md` };
}
