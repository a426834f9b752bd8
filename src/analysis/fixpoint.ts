import { isWithin, join, type Value } from "./value.js";

/** How often a circle is computed anew while what is known in it grows: a value that each round adds to another would never end. */
const ROUNDS = 4;

/** What is being computed, or was while something that it leaned on still is. */
export interface Part {
  /** The place among all that was ever begun. */
  readonly index: number;
  /** What others are told meanwhile. */
  values: readonly Value[];
  /** Whether any were told while it was not known. */
  isLeanedOn: boolean;
}

/** A part whose values are known as far as what it leaned on is. */
interface Pending extends Part {
  readonly key: object;
  /** What others were told before. */
  readonly told: readonly Value[];
}

/**
 * Remembers what was computed, also where one thing leads back to itself. What leans on each other is computed together (Tarjan's strongly
 * connected components), round by round, until the values that were told before they were known are those that came out.
 */
export class Fixpoint {
  private readonly known = new Map<object, readonly Value[]>();
  private readonly running = new Map<object, Part>();
  private readonly pending = new Map<object, Pending>();
  private readonly order: Pending[] = [];
  /** What came out of the round before. */
  private readonly earlier = new Map<object, readonly Value[]>();
  private begun = 0;
  /** The first of all parts that what is being computed leaned on. */
  private lowest = Infinity;

  /** The values of a key: remembered, or computed. */
  of(key: object, compute: () => readonly Value[]): readonly Value[] {
    const known = this.known.get(key);
    if (known) return known;
    const running = this.running.get(key);
    if (running) {
      this.lean(running);
      return running.values;
    }
    const pending = this.pending.get(key);
    if (pending) {
      this.lowest = Math.min(this.lowest, pending.index);
      return pending.values;
    }
    return this.begin(key, compute);
  }

  /** What is computed, and whether nothing of it leaned on what was being computed already. */
  whole<T>(compute: () => T): { readonly value: T; readonly isWhole: boolean } {
    const outer = this.lowest;
    this.lowest = Infinity;
    const value = compute();
    const isWhole = this.lowest === Infinity;
    this.lowest = Math.min(outer, this.lowest);
    return { value, isWhole };
  }

  /**
   * Computes something that is no list of values, and that may be asked for meanwhile: who asks then leans on its part (`lean`). What did
   * is forgotten when it is known.
   */
  apart<T>(compute: (part: Part) => T): T {
    const outer = this.lowest;
    const from = this.order.length;
    const part: Part = { index: this.begun++, values: [], isLeanedOn: false };
    this.running.set(part, part);
    this.lowest = Infinity;
    try {
      return compute(part);
    } finally {
      this.running.delete(part);
      this.lowest = Math.min(outer, this.lowest >= part.index ? Infinity : this.lowest);
      if (part.isLeanedOn || this.running.size === 0) this.drop(from);
    }
  }

  /** What is being computed leans on a part that is not known yet. */
  lean(part: Part): void {
    part.isLeanedOn = true;
    this.lowest = Math.min(this.lowest, part.index);
  }

  private begin(key: object, compute: () => readonly Value[]): readonly Value[] {
    const outer = this.lowest;
    const from = this.order.length;
    const part: Part = { index: this.begun++, values: this.earlier.get(key) ?? [], isLeanedOn: false };
    this.running.set(key, part);
    try {
      for (let round = 1; ; round++) {
        this.lowest = Infinity;
        const values = compute();
        const result: Pending = { ...part, key, values, told: part.values };
        if (this.lowest < part.index) this.keep(result);
        else if (round < ROUNDS && this.isGrowing(result, from)) {
          this.again(from);
          part.values = join(part.values, values);
          continue;
        } else this.conclude(result, from);
        return values;
      }
    } catch (error) {
      this.drop(from);
      throw error;
    } finally {
      this.running.delete(key);
      this.lowest = Math.min(outer, this.lowest >= part.index ? Infinity : this.lowest);
      if (this.running.size === 0) this.drop(from);
    }
  }

  private keep(result: Pending): void {
    this.pending.set(result.key, result);
    this.order.push(result);
  }

  /** Whether anything in a circle was told less than what came out. */
  private isGrowing(head: Pending, from: number): boolean {
    const isLess = ({ isLeanedOn, told, values }: Pending): boolean => isLeanedOn && !isWithin(values, told);
    return isLess(head) || this.order.slice(from).some(isLess);
  }

  /** Another round, which begins with what came out of the last one. */
  private again(from: number): void {
    for (const { key, values, told } of this.order.slice(from)) this.earlier.set(key, join(told, values));
    this.drop(from);
  }

  private conclude(head: Pending, from: number): void {
    for (const { key, values } of [...this.order.slice(from), head]) {
      this.known.set(key, values);
      this.earlier.delete(key);
    }
    this.drop(from);
  }

  private drop(from: number): void {
    for (const { key } of this.order.splice(from)) this.pending.delete(key);
    if (this.running.size === 0) this.earlier.clear();
  }
}
