import { checkSteps } from "./script/check.js";
import { stepsOf, type Model } from "./script/step.js";
import { defaultModel } from "./script/default.js";
import { modelOf, type Rules } from "./script/rules.js";
import { checkFault, Faults, type Fault } from "./faults.js";
import { withClassic } from "./classic.js";
import { createHandler } from "./handler.js";
import { abortable } from "./http/abort.js";
import { listen, type ListenOptions, type Listening } from "./http/listen.js";
import { Log, type LogExport, type LoggedRequest } from "./log.js";
import type { EmulatorOptions } from "./options.js";
import type { Service } from "./service.js";
import { SAFER_READING } from "./unverified.js";
import { surfaceFields } from "./validate/fields.js";
import { createState } from "./store/state.js";
import type { Turn } from "./engine/turn.js";

/** A double of the current API. It lives in this process; `listen` puts it on a port as well. */
export interface Emulator {
  /** The service as a web-standard handler: for `fetch` options of SDKs and for hosts that take one. */
  fetch(request: Request): Promise<Response>;
  /** Serves on loopback until closed. */
  listen(options?: ListenOptions): Promise<Listening>;
  /** Sets what the model answers from now on; without an argument the default model. */
  script(script?: Rules | Model): void;
  /** Lets something go wrong with the next fitting requests. */
  fault(fault: Fault): void;
  /** Moves the service's clock on, so that containers expire. */
  advance(seconds: number): void;
  /** Forgets everything: state, logs, faults, used-up rules; seeded ids and times start again. The script stays. */
  reset(): void;
  /** The requests that came in, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** What the model got and gave, one record per response, oldest first. */
  readonly turns: readonly Turn[];
  /** Requests and turns as one JSON value. */
  export(): LogExport;
}

const LOG_LIMIT = 2000;

/** Makes an emulator; see `EmulatorOptions`. @throws Error for a script that makes no sense */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const unverified = { ...SAFER_READING, ...options.unverified };
  const fields = surfaceFields(unverified);
  let script = options.script;
  let model = toModel(script);
  let service = create();
  let fetch: (request: Request) => Promise<Response> = mount();

  function create(): Service {
    return {
      state: createState(options, unverified.agentNamesInOtherCase),
      options,
      unverified,
      fields,
      log: new Log(options.logLimit ?? LOG_LIMIT),
      faults: new Faults(),
      ask: async (turn) => {
        const answer = await model?.(turn);
        if (answer === undefined) return defaultModel(turn);
        const steps = stepsOf(answer);
        checkSteps(steps, "What the script answers");
        return steps;
      },
    };
  }

  /** The current API, and the classic one on top of it. */
  function mount(): (request: Request) => Promise<Response> {
    const current = (request: Request) => createHandler(service, emulator)(request);
    return withClassic(service, current);
  }

  const emulator: Emulator = {
    fetch: abortable((request) => fetch(request)),
    listen: (settings = {}) => listen((request) => emulator.fetch(request), settings),
    script: (next) => {
      model = toModel(next);
      script = next;
    },
    fault: (fault) => {
      checkFault(fault);
      service.faults.add(fault);
    },
    advance: (seconds) => service.state.clock.advance(seconds),
    reset: () => {
      model = toModel(script);
      service = create();
      fetch = mount();
    },
    get requests() {
      return service.log.requests;
    },
    get turns() {
      return service.log.turns;
    },
    export: () => service.log.export(),
  };
  return emulator;
}

function toModel(script: Rules | Model | undefined): Model | undefined {
  return typeof script === "object" ? modelOf(script) : script;
}
