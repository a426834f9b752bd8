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
  /** Reported by several independent users with the service's answer. */
  | "reported"
  /** Official clients remove the field before they send; treated as refused. */
  | "stripped by clients";

export interface RefusedField {
  readonly field: string;
  readonly evidence: Evidence;
  /** For people. */
  readonly because: string;
}

const BY_DEFINITION = 'the agent\'s definition decides; the service answers 400 "Not allowed when agent is specified."';
const STRIPPED = "Microsoft's own clients leave it out next to an agent, so it is treated as refused";

/** Body fields of `responses.create` that Foundry refuses next to `agent_reference`. */
export const refusedWithAgent: readonly RefusedField[] = [
  { field: "instructions", evidence: "reported", because: BY_DEFINITION },
  { field: "temperature", evidence: "reported", because: BY_DEFINITION },
  { field: "top_p", evidence: "reported", because: BY_DEFINITION },
  { field: "tools", evidence: "reported", because: BY_DEFINITION },
  { field: "text", evidence: "reported", because: BY_DEFINITION },
  { field: "reasoning", evidence: "reported", because: BY_DEFINITION },
  { field: "model", evidence: "stripped by clients", because: STRIPPED },
  { field: "tool_choice", evidence: "stripped by clients", because: STRIPPED },
  { field: "parallel_tool_calls", evidence: "stripped by clients", because: STRIPPED },
];
