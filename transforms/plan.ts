import type { ProgramInput } from "../src/analysis/program.js";
import type { Plan } from "./finding.js";

export interface PlanOptions {
  readonly target: "foundry" | "openai";
  readonly keepShape: boolean;
  readonly keepNames: boolean;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly leftovers: "shim" | "todo" | "leave";
}

/** Placeholder until the rules land: plans nothing. */
export function plan(_input: ProgramInput, _options: PlanOptions): Plan {
  return { edits: [], findings: [], operations: [] };
}
