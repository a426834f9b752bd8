import type { LanguageId } from "../languages/tree.js";
import { azureAgentsJs } from "./azure-agents-js.js";
import { azureAgentsPython } from "./azure-agents-python.js";
import { azureOpenAiAssistantsJs } from "./azure-openai-assistants-js.js";
import { azureProjectsBetaJs } from "./azure-projects-beta-js.js";
import { azureProjectsBetaPython } from "./azure-projects-beta-python.js";
import { openaiJs } from "./openai-js.js";
import { openaiPython } from "./openai-python.js";
import type { ClassicDialect, ClientType, DialectOperation, DialectType } from "./types.js";

/** Every classic SDK. Where two generations share a class, the younger stands first. */
export const classicDialects: readonly ClassicDialect[] = [
  openaiJs,
  azureAgentsJs,
  azureProjectsBetaJs,
  azureOpenAiAssistantsJs,
  openaiPython,
  azureAgentsPython,
  azureProjectsBetaPython,
];

/** The dialects of one language. */
export function dialectsOf(language: LanguageId): readonly ClassicDialect[] {
  return classicDialects.filter((dialect) => dialect.language === language);
}

/** A class that gives a client, with the dialect that client speaks. */
export interface DialectClient {
  readonly dialect: ClassicDialect;
  readonly client: ClientType;
}

/** A type that an SDK exports, with its dialect. */
export interface ExportedType {
  readonly dialect: ClassicDialect;
  readonly type: DialectType;
}

const exportKey = (language: LanguageId, module: string, name: string) => `${language} ${module} ${name}`;

const operations = new Map(
  classicDialects.map((dialect) => [dialect, new Map(dialect.operations.map((one) => [one.path, one]))]),
);
const clients = new Map<string, DialectClient[]>();
const types = new Map<string, ExportedType>();

for (const dialect of classicDialects) {
  for (const client of dialect.clients)
    for (const module of client.modules) {
      const key = exportKey(dialect.language, module, client.name);
      clients.set(key, [...(clients.get(key) ?? []), { dialect, client }]);
    }
  for (const type of dialect.types)
    for (const module of type.modules) types.set(exportKey(dialect.language, module, type.name), { dialect, type });
}

/**
 * The clients that the export `name` of `module` gives, whether by its constructor or a factory. Several where generations share a
 * class: the operation's path, or the factory, decides which dialect is spoken.
 */
export function findClients(language: LanguageId, module: string, name: string): readonly DialectClient[] {
  return clients.get(exportKey(language, bare(language, module), name)) ?? [];
}

/** The operation that a dialect spells as `path` (below the client and its prefix). */
export function findOperation(dialect: ClassicDialect, path: string): DialectOperation | undefined {
  return operations.get(dialect)?.get(path);
}

/**
 * What the export `name` of `module` describes, or undefined when it is no classic type. `name` may go on into namespaces
 * ("OpenAI.Beta.Threads.Run", "default.Beta.Threads.Run", "Threads.Run").
 */
export function findType(language: LanguageId, module: string, name: string): ExportedType | undefined {
  return types.get(exportKey(language, bare(language, module), name.replace(/^default(?=\.)/, "OpenAI")));
}

/**
 * The wire string of an enum member ("RunStatus.COMPLETED" → "completed"), or undefined. Python's Azure enums take their members in
 * any case.
 */
export function findConstant(dialect: ClassicDialect, name: string): string | undefined {
  const [type = "", member = ""] = name.split(".");
  return dialect.constants[dialect.language === "python" ? `${type}.${member.toUpperCase()}` : name];
}

/** A module specifier without what does not change its meaning: "openai/resources/beta/threads/index.js". */
function bare(language: LanguageId, module: string): string {
  return language === "javascript" ? module.replace(/\.[cm]?js$/, "").replace(/\/index$/, "") : module;
}
