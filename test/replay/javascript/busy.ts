/** Counts what a program still waits for, so that its end can be told while its process lives on. */
export class Busy {
  #pending = 0;

  begin(): () => void {
    this.#pending += 1;
    let open = true;
    return () => {
      if (open) this.#pending -= 1;
      open = false;
    };
  }

  async track<Result>(work: Promise<Result>): Promise<Result> {
    const end = this.begin();
    try {
      return await work;
    } finally {
      end();
    }
  }

  /** Resolves when nothing has been pending for a while. */
  async idle(wait: (ms: number) => Promise<void>): Promise<void> {
    for (let quiet = 0; quiet < 25; quiet = this.#pending === 0 ? quiet + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
      await wait(2);
    }
  }
}
