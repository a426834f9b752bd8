import type { ProgramInput } from "../analysis/program.js";
import type { Plan } from "../../transforms/finding.js";
import type { PlanOptions } from "../../transforms/plan.js";

/** The rules, as the pipeline sees them: pure, so that it may be asked again about its own result. */
export type Planner = (input: ProgramInput, options: PlanOptions) => Plan;
