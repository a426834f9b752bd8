import type { Json, JsonObject } from "../json.js";
import type { Turn } from "../engine/turn.js";

/** A place in a text that points to a source. `at`: where in the text, default the end. */
export interface Citation {
  /** A file of a vector store: `file_citation`. */
  readonly file_id?: string;
  readonly filename?: string;
  /** A web page: `url_citation` over `quote`. */
  readonly url?: string;
  readonly title?: string;
  /** A file that the code interpreter of this response made, by name: `container_file_citation`. */
  readonly container_file?: string;
  /** The part of the text that the citation covers; the whole text when absent. */
  readonly quote?: string;
  readonly at?: number;
}

/** One thing the scripted model does. A turn is a list of them, in order. */
export type Step =
  | { readonly text: string; readonly citations?: readonly Citation[] }
  | { readonly refusal: string }
  | { readonly reasoning: string | readonly string[]; readonly encrypted_content?: string }
  | {
      readonly function_call: {
        readonly name: string;
        readonly arguments?: JsonObject | string;
        readonly call_id?: string;
      };
    }
  | { readonly custom_tool_call: { readonly name: string; readonly input: string; readonly call_id?: string } }
  | {
      readonly code_interpreter: {
        readonly code: string;
        readonly logs?: string;
        /** Files it writes into its container: text, or base64 when `base64` is set. */
        readonly files?: readonly { readonly name: string; readonly content: string; readonly base64?: boolean }[];
        /** Address of an image among its outputs. */
        readonly image?: string;
      };
    }
  | {
      readonly file_search: {
        readonly queries?: readonly string[];
        /** What it finds; by default the vector stores of the tool are searched. */
        readonly results?: readonly JsonObject[];
      };
    }
  | { readonly web_search: { readonly query: string; readonly sources?: readonly string[] } }
  | { readonly mcp_list_tools: { readonly server_label: string; readonly tools?: readonly JsonObject[] } }
  | {
      readonly mcp_call: {
        readonly server_label: string;
        readonly name: string;
        readonly arguments?: JsonObject | string;
        readonly output?: string;
        readonly error?: JsonObject;
        readonly approval_request_id?: string;
      };
    }
  | {
      readonly mcp_approval_request: {
        readonly server_label: string;
        readonly name: string;
        readonly arguments?: JsonObject | string;
      };
    }
  | {
      readonly memory_search: {
        /** What it finds; by default everything in the scope of the agent's memory tool. */
        readonly memories?: readonly JsonObject[];
      };
    }
  | { readonly image_generation: { readonly result: string } }
  /** Any other output item, as it is; it gets an id when it has none. */
  | { readonly item: JsonObject }
  /** Milliseconds of silence. */
  | { readonly delay: number }
  /** The response ends here with status `incomplete`; an open text keeps what it has. */
  | { readonly incomplete: "max_output_tokens" | "content_filter" }
  /** The response ends here with status `failed`. */
  | { readonly failed: { readonly code?: string; readonly message: string } }
  /** The same, and a stream says so with an `error` event, which most SDKs throw. */
  | { readonly error: { readonly code?: string; readonly message: string } }
  /** No response at all: an HTTP error. Only as the first step. */
  | {
      readonly http_error: {
        readonly status: number;
        readonly message: string;
        readonly code?: string;
        readonly headers?: Readonly<Record<string, string>>;
      };
    };

/** What a model may give back: steps, one step, or just the text it says. */
export type Answer = string | Step | readonly Step[];

/** A model in code. It gets exactly what the record of the turn will show; `undefined` leaves the turn to the default model. */
export type Model = (turn: Turn) => Answer | undefined | Promise<Answer | undefined>;

/** An answer as a list of steps. */
export function stepsOf(answer: Answer): readonly Step[] {
  if (typeof answer === "string") return [{ text: answer }];
  return Array.isArray(answer) ? (answer as readonly Step[]) : [answer as Step];
}

/** Arguments as the wire has them: a JSON text. */
export function argumentsText(value: JsonObject | string | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? ({} satisfies Json));
}
