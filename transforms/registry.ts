import type { Safety } from "./edit.js";

export interface RuleMeta {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly safety: Safety;
  readonly docs: string;
}

/** Placeholder until the rules land: knows none. */
export const rules: readonly RuleMeta[] = [];
