import { refusedWithAgent } from "../protocol/current.js";
import type { Rules } from "./script/rules.js";
import type { Model } from "./script/step.js";

/**
 * How the emulator behaves where nobody has seen the service do it (wire-protocol reference, section 11): each default is the reading
 * under which accepted code is least likely to be refused by the service. Documented in docs/emulator.md.
 */
export interface UnverifiedBehaviour {
  /** `background: true` with `conversation`: the documented shape of a polled run, so it is allowed unless a test wants to know. */
  readonly backgroundWithConversation: "allow" | "refuse";
  /** Items put into, or deleted from, a conversation on which a response runs. */
  readonly itemsWhileLocked: "refuse" | "allow";
  /** Metadata updates of a conversation on which a response runs. */
  readonly metadataWhileLocked: "refuse" | "allow";
  /** `background: true` with `store: false`. */
  readonly backgroundWithoutStore: "refuse" | "allow";
  /** Fields refused beside an agent reference on top of the ones that were seen refused. */
  readonly refusedWithAgent: readonly string[];
  /** A request without `input` (and with a conversation or previous response) on plain OpenAI; Foundry takes it. */
  readonly omittedInputOnOpenAI: "refuse" | "allow";
  /** Whether items listed from a Foundry conversation say which response and agent made them. */
  readonly originOfListedItems: boolean;
  /** On Foundry, a message item put into a conversation without `type: "message"`. */
  readonly untypedConversationItems: "refuse" | "allow";
  /** On Foundry, an `output_text` part without `annotations`. */
  readonly outputTextWithoutAnnotations: "refuse" | "allow";
}

export const SAFER_READING: UnverifiedBehaviour = {
  backgroundWithConversation: "allow",
  itemsWhileLocked: "refuse",
  metadataWhileLocked: "refuse",
  backgroundWithoutStore: "refuse",
  refusedWithAgent: [
    ...refusedWithAgent.filter(({ evidence }) => evidence !== "reported").map(({ field }) => field),
    "truncation",
  ],
  omittedInputOnOpenAI: "refuse",
  originOfListedItems: false,
  untypedConversationItems: "refuse",
  outputTextWithoutAnnotations: "refuse",
};

export interface EmulatorOptions {
  /** What the model answers: rules, or a function. Without one, or where no rule fits, the default model echoes. */
  readonly script?: Rules | Model;
  /** Makes ids repeatable. */
  readonly seed?: number | string;
  /** Makes times repeatable: unix seconds of a clock that moves one second per request. */
  readonly startTime?: number;
  /** Milliseconds before each answer. */
  readonly latency?: number;
  /** Milliseconds a background response stays queued, and again in progress, before its model starts. Default 10. */
  readonly backgroundDelay?: number;
  /** Tokens that fit into a model's context; without it nothing overflows. */
  readonly contextWindow?: number;
  /** Answer 401 to requests that carry no credential. Default false. */
  readonly requireAuth?: boolean;
  /** How many requests and turns the log keeps; the oldest go first. Default 2,000. */
  readonly logLimit?: number;
  /** Where the service's behaviour is not known. */
  readonly unverified?: Partial<UnverifiedBehaviour>;
}
