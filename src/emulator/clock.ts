/** Where the emulator's times come from: unix seconds, as the service gives them. */
export interface Clock {
  /** Unix seconds. */
  now(): number;
  /** Called once per request: a logical clock moves on. */
  tick(): void;
  /** Moves time on, so that what expires does. */
  advance(seconds: number): void;
}

/**
 * A clock. With `start` it is logical: it begins there and moves one second per request, so that two equal programs see equal times;
 * without, it is the machine's.
 */
export function createClock(start?: number): Clock {
  let offset = 0;
  return {
    now: () => (start === undefined ? Math.floor(Date.now() / 1000) : start) + offset,
    tick: () => {
      if (start !== undefined) offset += 1;
    },
    advance: (seconds) => {
      offset += seconds;
    },
  };
}
