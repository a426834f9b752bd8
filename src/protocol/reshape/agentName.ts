import { LIMITS } from "../current/limits.js";
import { quote } from "../json.js";
import { CannotReshape, type Reshape } from "../types.js";

/**
 * An agent name for a classic display name: letters and digits with hyphens inside, at most 63. Accents are dropped, every other run of
 * characters becomes a hyphen, and what had to change is in lower case. A legal name stays as it is. The functions that are printed
 * for names of the run time (`agentName` among a target's helpers) do the same.
 * @throws CannotReshape when no letter or digit is left.
 */
export function agentName(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{Mark}/gu, "");
  const slug = plain
    .replace(/[^A-Za-z0-9-]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, LIMITS.agentName.maxLength)
    .replace(/-+$/, "");
  if (slug === "") {
    throw new CannotReshape(
      `The name ${quote(name)} has no letter or digit that an agent name may contain: give the agent a name of A-Z, a-z, 0-9 and hyphens.`,
    );
  }
  return slug === name ? name : slug.toLowerCase();
}

/** A display name as agent name. */
export const agentNameSlug: Reshape = {
  name: "agentName",
  apply: (name) => {
    if (typeof name === "string") return agentName(name);
    throw new CannotReshape(`The name ${quote(name)} is not a string: an agent needs a name.`);
  },
};
