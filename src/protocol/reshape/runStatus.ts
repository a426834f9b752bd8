import { quote } from "../json.js";
import { statusMapping } from "../mapping/status.js";
import { CannotReshape, type Reshape } from "../types.js";

/** A run status as response status. `requires_action`, `cancelling` and `expired` have none. */
export const runStatus: Reshape = {
  name: "runStatus",
  apply: (status) => {
    const mapping = typeof status === "string" ? statusMapping(status) : undefined;
    if (mapping?.current !== undefined) return mapping.current;
    throw new CannotReshape(
      mapping
        ? `No response has the status ${quote(status)}. ${mapping.because}`
        : `${quote(status)} is not a status of a run.`,
    );
  },
};
