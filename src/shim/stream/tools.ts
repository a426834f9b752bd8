import { stepId } from "../ids.js";
import { objectOf, objectsOf, textOf, type JsonObject } from "../json.js";
import type { ClassicEvent } from "../reply.js";
import { showCall, showStep, withoutContent, type StepStatus } from "../show/step.js";
import type { Telling } from "./telling.js";

/** Calls of tools while they are being told: one call of a hosted tool, or neighbouring function calls. */
export class OpenTools {
  readonly #telling: Telling;
  readonly #first: string;
  readonly #items: JsonObject[] = [];
  /** How much of the latest call's arguments or code has been told. */
  #told = 0;

  constructor(telling: Telling, item: JsonObject) {
    this.#telling = telling;
    this.#first = textOf(item.id)!;
    this.#items.push(item);
  }

  get isFunctions(): boolean {
    return this.#items[0]?.type === "function_call";
  }

  *open(): Generator<ClassicEvent> {
    const step = this.#show("in_progress", []);
    yield { event: "thread.run.step.created", data: step };
    yield { event: "thread.run.step.in_progress", data: step };
    yield* this.#begin();
  }

  /** One more function call in the same step. */
  *add(item: JsonObject): Generator<ClassicEvent> {
    this.#items.push(item);
    this.#told = 0;
    yield* this.#begin();
  }

  *take(event: JsonObject): Generator<ClassicEvent> {
    const delta = textOf(event.delta) ?? "";
    switch (event.type) {
      case "response.function_call_arguments.delta":
        yield* this.#arguments(delta);
        break;
      case "response.code_interpreter_call_code.delta":
        yield* this.#code(delta);
        break;
      case "response.output_item.done":
        yield* this.#done(objectOf(event.item));
    }
  }

  *close(status: StepStatus): Generator<ClassicEvent> {
    yield {
      event: `thread.run.step.${status}`,
      data: this.#show(
        status,
        this.#items.map((item) => showCall(item)),
      ),
    };
  }

  /** Name and id are told once: clients join the texts of all deltas. */
  *#begin(): Generator<ClassicEvent> {
    const call = showCall(this.#items.at(-1)!);
    switch (call.type) {
      case "function": {
        const { name } = objectOf(call.function);
        yield this.#delta({
          id: call.id!,
          type: "function",
          function: { name: name ?? "", arguments: "", output: null },
        });
        break;
      }
      case "code_interpreter":
        yield this.#delta({ id: call.id!, type: "code_interpreter", code_interpreter: { input: "", outputs: [] } });
        break;
      case "file_search": {
        const search = { ...objectOf(call.file_search), results: [] };
        yield this.#delta({ id: call.id!, type: "file_search", file_search: search });
      }
    }
  }

  *#arguments(delta: string): Generator<ClassicEvent> {
    if (delta === "") return;
    this.#told += delta.length;
    yield this.#delta({ type: "function", function: { arguments: delta } });
  }

  *#code(delta: string): Generator<ClassicEvent> {
    if (delta === "") return;
    this.#told += delta.length;
    yield this.#delta({ type: "code_interpreter", code_interpreter: { input: delta } });
  }

  /** The finished call: what no delta told, and what came of it. */
  *#done(item: JsonObject): Generator<ClassicEvent> {
    this.#items[this.#items.length - 1] = item;
    const call = showCall(item);
    if (call.type === "function") {
      yield* this.#arguments((textOf(item.arguments) ?? "").slice(this.#told));
      return;
    }
    if (call.type === "code_interpreter") {
      yield* this.#code((textOf(item.code) ?? "").slice(this.#told));
      const outputs = objectsOf(objectOf(call.code_interpreter).outputs);
      const numbered = outputs.map((output, index) => ({ index, ...output }));
      if (numbered.length > 0) {
        yield this.#delta({ type: "code_interpreter", code_interpreter: { outputs: numbered } });
      }
    }
    if (call.type === "mcp") yield this.#delta(call);
    yield* this.close(item.status === "failed" ? "failed" : "completed");
  }

  #delta(call: JsonObject): ClassicEvent {
    const tool_calls = [{ index: this.#items.length - 1, ...call }];
    const delta = { step_details: { type: "tool_calls", tool_calls } };
    const data = { id: stepId(this.#first), object: "thread.run.step.delta", delta };
    return { event: "thread.run.step.delta", data };
  }

  #show(status: StepStatus, tool_calls: readonly JsonObject[]): JsonObject {
    const { run, ids, now, withContent } = this.#telling;
    const step = showStep({ type: "tool_calls", items: this.#items }, { run, ids, status, created: now, at: now });
    const shown = { ...step, step_details: { type: "tool_calls", tool_calls } };
    return withContent ? shown : withoutContent(shown);
  }
}
