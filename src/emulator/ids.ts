import { randomBytes } from "node:crypto";
import type { Clock } from "./clock.js";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A source of random bytes (0–255): the machine's, or a repeatable one for a seed. */
export function createRandom(seed?: number | string): () => number {
  if (seed === undefined) {
    let pool = Buffer.alloc(0);
    let used = 0;
    return () => {
      if (used === pool.length) {
        pool = randomBytes(4096);
        used = 0;
      }
      return pool[used++] as number;
    };
  }
  // FNV-1a turns the seed into a state, mulberry32 runs from there.
  let state = [...String(seed)].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 16777619), 2166136261);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) & 0xff;
  };
}

/**
 * Ids in the service's formats, as seen in recorded traffic: a conversation ends in a partition of 16 hex digits, and what belongs to it
 * begins with that partition, then `00` and the creation time in hex seconds.
 */
export class Ids {
  readonly #random: () => number;
  /** Apart from the others, so that retries and refusals do not change the ids of things. */
  readonly #requestRandom: () => number;
  readonly #clock: Clock;

  /** @param seed makes the ids repeatable */
  constructor(clock: Clock, seed?: number | string) {
    this.#random = createRandom(seed);
    this.#requestRandom = createRandom(seed === undefined ? undefined : `requests ${seed}`);
    this.#clock = clock;
  }

  /** `conv_<time><24 hex><partition>`; also containers, and items put into a conversation by hand. */
  rooted(prefix: string, partition = this.partition()): string {
    return `${prefix}_${this.#time()}${this.#hex(24)}${partition}`;
  }

  /** `resp_<partition>00<time><24 hex>`: responses and the items they create. */
  within(prefix: string, partition: string): string {
    return `${prefix}_${partition}00${this.#time()}${this.#hex(24)}`;
  }

  /** `vs_<time><24 hex>`: vector stores, container files, batches. */
  plain(prefix: string): string {
    return `${prefix}_${this.#time()}${this.#hex(24)}`;
  }

  /** `file-<22 letters and digits>` */
  file(): string {
    return `file-${this.#letters(22)}`;
  }

  /** `call_<24 letters and digits>` */
  call(): string {
    return `call_${this.#letters(24)}`;
  }

  /** 32 hex digits: request ids. */
  request(): string {
    return `req_${this.#hex(32, this.#requestRandom)}`;
  }

  /** 16 hex digits that a conversation and its content share. */
  partition(): string {
    return this.#hex(16);
  }

  /** The partition of a conversation id or of a response id; a new one for ids of another origin. */
  partitionOf(id: string): string {
    const response = /^[a-z]+_([0-9a-f]{16})00[0-9a-f]{32}$/.exec(id);
    const rooted = /^[a-z]+_[0-9a-f]{32}([0-9a-f]{16})$/.exec(id);
    return response?.[1] ?? rooted?.[1] ?? this.partition();
  }

  #time(): string {
    return this.#clock.now().toString(16).padStart(8, "0");
  }

  #hex(digits: number, random = this.#random): string {
    let text = "";
    while (text.length < digits) text += random().toString(16).padStart(2, "0");
    return text.slice(0, digits);
  }

  #letters(count: number): string {
    let text = "";
    while (text.length < count) text += BASE62[this.#random() % 62];
    return text;
  }
}
