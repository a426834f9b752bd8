import { findOperation } from "../dialects/index.js";
import type { Call, Expression, LanguageId } from "../languages/tree.js";
import { clientTypeOf } from "./dialectLookup.js";
import type { ClientValue } from "./value.js";

/** Calls that only a classic SDK has, by how they begin below its client, and where the client's class comes from. */
interface Telling {
  readonly language: LanguageId;
  readonly path: RegExp;
  readonly module: string;
  readonly name: string;
  /** The module and the name of the class whose calls are awaited; undefined where all are. */
  readonly awaited?: { readonly module: string; readonly name: string };
}

export const BETA = /^beta\.(assistants|threads|vector_?[sS]tores)\./;
/** Other libraries have agents with messages, too; none has threads and runs below them, or calls like `agents.create_agent`. */
const AGENTS =
  /^agents\.(threads\.|runs\.|run_?[sS]teps\.|(create|update|delete)_?[aA]gent$|create_?([tT]hread|[mM]essage|[rR]un|[aA]nd_))/;

const TELLING: readonly Telling[] = [
  { language: "javascript", path: BETA, module: "openai", name: "default" },
  { language: "javascript", path: AGENTS, module: "@azure/ai-projects", name: "AIProjectClient" },
  {
    language: "python",
    path: BETA,
    module: "openai",
    name: "OpenAI",
    awaited: { module: "openai", name: "AsyncOpenAI" },
  },
  {
    language: "python",
    path: AGENTS,
    module: "azure.ai.projects",
    name: "AIProjectClient",
    awaited: { module: "azure.ai.projects.aio", name: "AIProjectClient" },
  },
];

/**
 * The client that something must be although nothing says where it is made: it is used in a way that only a classic SDK has
 * (`client.beta.threads.create(…)`). `uses` are all its reads. Undefined without such a use.
 */
export function assumedClient(uses: readonly Expression[]): ClientValue | undefined {
  const told = uses.flatMap((use) => tellingAt(use) ?? []);
  const [first] = told;
  if (!first) return undefined;
  const { awaited } = first.telling;
  const named = awaited && told.some(({ call }) => call.parent?.kind === "Await") ? awaited : first.telling;
  const hit = clientTypeOf({ language: first.telling.language, module: named.module, path: [named.name] });
  return hit && { kind: "client", ...hit, site: undefined, path: "", assumed: true };
}

/** The call of a known operation that an expression begins, of those that tell what it is: `e.beta.threads.create(…)`. */
export function tellingAt(e: Expression): { readonly telling: Telling; readonly call: Call } | undefined {
  const path: string[] = [];
  let at = e;
  for (let { parent } = at; parent?.kind === "Member" && parent.object === at; { parent } = at) {
    at = parent;
    path.push(parent.property);
  }
  const { parent: call } = at;
  if (call?.kind !== "Call" || call.callee !== at) return undefined;
  const spelled = path.join(".");
  const telling = TELLING.find(
    (one) => one.language === e.tree.language && one.path.test(spelled) && isOperation(one, spelled),
  );
  return telling && { telling, call };
}

function isOperation({ language, module, name }: Telling, spelled: string): boolean {
  const hit = clientTypeOf({ language, module, path: [name] });
  const prefix = hit?.type.prefix ? `${hit.type.prefix}.` : "";
  return hit?.dialects.some((dialect) => findOperation(dialect, spelled.slice(prefix.length)) !== undefined) ?? false;
}
