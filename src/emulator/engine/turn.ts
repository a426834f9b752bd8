import type { Surface } from "../http/errors.js";
import type { Json, JsonObject } from "../json.js";
import type { Item } from "../store/state.js";

/**
 * One turn of the model: what it got, after agent definition, templates, conversation and previous responses were put together, and
 * what became of it. This is the record that replays compare; field names are those of the wire.
 */
export interface Turn {
  /** Counts from 1. */
  readonly number: number;
  readonly surface: Surface;
  readonly response_id: string;
  readonly conversation_id: string | null;
  readonly previous_response_id: string | null;
  /** The agent whose definition was used. */
  readonly agent: { readonly name: string; readonly version: string } | null;

  readonly model: string;
  readonly instructions: string | null;
  readonly tools: readonly JsonObject[];
  readonly tool_choice: Json;
  readonly parallel_tool_calls: boolean;
  /** `{ format, verbosity }` */
  readonly text: JsonObject;
  readonly reasoning: JsonObject | null;
  readonly temperature: number | null;
  readonly top_p: number | null;
  readonly max_output_tokens: number | null;
  readonly truncation: string;
  /** Everything the model read, oldest first: history, then the items of this request. */
  readonly input: readonly Item[];

  /** What the request asked for beside the model's view. */
  readonly request: {
    readonly stream: boolean;
    readonly background: boolean;
    readonly store: boolean;
    readonly include: readonly string[];
    readonly metadata: JsonObject;
  };

  /** What came of it; filled in while the response runs. */
  status: string;
  output: readonly Item[];
  error: JsonObject | null;
}
