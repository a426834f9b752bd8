/** Limits of the current API that requests are checked against. */
export const LIMITS = {
  /** Items in one `conversations.create` or `conversations.items.create`. */
  itemsPerCall: 20,
  metadata: { pairs: 16, keyLength: 64, valueLength: 512 },
  /** Agent names are identities: letters and digits, hyphens inside. */
  agentName: { maxLength: 63, pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/ },
  agentDescriptionLength: 512,
  /** Smallest `max_output_tokens`. */
  outputTokens: 16,
  page: { max: 100, default: 20 },
  containerFiles: 50,
  agentTools: 128,
} as const;

/** How well a statement on a service is known. */
export type Evidence =
  /** Several independent users report the service's answer. */
  | "reported"
  /** An official client removes the field before it sends; treated as refused. */
  | "stripped by a client";

export interface RefusedField {
  readonly field: string;
  readonly evidence: Evidence;
  /** For people. */
  readonly because: string;
}

const BY_DEFINITION = 'Refused next to an agent ("Not allowed when agent is specified."): the definition decides.';
const STRIPPED = "Microsoft's Agent Framework leaves it out next to an agent, so it is treated as refused there.";

/** Body fields of `responses.create` that Foundry refuses next to `agent_reference`. */
export const refusedWithAgent: readonly RefusedField[] = [
  ...["instructions", "temperature", "top_p", "tools", "text", "reasoning"].map((field): RefusedField => ({
    field,
    evidence: "reported",
    because: BY_DEFINITION,
  })),
  ...["model", "parallel_tool_calls"].map((field): RefusedField => ({
    field,
    evidence: "stripped by a client",
    because: STRIPPED,
  })),
  {
    field: "tool_choice",
    evidence: "stripped by a client",
    because: `${STRIPPED} Some samples do send it.`,
  },
];
