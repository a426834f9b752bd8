import type { ClientType } from "./types.js";

const LIBRARY = "Semantic Kernel";
const MODULES = ["semantic_kernel.agents"];

/**
 * Clients that Semantic Kernel's agents build (`create_client` of semantic-kernel 1.45.0): the library works on the same agents and
 * threads with them. All of them are async.
 */
function client(
  name: string,
  below: string,
  parts: Pick<ClientType, "service" | "prefix" | "construct" | "library">,
): ClientType {
  const modules = [...MODULES, `semantic_kernel.agents.${below}`];
  return { modules, name, typeName: name, factory: "create_client", async: true, servesMore: true, ...parts };
}

/** `AzureAIAgent.create_client(credential=…)`: a project client. */
export const semanticKernelProject: readonly ClientType[] = [
  client("AzureAIAgent", "azure_ai", {
    service: "foundry",
    prefix: "agents",
    construct: {
      positional: ["credential", "endpoint", "apiVersion"],
      named: { credential: "credential", endpoint: "endpoint", api_version: "apiVersion" },
    },
    library: { name: LIBRARY, address: "endpoint" },
  }),
];

/** `OpenAIAssistantAgent.create_client()`, `AzureAssistantAgent.create_client()`: OpenAI clients. */
export const semanticKernelOpenAi: readonly ClientType[] = [
  client("OpenAIAssistantAgent", "open_ai", {
    service: "openai",
    prefix: "",
    construct: { positional: [], named: { api_key: "apiKey", base_url: "endpoint" } },
    // What it has no parameter for goes to the client as it is.
    library: { name: LIBRARY, address: "base_url" },
  }),
  client("AzureAssistantAgent", "open_ai", {
    service: "azure-openai",
    prefix: "",
    construct: {
      positional: [],
      named: { api_key: "apiKey", endpoint: "endpoint", api_version: "apiVersion", deployment_name: "deployment" },
    },
    library: { name: LIBRARY, address: "endpoint" },
  }),
];
