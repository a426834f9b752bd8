import { ClassicError } from "../errors.js";
import type { Claims } from "./store.js";

/** How long a claim holds without being renewed: so long a name stays taken when its process dies. */
const HELD_MS = 15_000;
/** How long to wait for a turn. What others do meanwhile is a request to the service, so this is long. */
const PATIENCE_MS = 60_000;
const FIRST_LOOK_MS = 5;
const LAST_LOOK_MS = 200;

/** Lets things happen one after the other: within this process, and among all that share the claims. */
export class Turns {
  readonly #claims: Claims | undefined;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(claims: Claims | undefined) {
    this.#claims = claims;
  }

  /** Does something when everything that was begun for the same name has ended. @throws ClassicError 503 when that takes too long */
  async take<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#queues.get(name);
    const alone = () => this.#alone(name, work);
    const turn = (before ?? Promise.resolve()).then(alone, alone);
    this.#queues.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#queues.get(name) === turn) this.#queues.delete(name);
    }
  }

  async #alone<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const claims = this.#claims;
    if (!claims) return work();
    const owner = crypto.randomUUID();
    await claimed(claims, name, owner);
    // A renewal that fails is tried again by the next one; the claim outlives several.
    const renewal = setInterval(() => void claims.claim(name, owner, HELD_MS).catch(() => undefined), HELD_MS / 4);
    try {
      return await work();
    } finally {
      clearInterval(renewal);
      // It ends by itself if it cannot be given back.
      await claims.release(name, owner).catch(() => undefined);
    }
  }
}

async function claimed(claims: Claims, name: string, owner: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (let wait = FIRST_LOOK_MS; !(await claims.claim(name, owner, HELD_MS)); wait = Math.min(wait * 2, LAST_LOOK_MS)) {
    if (Date.now() > until) throw new ClassicError(503, `Another request is still at work on ${name}. Try again.`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
