import { stepId } from "../ids.js";
import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../json.js";
import type { ClassicEvent } from "../reply.js";
import { CitedWriter } from "../show/citations.js";
import { showMessage } from "../show/message.js";
import { showStep, type StepItems, type StepStatus } from "../show/step.js";
import type { Telling } from "./telling.js";

interface Part {
  readonly index: number;
  readonly writer: CitedWriter;
  told: boolean;
  citations: number;
}

/** A message while it is being told: the step that makes it, its parts, its citations. */
export class OpenMessage {
  readonly #telling: Telling;
  #item: JsonObject;
  readonly #step: StepItems;
  /** Text and refusal parts by their place in the item. */
  readonly #parts = new Map<number, Part>();
  #count = 0;

  constructor(telling: Telling, item: JsonObject) {
    this.#telling = telling;
    this.#item = item;
    this.#step = { type: "message_creation", items: [item] };
  }

  *open(): Generator<ClassicEvent> {
    const step = this.#showStep("in_progress");
    yield { event: "thread.run.step.created", data: step };
    yield { event: "thread.run.step.in_progress", data: step };
    const message = { ...this.#show({ ...this.#item, status: "in_progress" }), content: [] };
    yield { event: "thread.message.created", data: message };
    yield { event: "thread.message.in_progress", data: message };
  }

  *take(event: JsonObject): Generator<ClassicEvent> {
    const place = numberOf(event.content_index) ?? 0;
    switch (event.type) {
      case "response.output_text.delta":
        yield* this.#text(place, textOf(event.delta) ?? "");
        break;
      case "response.refusal.delta":
        yield* this.#refusal(place, textOf(event.delta) ?? "");
        break;
      case "response.output_text.annotation.added":
        yield* this.#cite(place, objectOf(event.annotation));
        break;
      case "response.output_item.done":
        this.#item = objectOf(event.item);
        yield* this.#untold();
    }
  }

  /** Ends the message and its step. @param why the message is incomplete */
  *close(status: StepStatus, why?: string): Generator<ClassicEvent> {
    yield this.closeMessage(why);
    yield this.closeStep(status);
  }

  /** @param usage of the response, when this is its last step */
  closeStep(status: StepStatus, usage: JsonObject | null = null): ClassicEvent {
    return { event: `thread.run.step.${status}`, data: { ...this.#showStep(status), usage } };
  }

  closeMessage(why?: string): ClassicEvent {
    const status = why === undefined ? "completed" : "incomplete";
    return { event: `thread.message.${status}`, data: this.#show({ ...this.#item, status }, why) };
  }

  /** The item says that it was cut short; why is only known when the response ends. */
  get isCutShort(): boolean {
    return this.#item.status === "incomplete";
  }

  *#text(place: number, delta: string): Generator<ClassicEvent> {
    const part = this.#part(place);
    part.writer.write(delta);
    const text: JsonObject = part.told ? { value: delta } : { value: delta, annotations: [] };
    part.told = true;
    yield this.#delta({ index: part.index, type: "text", text });
  }

  *#refusal(place: number, refusal: string): Generator<ClassicEvent> {
    const part = this.#part(place);
    part.told = true;
    yield this.#delta({ index: part.index, type: "refusal", refusal });
  }

  *#cite(place: number, annotation: JsonObject): Generator<ClassicEvent> {
    const part = this.#part(place);
    const added = part.writer.cite(annotation);
    if (!added) return;
    if (added.kind === "image") {
      yield this.#delta({ index: this.#count++, type: "image_file", image_file: { file_id: added.file } });
      return;
    }
    const told = { index: part.citations++, ...added.annotation };
    // Deltas quoted, finished annotations did not (as recorded).
    const quoting =
      added.annotation.type === "file_citation"
        ? { ...told, file_citation: { ...objectOf(added.annotation.file_citation), quote: "" } }
        : told;
    part.told = true;
    yield this.#delta({ index: part.index, type: "text", text: { value: added.text, annotations: [quoting] } });
  }

  /** Parts that came whole, without deltas. */
  *#untold(): Generator<ClassicEvent> {
    for (const [place, part] of objectsOf(this.#item.content).entries()) {
      if (this.#parts.get(place)?.told) continue;
      if (part.type === "refusal") yield* this.#refusal(place, textOf(part.refusal) ?? "");
      if (part.type !== "output_text") continue;
      yield* this.#text(place, textOf(part.text) ?? "");
    }
  }

  #part(place: number): Part {
    const known = this.#parts.get(place);
    if (known) return known;
    const index = this.#count++;
    const part = { index, writer: new CitedWriter(index, this.#telling.surface), told: false, citations: 0 };
    this.#parts.set(place, part);
    return part;
  }

  #delta(part: JsonObject): ClassicEvent {
    const id = textOf(this.#item.id)!;
    return { event: "thread.message.delta", data: { id, object: "thread.message.delta", delta: { content: [part] } } };
  }

  #show(item: JsonObject, cut?: string): JsonObject {
    const { run, ids, surface, now } = this.#telling;
    const record = { run: run.id, assistant: run.assistant, cut };
    return showMessage(item, { conversation: run.conversation, created: now, record, ids, surface });
  }

  #showStep(status: StepStatus): JsonObject {
    const { run, ids, now } = this.#telling;
    return { ...showStep(this.#step, { run, ids, status, created: now, at: now }), id: stepId(textOf(this.#item.id)!) };
  }
}
