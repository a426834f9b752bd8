// readline and readline/promises for replayed programs: what somebody types are the lines of the script.
type Replayed = { replay: { nextLine(): string | undefined } };

class Interface {
  #handlers = new Map<string, ((text: string) => void)[]>();
  #prompt = "> ";
  #isClosed = false;
  #isReading = false;

  #next(): string | undefined {
    return this.#isClosed ? undefined : (process as unknown as Replayed).replay.nextLine();
  }

  question(prompt: string, options?: unknown, answered?: (text: string) => void): Promise<string> {
    process.stdout.write(prompt);
    const text = this.#next();
    const callback = typeof options === "function" ? (options as (text: string) => void) : answered;
    // At the end of the input nothing answers any more.
    if (text === undefined) {
      this.close();
      return new Promise(() => undefined);
    }
    process.stdout.write("\n");
    if (callback) setTimeout(() => callback(text), 0);
    return Promise.resolve(text);
  }

  setPrompt(text: string): void {
    this.#prompt = text;
  }

  prompt(): void {
    process.stdout.write(this.#prompt);
    this.#read();
  }

  on(event: string, handler: (text: string) => void): this {
    this.#handlers.set(event, [...(this.#handlers.get(event) ?? []), handler]);
    return this;
  }

  once(event: string, handler: (text: string) => void): this {
    return this.on(event, handler);
  }

  /** One line for each prompt: a person types when asked. */
  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    setTimeout(() => {
      this.#isReading = false;
      const text = this.#next();
      if (text === undefined) return this.close();
      process.stdout.write("\n");
      for (const handler of this.#handlers.get("line") ?? []) handler(text);
    }, 0);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const handler of this.#handlers.get("close") ?? []) handler("");
  }

  pause(): this {
    return this;
  }

  resume(): this {
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (let text = this.#next(); text !== undefined; text = this.#next()) yield text;
  }
}

/** Promises and callbacks in one: the module is both. */
export function createInterface(_options?: unknown): Interface {
  return new Interface();
}
export const promises = { createInterface };
export default { createInterface, promises };
