import { createClock, type Clock } from "../clock.js";
import { Ids } from "../ids.js";
import type { JsonObject } from "../json.js";
import type { LiveResponse } from "../engine/live.js";
import type { UnverifiedBehaviour } from "../unverified.js";
import { Agents } from "./agents.js";

/** An item of a conversation, of an input or of an output. */
export interface Item extends JsonObject {
  id: string;
  type: string;
}

export interface AgentVersion {
  readonly version: string;
  readonly createdAt: number;
  readonly definition: JsonObject;
  readonly description: string;
  readonly metadata: JsonObject;
  readonly draft: boolean;
}

export interface Agent {
  readonly name: string;
  state: string;
  /** In order of creation; never empty. */
  versions: AgentVersion[];
  /** The number the last version got; deleted numbers do not come back. */
  lastVersion: number;
  endpoint: JsonObject;
}

export interface Conversation {
  readonly id: string;
  readonly createdAt: number;
  metadata: JsonObject;
  readonly items: Map<string, Item>;
  /** The response that is running on it. */
  lockedBy: string | undefined;
}

export interface StoredFile {
  readonly object: JsonObject;
  readonly content: Uint8Array;
}

export interface Container {
  readonly object: JsonObject;
  readonly files: Map<string, StoredFile>;
  lastActiveAt: number;
  readonly minutes: number;
  expired: boolean;
}

export interface VectorStore {
  readonly object: JsonObject;
  readonly files: Map<string, JsonObject>;
  readonly batches: Map<string, { readonly object: JsonObject; readonly fileIds: readonly string[] }>;
}

export interface MemoryStore {
  readonly object: JsonObject;
  readonly items: Map<string, JsonObject>;
  /** Updates by id, as they were answered. */
  readonly updates: Map<string, JsonObject>;
  /** What agents will have remembered after a while. */
  pending: { readonly due: number; readonly scope: string; readonly texts: readonly string[] }[];
}

/** Everything the service remembers. All projects and both surfaces share it. */
export interface State {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly agents: Agents;
  readonly conversations: Map<string, Conversation>;
  readonly responses: Map<string, LiveResponse>;
  readonly files: Map<string, StoredFile>;
  readonly containers: Map<string, Container>;
  readonly vectorStores: Map<string, VectorStore>;
  readonly memoryStores: Map<string, MemoryStore>;
}

/** An empty service. */
export function createState(
  options: { seed?: number | string; startTime?: number },
  agentNames: UnverifiedBehaviour["agentNamesInOtherCase"],
): State {
  const clock = createClock(options.startTime);
  return {
    clock,
    ids: new Ids(clock, options.seed),
    agents: new Agents(agentNames),
    conversations: new Map(),
    responses: new Map(),
    files: new Map(),
    containers: new Map(),
    vectorStores: new Map(),
    memoryStores: new Map(),
  };
}
