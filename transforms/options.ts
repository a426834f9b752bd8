export interface PlanOptions {
  readonly target: "foundry" | "openai";
  /** Stay with layer A: each call becomes its current call in place. */
  readonly keepShape: boolean;
  /** Do not rename local variables. */
  readonly keepNames: boolean;
  /** Rule ids to run; empty means all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** What happens to flows that do not migrate. */
  readonly leftovers: "shim" | "todo" | "leave";
}
