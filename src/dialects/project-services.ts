import type { ClientService } from "./types.js";

/** Arguments of the classic clients for chat and embeddings: the current one speaks to the project itself. */
const CHAT =
  "Models are called by their deployment's name in the project; other API versions and connections are gone.";
const CONNECTION = "A connection has `target` and `credentials` where early versions had `endpoint_url` and `key`.";

const SCOPE = "The client knows its project by its endpoint only.";

/** What `azure-ai-projects` 1.x served besides agents and 2.x still serves, in all its versions. */
export const pythonServices: Readonly<Record<string, ClientService>> = {
  "connections.get": { keywords: { connection_name: "name" }, because: CONNECTION },
  "connections.get_default": { because: CONNECTION },
  "connections.list": {},
  "deployments.*": {},
  "datasets.*": {},
  "indexes.*": {},
  "telemetry.get_application_insights_connection_string": {},
  "telemetry.get_connection_string": { path: "telemetry.get_application_insights_connection_string" },
  "inference.get_azure_openai_client": {
    path: "get_openai_client",
    keywords: { api_version: null, connection_name: null },
    because: CHAT,
  },
  // Until 1.0.0b10, when connection strings said so.
  "scope.subscription_id": { variable: "AZURE_SUBSCRIPTION_ID", because: SCOPE },
  "scope.resource_group_name": { variable: "AZURE_RESOURCE_GROUP", because: SCOPE },
  "scope.project_name": { variable: "AZURE_AI_PROJECT_NAME", because: SCOPE },
  get_openai_client: { keywords: { api_version: null, connection_name: null }, because: CHAT },
};

/** What `@azure/ai-projects` 1.x served besides agents and 2.x still serves. */
export const javascriptServices: Readonly<Record<string, ClientService>> = {
  "connections.get": {},
  "connections.getWithCredentials": {},
  "connections.getDefault": {},
  "connections.list": {},
  "connections.getConnection": { path: "connections.get", because: CONNECTION },
  "connections.getConnectionWithSecrets": { path: "connections.getWithCredentials", because: CONNECTION },
  "connections.listConnections": { path: "connections.list" },
  "deployments.*": {},
  "datasets.*": {},
  "indexes.*": {},
  "telemetry.getApplicationInsightsConnectionString": {},
  "telemetry.getConnectionString": { path: "telemetry.getApplicationInsightsConnectionString" },
  "inference.azureOpenAI": { path: "getOpenAIClient", withoutArguments: true, because: CHAT },
  getOpenAIClient: {},
  getAzureOpenAIClient: { path: "getOpenAIClient", withoutArguments: true, because: CHAT },
};
