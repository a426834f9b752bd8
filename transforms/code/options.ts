/** Where a call starts in a file as it was read. */
export interface Place {
  readonly file: string;
  readonly start: number;
}

export interface PlanOptions {
  readonly target: "foundry" | "openai";
  /** Stay with layer A: each call becomes its current call in place. */
  readonly keepShape: boolean;
  /** Do not rename local variables. */
  readonly keepNames: boolean;
  /** Rule ids to run; empty means all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Calls that somebody who reviewed the plan wants to keep, each with its flow. */
  readonly declined?: readonly Place[];
  /** What happens to flows that do not migrate. */
  readonly leftovers: "shim" | "todo" | "leave";
}
