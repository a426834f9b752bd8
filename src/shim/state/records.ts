import type { JsonObject } from "../json.js";

/** One response of a run: the first, or the one that answered tool outputs. */
export interface Link {
  readonly id: string;
  /** The outputs that were submitted for its function calls, by call id. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Once it is over. */
  readonly usage?: JsonObject | null;
}

/** An end that the service does not know of: a run that was cancelled or cut off between or within its responses. */
export interface Ended {
  readonly status: "cancelled" | "failed" | "expired";
  readonly at: number;
  readonly error?: { readonly code: string; readonly message: string };
}

/** A run: a chain of responses. Named by its first. */
export interface RunRecord {
  readonly id: string;
  readonly conversation: string;
  /** Agent name, with a version where the program pinned one. */
  readonly assistant: string;
  readonly created: number;
  readonly links: readonly Link[];
  /** The effective settings by their classic names: model, instructions, tools (in either form), tool_resources and so on. */
  readonly settings: JsonObject;
  /** What the agent's structured inputs were filled with; absent when no agent was referenced. */
  readonly agent?: { readonly structured?: JsonObject };
  readonly metadata: JsonObject;
  readonly ended?: Ended;
}

/** A request that may come again because its answer got lost. */
export interface RequestRecord {
  /** Digest of its body. */
  readonly body: string;
  /** The id that Azure's SDKs give a request and all its repetitions. */
  readonly request?: string;
  /** Milliseconds. */
  readonly at: number;
  /** The id of what it made, as it was answered; absent while it is at work, and for good when its process was killed. */
  readonly id?: string;
}

/** What is remembered of a thread. */
export interface ThreadRecord {
  /** First responses of its runs, oldest first. */
  readonly runs: readonly string[];
  /** The run that may still be active. */
  readonly active?: string;
}

/** What is remembered of a message because its item cannot say it. */
export interface MessageRecord {
  /** First response of the run that made it. */
  readonly run?: string;
  readonly assistant?: string;
  readonly created?: number;
  /** Why it ends before it is finished. */
  readonly cut?: string;
  readonly metadata?: JsonObject;
  readonly attachments?: readonly JsonObject[];
}
