import type { Faults } from "./faults.js";
import type { Log } from "./log.js";
import type { EmulatorOptions, UnverifiedBehaviour } from "./options.js";
import type { Step } from "./script/step.js";
import type { State } from "./store/state.js";
import type { Turn } from "./engine/turn.js";

/** What operations work with. */
export interface Service {
  readonly state: State;
  readonly options: EmulatorOptions;
  readonly unverified: UnverifiedBehaviour;
  readonly log: Log;
  readonly faults: Faults;
  /** Asks the script, then the default model. */
  ask(turn: Turn): Promise<readonly Step[]>;
}
