import type { LanguageId } from "../languages/tree.js";
import { azureAgentsJs } from "./azure-agents-js.js";
import { azureAgentsPython } from "./azure-agents-python.js";
import { azureProjectsBetaJs } from "./azure-projects-beta-js.js";
import { azureProjectsBetaPython } from "./azure-projects-beta-python.js";
import { openaiJs } from "./openai-js.js";
import { openaiPython } from "./openai-python.js";
import type { ClassicDialect, ClientType, DialectOperation } from "./types.js";

/** Every classic SDK. Where two generations share a class, the younger stands first. */
export const classicDialects: readonly ClassicDialect[] = [
  openaiJs,
  azureAgentsJs,
  azureProjectsBetaJs,
  openaiPython,
  azureAgentsPython,
  azureProjectsBetaPython,
];

/** The dialects of one language. */
export function dialectsOf(language: LanguageId): readonly ClassicDialect[] {
  return classicDialects.filter((dialect) => dialect.language === language);
}

/**
 * Texts of which at least one occurs in every file that can hold classic calls: packages as they are imported, and call paths,
 * because a client may be built in another file and arrive through a project import.
 */
export const needles: readonly string[] = [
  "openai",
  "azure.ai.agents",
  "azure.ai.projects",
  "@azure/ai-agents",
  "@azure/ai-projects",
  "beta.threads",
  "beta.assistants",
  "vector_stores",
  "vectorStores",
  ".threads.",
  ".runs.",
  "create_agent",
  "createAgent",
];

/** A class that gives a client, with the dialect that client speaks. */
export interface DialectClient {
  readonly dialect: ClassicDialect;
  readonly client: ClientType;
}

const clientIndex = new Map<string, DialectClient[]>();
const operationIndex = new Map<ClassicDialect, Map<string, DialectOperation>>();

for (const dialect of classicDialects) {
  operationIndex.set(dialect, new Map(dialect.operations.map((operation) => [operation.path, operation])));
  for (const client of dialect.clients) {
    for (const module of client.modules) {
      const key = clientKey(dialect.language, module, client.name);
      clientIndex.set(key, [...(clientIndex.get(key) ?? []), { dialect, client }]);
    }
  }
}

function clientKey(language: LanguageId, module: string, name: string): string {
  return `${language} ${module} ${name}`;
}

/**
 * The clients that the export `name` of `module` gives, whether by its constructor or a factory. Several where generations share a
 * class: the operation's path, or the factory, decides which dialect is spoken.
 */
export function findClients(language: LanguageId, module: string, name: string): readonly DialectClient[] {
  return clientIndex.get(clientKey(language, module, name)) ?? [];
}

/** The operation that a dialect spells as `path` (below the client and its prefix). */
export function findOperation(dialect: ClassicDialect, path: string): DialectOperation | undefined {
  return operationIndex.get(dialect)?.get(path);
}
