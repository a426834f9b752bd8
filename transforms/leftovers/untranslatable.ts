/** Thrown inside a rule when an operation cannot be translated; the plan turns it into a refusal of its flow. */
export class Untranslatable extends Error {
  override readonly name = "Untranslatable";
  constructor(
    message: string,
    /** What to do next. */
    readonly help: string,
    /** Whether the reason is that others migrate: it may be gone once something else stays. */
    readonly isTentative = false,
  ) {
    super(message);
  }
}
