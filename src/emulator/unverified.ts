import { refusedWithAgent } from "../protocol/current.js";

/**
 * How the emulator behaves where nobody has seen the service do it (wire-protocol reference, section 11): each default is the reading
 * under which accepted code is least likely to be refused by the service. Documented in docs/emulator.md.
 */
export interface UnverifiedBehaviour {
  /** `background: true` with `conversation`: the documented shape of a polled run, so it is allowed unless a test wants to know. */
  readonly backgroundWithConversation: "allow" | "refuse";
  /** `input: []` beside a conversation on plain OpenAI: the only way there to run without a new message, so it is allowed as well. */
  readonly emptyInputOnOpenAI: "allow" | "refuse";
  /** Containers below a Foundry project: samples use them, and nothing else gives out generated files, so they are there. */
  readonly containersOnFoundry: "allow" | "refuse";
  /** Items put into, or deleted from, a conversation on which a response runs. */
  readonly itemsWhileLocked: "refuse" | "allow";
  /** Metadata updates of a conversation on which a response runs. */
  readonly metadataWhileLocked: "refuse" | "allow";
  /** How Foundry answers while a response runs on the conversation; plain OpenAI was seen to answer 400 `conversation_locked`. */
  readonly lockOnFoundry: { readonly status: number; readonly code: string };
  /** `background: true` with `store: false`. */
  readonly backgroundWithoutStore: "refuse" | "allow";
  /** Fields refused beside an agent reference on top of the ones that were seen refused. */
  readonly refusedWithAgent: readonly string[];
  /** A request without `input` (and with a conversation or previous response) on plain OpenAI; Foundry takes it. */
  readonly omittedInputOnOpenAI: "refuse" | "allow";
  /** Whether Foundry's list of responses has those that were made without an agent. */
  readonly agentlessResponsesListed: boolean;
  /** Whether items listed from a Foundry conversation say which response and agent made them. */
  readonly originOfListedItems: boolean;
  /** On Foundry, a message item put into a conversation without `type: "message"`. */
  readonly untypedConversationItems: "refuse" | "allow";
  /** On Foundry, an `output_text` part without `annotations`. */
  readonly outputTextWithoutAnnotations: "refuse" | "allow";
  /** What an assistant's message counts as for Foundry's `item_type` filter, whose values are both `message` and `output_message`. */
  readonly assistantItemType: "output_message" | "message";
  /** Which key names the agent; the other one is refused. One endpoint was seen to want the old one. */
  readonly agentKey: "agent_reference" | "agent";
  /** Whether agents whose names differ in case only can be there side by side; "same": they are one agent. */
  readonly agentNamesInOtherCase: "refuse" | "distinct" | "same";
  /** What `\{{` in a template is: filled like any other braces, or the braces themselves (as Handlebars has it). */
  readonly escapedBraces: "fill" | "keep";
  /** What offsets of citations count. */
  readonly textOffsets: "code points" | "utf-16";
  /** Reading the content of files that were uploaded as `assistants` or `user_data`. */
  readonly contentOfUploads: "refuse" | "allow";
}

export const SAFER_READING: UnverifiedBehaviour = {
  backgroundWithConversation: "allow",
  emptyInputOnOpenAI: "allow",
  containersOnFoundry: "allow",
  itemsWhileLocked: "refuse",
  metadataWhileLocked: "refuse",
  lockOnFoundry: { status: 400, code: "conversation_locked" },
  backgroundWithoutStore: "refuse",
  refusedWithAgent: [
    ...refusedWithAgent.filter(({ evidence }) => evidence !== "reported").map(({ field }) => field),
    "truncation",
  ],
  omittedInputOnOpenAI: "refuse",
  agentlessResponsesListed: false,
  originOfListedItems: false,
  untypedConversationItems: "refuse",
  outputTextWithoutAnnotations: "refuse",
  assistantItemType: "output_message",
  agentKey: "agent_reference",
  agentNamesInOtherCase: "refuse",
  escapedBraces: "fill",
  textOffsets: "code points",
  contentOfUploads: "refuse",
};
