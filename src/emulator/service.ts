import type { Faults } from "./faults.js";
import type { Surface } from "./http/errors.js";
import type { Log } from "./log.js";
import type { EmulatorOptions } from "./options.js";
import type { Step } from "./script/step.js";
import type { State } from "./store/state.js";
import type { Turn } from "./engine/turn.js";
import type { UnverifiedBehaviour } from "./unverified.js";
import type { SurfaceFields } from "./validate/fields.js";

/** What operations work with. */
export interface Service {
  readonly state: State;
  readonly options: EmulatorOptions;
  readonly unverified: UnverifiedBehaviour;
  readonly log: Log;
  readonly faults: Faults;
  /** What request bodies must look like. */
  readonly fields: Readonly<Record<Surface, SurfaceFields>>;
  /** Asks the script, then the default model. */
  ask(turn: Turn): Promise<readonly Step[]>;
}
