import type { Rules } from "./script/rules.js";
import type { Model } from "./script/step.js";
import type { UnverifiedBehaviour } from "./unverified.js";

export interface EmulatorOptions {
  /** What the model answers: rules, or a function. Without one, or where no rule fits, the default model echoes. */
  readonly script?: Rules | Model;
  /** Makes ids repeatable. */
  readonly seed?: number | string;
  /** Makes times repeatable: unix seconds of a clock that moves one second per request. */
  readonly startTime?: number;
  /** Milliseconds before each answer. */
  readonly latency?: number;
  /** Milliseconds a background response stays queued, and again in progress, before its model starts. Default 10. */
  readonly backgroundDelay?: number;
  /** Prompt objects by id (the service drops them on 2026-11-30); others are unknown. */
  readonly prompts?: Readonly<Record<string, { readonly model: string; readonly instructions?: string }>>;
  /** Tokens that fit into a model's context; without it nothing overflows. */
  readonly contextWindow?: number;
  /** Answer 401 to requests that carry no credential. Default false. */
  readonly requireAuth?: boolean;
  /** How many requests and turns the log keeps; the oldest go first. Default 2,000. */
  readonly logLimit?: number;
  /** Where the service's behaviour is not known. */
  readonly unverified?: Partial<UnverifiedBehaviour>;
}
