import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { azureAgentsJs } from "../../src/dialects/azure-agents-js.js";
import { azureOpenAiAssistantsJs } from "../../src/dialects/azure-openai-assistants-js.js";
import { azureProjectsBetaJs } from "../../src/dialects/azure-projects-beta-js.js";
import { openaiJs } from "../../src/dialects/openai-js.js";
import type { ClassicDialect, DialectOperation, Layout } from "../../src/dialects/types.js";
import { classicOperation } from "../../src/protocol/classic.js";
import { probeClients, type Signature, type SignatureParameter } from "./packageTypes.js";
import { spelledIn } from "./versions.js";

const OPENAI_ROOTS = ["beta.assistants", "beta.threads", "beta.vectorStores", "vectorStores", "files"];

/** The dialects against the packages that are installed: which export is the client, and where its operations begin. */
const INSTALLED: readonly { dialect: ClassicDialect; module: string; client: string; roots: readonly string[] }[] = [
  { dialect: openaiJs, module: "openai-4", client: "OpenAI", roots: OPENAI_ROOTS },
  { dialect: openaiJs, module: "openai-4", client: "AzureOpenAI", roots: OPENAI_ROOTS },
  { dialect: openaiJs, module: "openai-5", client: "OpenAI", roots: OPENAI_ROOTS },
  { dialect: openaiJs, module: "openai", client: "OpenAI", roots: OPENAI_ROOTS },
  { dialect: openaiJs, module: "openai-7", client: "OpenAI", roots: OPENAI_ROOTS },
  { dialect: azureAgentsJs, module: "@azure/ai-agents", client: "AgentsClient", roots: [""] },
  { dialect: azureAgentsJs, module: "ai-projects-1", client: "AIProjectClient", roots: ["agents"] },
  { dialect: azureProjectsBetaJs, module: "ai-projects-beta", client: "AIProjectsClient", roots: ["agents"] },
  { dialect: azureOpenAiAssistantsJs, module: "@azure/openai-assistants", client: "AssistantsClient", roots: [""] },
];

/** Spellings only in versions that are not installed. */
const NOT_INSTALLED = new Set(["listThreads"]);

/** Keys that no protocol field stands for: a preview took a list of data sources where the wire has had one since. */
const UNKNOWN_KEYS = new Set(["createVectorStoreFile.dataSources", "createVectorStoreFileAndPoll.dataSources"]);

const probes = probeClients(INSTALLED.map(({ module, client }) => `${module}#${client}`));

describe.each(INSTALLED)("$dialect.id in $module ($client)", ({ dialect, module, client, roots }) => {
  const version = (JSON.parse(readFileSync(path.join("node_modules", module, "package.json"), "utf8")) as Package)
    .version;
  const probe = probes.get(`${module}#${client}`)!;
  const prefix = dialect.clients.find(({ typeName }) => typeName === client)!.prefix;
  const fullPath = (operation: DialectOperation) => (prefix ? `${prefix}.${operation.path}` : operation.path);
  const present = dialect.operations.filter((one) => spelledIn(one, version) && !NOT_INSTALLED.has(one.path));

  it("spells every method of the class and no other", () => {
    expect(present.map(fullPath).sort()).toEqual([...probe.paths(roots)].sort());
  });

  it.each(present.map((operation) => [operation.path, operation] as const))("%s", (_path, operation) => {
    const signatures = probe.signatures(fullPath(operation));
    const wanted = operation.layouts.map((layout) => layout.positional.join(" "));
    const found = signatures.filter((one) => operation.layouts.some((layout) => fits(layout, one)));
    expect(found, `${wanted.join(" | ")} ≠ ${signatures.map(describeSignature).join(" | ")}`).not.toEqual([]);
    expect(behaviour(found[0]!)).toEqual(declaredBehaviour(operation));
    expect(found.flatMap((one) => unknownKeys(dialect, operation, one))).toEqual([]);
  });
});

interface Package {
  readonly version: string;
}

const snake = (name: string) => name.replace(/ID$/, "Id").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Names by which the SDKs call what is no wire field, and fields that they call otherwise. */
const PARAMETER_NAMES: Readonly<Record<string, readonly string[]>> = {
  "@body": ["body", "query", "options", "messageOptions", "params", "createRunOptions", "{}"],
  "@params": ["params"],
  "@options": ["options", "{}"],
  file: ["file", "data"],
  file_id: ["fileId", "fileID", "id"],
};

function fits(layout: Layout, signature: Signature): boolean {
  const { parameters } = signature;
  return (
    layout.positional.length === parameters.length &&
    layout.positional.every((slot, index) => {
      const { name, optional } = parameters[index]!;
      const bare = slot.replace(/\?$/, "");
      const named = PARAMETER_NAMES[bare]?.includes(name) || snake(name) === bare;
      // An options object that one generation requires and another does not may be left out in the table.
      return named && (bare === slot ? !optional : optional || slot.startsWith("@"));
    })
  );
}

function describeSignature({ parameters }: Signature): string {
  return parameters.map(({ name, optional }) => `${name}${optional ? "?" : ""}`).join(" ");
}

/** Object keys that the SDK accepts and neither the wire operation nor the dialect's request options know. */
function unknownKeys(dialect: ClassicDialect, operation: DialectOperation, signature: Signature): readonly string[] {
  const wire = classicOperation(operation.operation)!;
  const known = new Set([...wire.path, ...Object.keys(wire.query), ...Object.keys(wire.body)]);
  return operation.layouts
    .filter((layout) => fits(layout, signature))
    .flatMap((layout) =>
      layout.positional.flatMap((slot, index) => {
        const parameter: SignatureParameter = signature.parameters[index]!;
        if (!/^@(body|params)/.test(slot)) return [];
        return parameter.keys.filter(
          (key) =>
            !known.has((layout.aliases?.[key] ?? snake(key)).split(".")[0]!) &&
            dialect.requestOptions[key] === undefined &&
            !UNKNOWN_KEYS.has(`${operation.path}.${key}`),
        );
      }),
    );
}

interface Behaviour {
  readonly gives: "value" | "page" | "iterable" | "stream";
  readonly sync: boolean;
  readonly poller: boolean;
  readonly streamsBy: string | undefined;
}

function declaredBehaviour(operation: DialectOperation): Behaviour {
  return {
    gives: operation.gives === "helper" ? "value" : operation.gives,
    sync: operation.sync ?? false,
    poller: operation.poller ?? false,
    streamsBy: operation.streamsBy,
  };
}

/** What a signature's return type says about the call. */
function behaviour({ returns, promised }: Signature): Behaviour {
  const page =
    returns === "PagePromise" || /^(OpenAIPageableListOf|ListResponseOf|FileListResponse)/.test(promised ?? "");
  const iterable = returns === "PagedAsyncIterableIterator";
  const stream = returns === "AssistantStream";
  return {
    gives: page ? "page" : iterable ? "iterable" : stream ? "stream" : "value",
    sync: iterable || stream || returns === "StreamableMethod",
    poller: returns === "PollerLike",
    streamsBy: returns === "AgentRunResponse" ? "stream" : undefined,
  };
}
