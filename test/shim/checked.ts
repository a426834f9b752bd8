import { HAVE_SPECS, Spec, type Check } from "../emulator/spec.js";
import { ClassicFoundrySpec } from "./classicSpec.js";
import { eventsIn, type at, type Json, type SURFACES } from "./http.js";

/** Null where the description has a plain type, as the service itself answered (specs/README.md, point 3). */
const AS_RECORDED = [
  /^(\/data\/\d+)?\/(first_id|last_id|instructions|max_prompt_tokens|max_completion_tokens) must be/,
  /^(\/data\/\d+)?\/(required_action|last_error|incomplete_details|usage)(\/\w+)* must be/,
  /^(\/data\/\d+)?\/(expires_at|expires_after|status_details|name) must be/,
  /^(\/\w+)* must match a schema in anyOf/,
];

/** Schemas of stream events by what they carry. */
const DATA: readonly (readonly [RegExp, string])[] = [
  [/^thread\.created$/, "ThreadObject"],
  [/^thread\.run\.step\.delta$/, "RunStepDeltaObject"],
  [/^thread\.run\.step\./, "RunStepObject"],
  [/^thread\.run\./, "RunObject"],
  [/^thread\.message\.delta$/, "MessageDeltaObject"],
  [/^thread\.message\./, "MessageObject"],
];

let openai: Spec | undefined;
let foundry: ClassicFoundrySpec | undefined;

/** Requests whose answers are held against the description of the surface, where it is there. */
export class Checked {
  readonly problems: string[] = [];
  checked = 0;
  readonly #send: ReturnType<typeof at>;
  readonly #surface: keyof typeof SURFACES;

  constructor(send: ReturnType<typeof at>, surface: keyof typeof SURFACES) {
    this.#send = send;
    this.#surface = surface;
  }

  /** Sends a request and holds the answer, or each event, against the description. @throws Error for a refusal */
  async send(method: string, path: string, body?: object): Promise<Json> {
    const { status, json, text, headers } = await this.#send(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
    const pathname = new URL(`http://x${path}`).pathname;
    if (!headers.get("content-type")?.startsWith("text/event-stream")) {
      const check = this.#answer(method, pathname);
      if (check) this.#note(`${method} ${pathname}`, check(json));
      return json;
    }
    const events = eventsIn(text);
    for (const { event, data } of events) {
      const schema = DATA.find(([pattern]) => pattern.test(event))?.[1];
      // Events are the same on all surfaces; only OpenAI has described them.
      if (schema && HAVE_SPECS && this.#surface !== "foundry")
        this.#note(event, (openai ??= new Spec()).schema(schema)(data));
    }
    return events.at(-2)!.data;
  }

  #answer(method: string, pathname: string): Check | undefined {
    if (!HAVE_SPECS) return undefined;
    const spec = this.#surface === "foundry" ? (foundry ??= new ClassicFoundrySpec()) : (openai ??= new Spec());
    return spec.answer(method, pathname);
  }

  #note(what: string, errors: string[]): void {
    this.checked += 1;
    const open = errors.filter((error) => !AS_RECORDED.some((known) => known.test(error)));
    if (open.length > 0) this.problems.push(`${what}: ${open.slice(0, 4).join(" | ")}`);
  }
}
