import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CURRENT_OPERATIONS, currentShape } from "../../../src/protocol/current.js";
import { differences, type Exceptions } from "./compare.js";
import { anonymous, readDerived, sentFields } from "./derived.js";
import { SPECS } from "./folder.js";

interface JsonSchemas {
  readonly definitions: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>>;
}

/** Definitions of the current Foundry surface that one of our shapes stands for. */
const DEFINITIONS: Readonly<Record<string, readonly string[]>> = {
  Agent: ["Agent"],
  AgentVersion: ["AgentVersion"],
  PromptAgentDefinition: ["PromptAgentDefinition"],
  AgentReference: ["AgentReference"],
  Tool: [
    "FunctionTool",
    "FileSearchTool",
    "CodeInterpreterTool",
    "MCPTool",
    "BingGroundingTool",
    "BingCustomSearchPreviewTool",
    "AzureAISearchTool",
    "OpenApiTool",
    "AzureFunctionTool",
    "SharepointPreviewTool",
    "MicrosoftFabricPreviewTool",
    "BrowserAutomationPreviewTool",
    "ComputerUsePreviewTool",
  ],
  BingConfiguration: ["BingGroundingSearchConfiguration", "BingCustomSearchConfiguration"],
  SearchIndex: ["AISearchIndexResource"],
  OpenApi: ["OpenApiFunctionDefinition"],
  OpenApiAuth: ["OpenApiProjectConnectionAuthDetails"],
  OpenApiSecurity: ["OpenApiProjectConnectionSecurityScheme", "OpenApiManagedSecurityScheme"],
  AzureFunction: ["AzureFunctionDefinition"],
  AzureFunctionBinding: ["AzureFunctionBinding"],
  StorageQueue: ["AzureFunctionStorageQueue"],
  ToolConnections: ["SharepointGroundingToolParameters", "FabricDataAgentToolParameters"],
  ToolConnection: ["ToolProjectConnection"],
  BrowserAutomation: ["BrowserAutomationToolParameters"],
  AutoContainer: ["AutoCodeInterpreterToolParam"],
  RankingOptions: ["RankingOptions"],
};

const NEWER = "of hosted, voice and newer agents; no classic agent leads to it";
const ONLY_THEIRS: Exceptions = {
  "agents.createVersion": { blueprint_reference: NEWER, digital_worker_type: NEWER },
  Agent: {
    configuration_state: NEWER,
    state_source: NEWER,
    agent_endpoint: NEWER,
    digital_worker_type: NEWER,
    instance_identity: NEWER,
    blueprint: NEWER,
    blueprint_reference: NEWER,
    agent_card: NEWER,
  },
  AgentVersion: { instance_identity: NEWER, blueprint: NEWER, blueprint_reference: NEWER },
};

describe.skipIf(SPECS === undefined)("current Foundry agents as their SDK describes them", () => {
  const derived = SPECS === undefined ? undefined! : readDerived("foundry-agents-v1.derived.json");
  const schemas =
    SPECS === undefined
      ? undefined!
      : (JSON.parse(readFileSync(join(SPECS, "foundry-agents-v1.jsonschema.json"), "utf8")) as JsonSchemas);

  // The derivation missed the deletion of an agent; its options are those of a version's.
  it.each(CURRENT_OPERATIONS.filter(({ id }) => id.startsWith("agents.") && id !== "agents.delete"))(
    "$id has the same fields",
    (operation) => {
      const theirs = derived.operations.filter(
        ({ method, path, body_is_whole_object }) =>
          method === operation.endpoint.method &&
          anonymous(path) === anonymous(operation.endpoint.path) &&
          body_is_whole_object === undefined,
      );
      expect(theirs).toHaveLength(1);
      const ours = [...Object.keys(operation.query), ...Object.keys(operation.body)];
      expect(
        differences(operation.id, ours, sentFields(theirs[0]!), { onlyOurs: {}, onlyTheirs: ONLY_THEIRS }),
      ).toEqual({
        onlyOurs: [],
        onlyTheirs: [],
      });
    },
  );

  it.each(Object.entries(DEFINITIONS).map(([name, definitions]) => ({ name, definitions })))(
    "$name has the same fields as $definitions",
    ({ name, definitions }) => {
      const theirs = definitions.flatMap((definition) =>
        Object.keys(schemas.definitions[definition]!.properties ?? {}),
      );
      const ours = Object.keys(currentShape(name)!.fields);
      expect(differences(name, ours, theirs, { onlyOurs: {}, onlyTheirs: ONLY_THEIRS })).toEqual({
        onlyOurs: [],
        onlyTheirs: [],
      });
    },
  );
});
