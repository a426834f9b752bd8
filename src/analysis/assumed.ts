import { findClients, findOperation } from "../dialects/index.js";
import type { Expression, LanguageId, Name, Node } from "../languages/tree.js";
import type { Binding } from "./scopes.js";
import type { ClientValue } from "./value.js";

/**
 * The client that a name must be although its construction is not among the files: what it was imported as is a file of the project
 * itself, and it is used in a way that only the OpenAI SDK has (`client.beta.threads.create(…)`). Undefined without such a use.
 */
export function assumedClient(language: LanguageId, binding: Binding): ClientValue | undefined {
  const hit = findClients(language, "openai", language === "python" ? "OpenAI" : "default")[0];
  if (!hit) return undefined;
  const awaited = binding.reads.some((read) =>
    isTelling(read, (path) => findOperation(hit.dialect, path) !== undefined),
  );
  if (!awaited) return undefined;
  return { kind: "client", type: hit.client, dialects: [hit.dialect], site: undefined, path: "", assumed: true };
}

/** Whether a name begins a call `name.beta.threads.…(…)` of a known operation. */
function isTelling(name: Name, isOperation: (path: string) => boolean): boolean {
  const path: string[] = [];
  let at: Expression = name;
  while (at.parent?.kind === "Member" && at.parent.object === at) {
    at = at.parent;
    path.push(at.property);
  }
  const { parent }: { parent: Node | undefined } = at;
  return parent?.kind === "Call" && parent.callee === at && path[0] === "beta" && isOperation(path.join("."));
}
