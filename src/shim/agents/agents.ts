import type { Call } from "../call.js";
import type { JsonObject } from "../json.js";
import type { Page, PageQuery } from "../paging.js";
import type { Definition } from "./definition.js";
import { foundryAgents } from "./foundry.js";
import { storedAssistants } from "./stored.js";

/** Where assistants are kept: a Foundry project's agents, or the shim's own store, because plain OpenAI has no place for them. */
export interface Agents {
  /** @param fields of a classic create request, with resources that exist */
  create(fields: JsonObject): Promise<Definition>;
  /** @throws ClassicError 404 "No assistant found" */
  get(assistant: string): Promise<Definition>;
  /** Changes the given fields only. @throws ClassicError 404 */
  update(assistant: string, fields: JsonObject): Promise<Definition>;
  /** @throws ClassicError 404 */
  delete(assistant: string): Promise<void>;
  list(query: PageQuery): Promise<Page<Definition>>;
}

/** The assistants that a call is about. */
export function agentsOf(call: Call): Agents {
  return call.upstream.foundry ? foundryAgents(call) : storedAssistants(call.shim);
}
