import { numberOf, objectOf, type JsonObject } from "../json.js";
import type { ClassicEvent } from "../reply.js";
import { reasonOf, showRun, statusOf, usageOf, type Status } from "../show/run.js";
import { stepTypeOf } from "../show/step.js";
import type { RunRecord } from "../state/records.js";
import { OpenMessage } from "./message.js";
import type { Telling } from "./telling.js";
import { OpenTools } from "./tools.js";

/**
 * The events of a response as those of a run. Clients follow one step at a time, so an item that begins before another is done waits for
 * it; nothing else waits.
 */
export class Translator {
  #telling: Telling;
  #open: OpenMessage | OpenTools | undefined;
  /** A step whose message is complete. It ends with the next event, because the last step tells what the response used. */
  #told: OpenMessage | undefined;
  /** Place in the output of the item that is being told. */
  #place: number | undefined;
  readonly #waiting = new Map<number, JsonObject[]>();
  /** Items that never were steps: reasoning and the like. */
  readonly #silent = new Set<number>();

  constructor(telling: Telling) {
    this.#telling = telling;
  }

  /** The run as it is known now; shown by the events that follow. */
  set run(run: RunRecord) {
    this.#telling = { ...this.#telling, run };
  }

  /** The beginning: a run that goes on after tool outputs is not created again. */
  *begin(response: JsonObject, isNew: boolean): Generator<ClassicEvent> {
    if (isNew) yield this.#run("thread.run.created", response, "queued");
    yield this.#run("thread.run.queued", response, "queued");
  }

  /** What becomes of one event of the response that does not end it. */
  *take(event: JsonObject): Generator<ClassicEvent> {
    if (event.type === "response.in_progress") {
      yield this.#run("thread.run.in_progress", objectOf(event.response), "in_progress");
      return;
    }
    const place = numberOf(event.output_index);
    if (place !== undefined) yield* this.#settle();
    if (place === undefined || this.#silent.has(place)) return;
    if (this.#place !== undefined && this.#place !== place) {
      this.#waiting.set(place, [...(this.#waiting.get(place) ?? []), event]);
      return;
    }
    yield* this.#tell(event, place);
  }

  /** The end, from the response's last event. */
  *finish(response: JsonObject): Generator<ClassicEvent> {
    yield* this.#settle(usageOf(objectOf(response.usage)));
    const status = statusOf(this.#telling.run, response);
    const why = reasonOf(status, response);
    if (status === "failed") yield* this.#close("failed", why);
    else if (status === "cancelled") yield* this.cancel(response);
    else if (status === "incomplete") yield* this.#close("completed", why);
    else if (this.#open instanceof OpenMessage) yield* this.#close("completed");
    if (status !== "cancelled") yield this.#run(`thread.run.${status}`, response, status);
  }

  /** The end of a run that was cancelled. */
  *cancel(response: JsonObject): Generator<ClassicEvent> {
    yield* this.#settle();
    yield this.#run("thread.run.cancelling", response, "cancelling");
    yield* this.#close("cancelled", reasonOf("cancelled", response));
    yield this.#run("thread.run.cancelled", response, "cancelled");
  }

  *#tell(event: JsonObject, place: number): Generator<ClassicEvent> {
    if (this.#silent.has(place)) return;
    if (event.type === "response.output_item.added") yield* this.#begin(objectOf(event.item), place);
    else if (this.#open) yield* this.#open.take(event);
    if (event.type !== "response.output_item.done") return;
    this.#place = undefined;
    const functions = this.#open instanceof OpenTools && this.#open.isFunctions;
    const cutShort = this.#open instanceof OpenMessage && this.#open.isCutShort;
    if (this.#open instanceof OpenMessage && !cutShort) {
      yield this.#open.closeMessage();
      this.#told = this.#open;
    }
    if (!functions && !cutShort) this.#open = undefined;
    yield* this.#next();
  }

  *#begin(item: JsonObject, place: number): Generator<ClassicEvent> {
    yield* this.#settle();
    const type = stepTypeOf(item, this.#telling.surface);
    if (type === undefined) {
      this.#silent.add(place);
      return;
    }
    this.#place = place;
    if (item.type === "function_call" && this.#open instanceof OpenTools) {
      yield* this.#open.add(item);
      return;
    }
    // Function calls wait for their outputs, unless the model goes on to something else.
    if (this.#open) yield* this.#open.close("completed");
    this.#open =
      type === "message_creation" ? new OpenMessage(this.#telling, item) : new OpenTools(this.#telling, item);
    yield* this.#open.open();
  }

  /** Tells the items that have been waiting, as far as they go. */
  *#next(): Generator<ClassicEvent> {
    while (this.#place === undefined && this.#waiting.size > 0) {
      const place = Math.min(...this.#waiting.keys());
      const events = this.#waiting.get(place)!;
      this.#waiting.delete(place);
      for (const event of events) yield* this.#tell(event, place);
    }
  }

  *#settle(usage: JsonObject | null = null): Generator<ClassicEvent> {
    if (this.#told) yield this.#told.closeStep("completed", usage);
    this.#told = undefined;
  }

  *#close(status: "completed" | "failed" | "cancelled", why?: string): Generator<ClassicEvent> {
    if (this.#open) yield* this.#open.close(status, why);
    this.#open = undefined;
  }

  #run(event: string, response: JsonObject, status: Status): ClassicEvent {
    return { event, data: showRun(this.#telling.run, response, this.#telling.ids, status) };
  }
}
