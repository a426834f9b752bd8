import { ApiError } from "../http/errors.js";
import type { UnverifiedBehaviour } from "../unverified.js";
import type { Agent } from "./state.js";

/** The agents of a service by name. */
export class Agents {
  readonly #rule: UnverifiedBehaviour["agentNamesInOtherCase"];
  readonly #byName = new Map<string, Agent>();

  /** @param rule what names mean that differ in case only */
  constructor(rule: UnverifiedBehaviour["agentNamesInOtherCase"]) {
    this.#rule = rule;
  }

  /** The agent of that name. */
  get(name: string): Agent | undefined {
    return this.#byName.get(this.#key(name));
  }

  /** @throws ApiError 409 when the name is taken, or too like one that is */
  add(agent: Agent): void {
    const clash =
      this.get(agent.name) ??
      (this.#rule === "refuse"
        ? this.values().find(({ name }) => name.toLowerCase() === agent.name.toLowerCase())
        : undefined);
    if (clash) {
      throw new ApiError(409, `Agent with name '${clash.name}' already exists.`, { param: "name", code: "conflict" });
    }
    this.#byName.set(this.#key(agent.name), agent);
  }

  delete(name: string): void {
    this.#byName.delete(this.#key(name));
  }

  /** In order of creation. */
  values(): Agent[] {
    return [...this.#byName.values()];
  }

  #key(name: string): string {
    return this.#rule === "same" ? name.toLowerCase() : name;
  }
}
