import type { Safety } from "../../transforms/edit.js";

/** What each grade of safety promises, for people. */
export const SAFETY: Readonly<Record<Safety, string>> = {
  safe: "Behaviour is kept.",
  review: "Behaviour can differ; where it does, the report names how, and lists it first.",
  manual: "Not applied yet: what it is for stays as it is, and so does every flow whose calls depend on it.",
};
