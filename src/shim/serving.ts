import { CLASSIC_OPERATIONS } from "../protocol/classic.js";

/** What the shim stands in front of: the operations that each has differ. */
export type ServingUpstream = "foundry" | "openai";

/**
 * How an operation is served. Native: by one operation of the current API that means the same, with its fields translated. Emulated: put
 * together from several, or kept by the shim. Refused: it cannot be served, and `how` says why.
 */
export interface Way {
  readonly kind: "native" | "emulated" | "refused";
  readonly how: string;
}

/** How an operation is served in front of each upstream. */
export type Serving = Readonly<Record<ServingUpstream, Way>>;

const native = (how: string): Way => ({ kind: "native", how });
const emulated = (how: string): Way => ({ kind: "emulated", how });
const refused = (how: string): Way => ({ kind: "refused", how });
const both = (way: Way): Serving => ({ foundry: way, openai: way });

const STORED = emulated("kept in the shim's store: plain OpenAI has no agents");
const PASSED = both(native("passed on as it is"));

const SERVINGS: Readonly<Record<string, Serving>> = {
  "assistants.create": { foundry: native("a version of an agent with a new name"), openai: STORED },
  "assistants.retrieve": { foundry: native("the latest version of the agent, or the pinned one"), openai: STORED },
  "assistants.update": {
    foundry: emulated("the latest version with the given fields, as a new version"),
    openai: STORED,
  },
  "assistants.list": { foundry: native("the prompt agents of the project"), openai: STORED },
  "assistants.delete": { foundry: native("the agent with all its versions"), openai: STORED },
  "threads.create": both(
    emulated("a conversation; more than 20 messages, attachments and resources take more requests"),
  ),
  "threads.retrieve": both(native("the conversation")),
  "threads.update": both(emulated("the conversation's metadata is read, merged and replaced")),
  "threads.delete": both(native("the conversation")),
  "threads.list": {
    foundry: native("the project's conversations"),
    openai: refused("OpenAI lists no conversations, and its classic API listed no threads either (wire-protocol 3.2)"),
  },
  "threads.createAndRun": both(emulated("a conversation, then a response")),
  "messages.create": both(emulated("an item; attachments go to the thread's vector store or files first")),
  "messages.retrieve": both(emulated("the item; who made it comes from the response or the store")),
  "messages.update": both(emulated("metadata is kept in the store: items cannot be changed")),
  "messages.list": both(emulated("the items of the conversation that are messages of user and assistant")),
  "messages.delete": both(native("the item")),
  "runs.create": both(emulated("a background response, with the agent or with its whole definition")),
  "runs.retrieve": both(emulated("the latest response of the run")),
  "runs.update": both(emulated("metadata is kept in the store: responses cannot be changed")),
  "runs.list": {
    foundry: emulated("the conversation's responses, those of one run together"),
    openai: emulated("kept in the shim's store: OpenAI lists no responses"),
  },
  "runs.cancel": both(emulated("the response is cancelled, or the calls that wait are answered with `cancelled`")),
  "runs.submitToolOutputs": both(emulated("one more response; the run keeps its id")),
  "steps.list": both(emulated("the output items of all responses of the run")),
  "steps.retrieve": both(emulated("one of the output items")),
  "files.retrieve": both(emulated("passed on; files that a tool made come from their container")),
  "files.content": both(emulated("passed on; files that a tool made come from their container")),
  "files.delete": both(emulated("passed on; files that a tool made go with their container")),
};

/** How a classic operation is served; undefined for those of the first Assistants beta, which the classic service refused as well. */
export function servingOf(operation: string): Serving | undefined {
  return SERVINGS[operation] ?? (/^(files|vectorStores)\./.test(operation) ? PASSED : undefined);
}

/** The operations of the classic API that programs of today can call, in order. */
export const SERVED_OPERATIONS = CLASSIC_OPERATIONS.filter(({ only }) => only !== "v1");

/** Those of the first beta: OpenAI ended it in December 2024, and version 2 has nothing in their places. */
export const ENDED_OPERATIONS = CLASSIC_OPERATIONS.filter(({ only }) => only === "v1");
