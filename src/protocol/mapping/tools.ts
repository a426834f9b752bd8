import { openApiAuthType, ranker, toolType } from "../reshape/words.js";
import type { Row, ShapeMapping } from "../types.js";
import { care, none, rename, reshape, same } from "./rows.js";

const NO_CONNECTED = "Agents cannot be connected as a tool: make the other agent a function tool, or use the A2A tool.";
const NO_RESEARCH = "There is no deep research tool: use a deep research model with the web_search tool.";
const NO_SOURCES = "There are no data sources by address: upload the files and name them by id.";
const NO_INLINE =
  "Stores are not made on the way: call vectorStores.create first and name the store in vector_store_ids.";

const CONNECTION: Row = rename(
  "connection_id",
  "project_connection_id",
  care("It must be the id of a connection of the Foundry project."),
);
const allSame = (...fields: readonly string[]): readonly Row[] => fields.map((field) => same(field));
const allNone = (because: string, ...fields: readonly string[]): readonly Row[] =>
  fields.map((field) => none(field, { because }));

/** Tools are flat: what was nested under the name of the kind stands in the tool itself; what `tool_resources` held, too. */
export const TOOL_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "Tool",
    current: "Tool",
    rows: [
      reshape("type", "type", toolType, care("Some Foundry tools have a name that ends in `_preview` now.")),
      rename("function", ""),
      rename("file_search", ""),
      same("bing_grounding"),
      rename("bing_custom_search", "bing_custom_search_preview"),
      same("openapi"),
      same("azure_function"),
      none("connected_agent", { because: NO_CONNECTED }),
      rename("sharepoint_grounding", "sharepoint_grounding_preview"),
      rename("fabric_dataagent", "fabric_dataagent_preview"),
      rename("browser_automation", "browser_automation_preview"),
      none("deep_research", { because: NO_RESEARCH }),
      ...allSame("server_label", "server_url", "allowed_tools"),
    ],
  },
  {
    classic: "FunctionDefinition",
    current: "Tool",
    rows: [
      ...allSame("name", "description"),
      same("parameters", care("It is required; a function without parameters has an empty object schema.")),
      same("strict", care("The default was false and is true now, so it is always written.")),
    ],
  },
  { classic: "FileSearchOptions", current: "Tool", rows: allSame("max_num_results", "ranking_options") },
  {
    classic: "RankingOptions",
    current: "RankingOptions",
    rows: [
      reshape(
        "ranker",
        "ranker",
        ranker,
        care('"default_2024_08_21" does not exist any more; "auto" takes its place.'),
      ),
      same("score_threshold"),
      same("hybrid_search"),
    ],
  },
  { classic: "BingGrounding", current: "BingGrounding", rows: allSame("search_configurations") },
  {
    classic: "BingConfiguration",
    current: "BingConfiguration",
    rows: [CONNECTION, ...allSame("instance_name", "market", "set_lang", "count", "freshness")],
  },
  {
    classic: "OpenApi",
    current: "OpenApi",
    rows: allSame("name", "description", "spec", "auth", "default_params", "functions"),
  },
  {
    classic: "OpenApiAuth",
    current: "OpenApiAuth",
    rows: [reshape("type", "type", openApiAuthType), same("security_scheme")],
  },
  { classic: "OpenApiSecurity", current: "OpenApiSecurity", rows: [CONNECTION, same("audience")] },
  { classic: "AzureFunction", current: "AzureFunction", rows: allSame("function", "input_binding", "output_binding") },
  {
    classic: "AzureFunctionSignature",
    current: "AzureFunctionSignature",
    rows: allSame("name", "description", "parameters"),
  },
  { classic: "AzureFunctionBinding", current: "AzureFunctionBinding", rows: allSame("type", "storage_queue") },
  { classic: "StorageQueue", current: "StorageQueue", rows: allSame("queue_service_endpoint", "queue_name") },
  { classic: "ConnectedAgent", current: "", rows: allNone(NO_CONNECTED, "id", "name", "description") },
  { classic: "ToolConnections", current: "ToolConnections", rows: [rename("connections", "project_connections")] },
  { classic: "ToolConnection", current: "ToolConnection", rows: [CONNECTION] },
  { classic: "BrowserAutomation", current: "BrowserAutomation", rows: [same("connection")] },
  {
    classic: "DeepResearch",
    current: "",
    rows: allNone(NO_RESEARCH, "deep_research_model", "deep_research_bing_grounding_connections"),
  },
];

/** What tools work on, below the tool that it belongs to. */
export const RESOURCE_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "ToolResources",
    current: "Tool",
    rows: [
      rename("code_interpreter", "", care("Stands in the code_interpreter tool.")),
      rename("file_search", "", care("Stands in the file_search tool.")),
      rename("azure_ai_search", "azure_ai_search", care("Stands in the azure_ai_search tool.")),
      rename("mcp", "", care("Stands in the mcp tool with the same server_label.")),
    ],
  },
  {
    classic: "CodeInterpreterResources",
    current: "Tool",
    rows: [rename("file_ids", "container.file_ids"), none("data_sources", { because: NO_SOURCES })],
  },
  {
    classic: "FileSearchResources",
    current: "Tool",
    rows: [same("vector_store_ids"), none("vector_stores", { because: NO_INLINE })],
  },
  {
    classic: "InlineVectorStore",
    current: "",
    rows: allNone(NO_INLINE, "file_ids", "chunking_strategy", "metadata", "name", "configuration"),
  },
  { classic: "AzureAiSearchResources", current: "AzureAiSearch", rows: [same("indexes")] },
  {
    classic: "SearchIndex",
    current: "SearchIndex",
    rows: [
      rename("index_connection_id", "project_connection_id", {
        ...care("It must be the id of a connection of the Foundry project."),
      }),
      ...allSame("index_name", "query_type", "top_k", "filter", "index_asset_id"),
    ],
  },
  { classic: "McpResources", current: "Tool", rows: allSame("server_label", "headers", "require_approval") },
];

/** Settings that shape an answer. */
export const SETTING_SHAPES: readonly ShapeMapping[] = [
  { classic: "ResponseFormat", current: "TextFormat", rows: [same("type"), rename("json_schema", "")] },
  { classic: "JsonSchemaFormat", current: "TextFormat", rows: allSame("name", "description", "schema", "strict") },
  { classic: "ToolChoice", current: "ToolChoice", rows: [same("type"), rename("function", "")] },
  { classic: "FunctionName", current: "ToolChoice", rows: [same("name")] },
  {
    classic: "TruncationStrategy",
    current: "",
    rows: [
      none("type", { because: 'Truncation is a word now, "auto" or "disabled".' }),
      none("last_messages", { because: "A conversation is always given to the model as a whole." }),
    ],
  },
];
