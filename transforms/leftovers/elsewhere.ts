import type { ClientValue } from "../../src/analysis/value.js";
import type { Argument } from "../../src/languages/tree.js";

/** The address of plain OpenAI. */
export const OPENAI = "https://api.openai.com/v1";

/** The address of the service that a client was made for, as far as it is written there. */
export function serviceOf({ type }: ClientValue, own: Argument | undefined): string {
  if (own?.value.kind === "StringLiteral") return own.value.value;
  return own || type.service !== "openai"
    ? `<its ${type.service === "openai" ? "base_url" : "azure_endpoint"}>`
    : OPENAI;
}

/** Whether a part of the service works with uploaded files: the proxy puts these where the agents are, and the part is not there. */
export function worksWithFiles(path: string): boolean {
  return /^(batches|fine_tuning|uploads|evals)\b/.test(path);
}
