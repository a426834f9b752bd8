import type { Json, JsonObject } from "../emulator/json.js";

/** What the model got and gave in one turn, without ids that only one run of a program has. */
export interface SeenTurn {
  readonly model: string;
  readonly instructions: string | null;
  readonly tools: Json;
  readonly settings: JsonObject;
  readonly input: Json;
  readonly metadata: JsonObject;
  readonly status: string;
  readonly error: Json;
}

/** A conversation with all that was said in it. */
export interface SeenConversation {
  readonly turns: readonly SeenTurn[];
  readonly items: Json;
  readonly metadata: JsonObject;
  /** Whether the program deleted it; then items and metadata are what it had until then. */
  readonly isDeleted: boolean;
}

/** What a program leaves behind beside conversations: agents, files, vector stores, in the order in which it made them. */
export interface SeenThing {
  readonly what: string;
  readonly state: JsonObject;
  readonly isDeleted: boolean;
}

/** One run of a program, as far as it counts. */
export interface Recording {
  readonly conversations: readonly SeenConversation[];
  /** Turns without a conversation. */
  readonly loose: readonly SeenTurn[];
  readonly things: readonly SeenThing[];
  /** What the program showed: lines of its output, answers over HTTP, files that it wrote. */
  readonly output: readonly string[];
  /** Names of the agents in the order in which they were made. */
  readonly agents: readonly string[];
}
