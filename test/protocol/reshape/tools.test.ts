import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flattenTool } from "../../../src/protocol/reshape/flattenTool.js";
import { foldToolResources, toolResources, tools } from "../../../src/protocol/reshape/foldToolResources.js";
import { CannotReshape, type Json } from "../../../src/protocol/types.js";
import { azureTool, equippedTools, fileSearchTool, functionTool, leaves } from "./arbitrary.js";

describe("flattenTool", () => {
  it("flattens a function, not strict unless it says so", () => {
    expect(flattenTool({ type: "function", function: { name: "add" } })).toEqual({
      type: "function",
      name: "add",
      parameters: { type: "object", properties: {} },
      strict: false,
    });
    const parameters = { type: "object", properties: { a: { type: "number" } } };
    expect(
      flattenTool({ type: "function", function: { name: "add", description: "Adds.", parameters, strict: true } }),
    ).toEqual({
      type: "function",
      name: "add",
      description: "Adds.",
      parameters,
      strict: true,
    });
  });

  it("flattens the options of a file search and renames its ranker", () => {
    const options = { max_num_results: 5, ranking_options: { ranker: "default_2024_08_21", score_threshold: 0.5 } };
    expect(flattenTool({ type: "file_search", file_search: options })).toEqual({
      type: "file_search",
      max_num_results: 5,
      ranking_options: { ranker: "auto", score_threshold: 0.5 },
    });
  });

  it.each<[string, Json, Json]>([
    [
      "bing_grounding",
      { type: "bing_grounding", bing_grounding: { search_configurations: [{ connection_id: "c", set_lang: "en" }] } },
      {
        type: "bing_grounding",
        bing_grounding: { search_configurations: [{ project_connection_id: "c", set_lang: "en" }] },
      },
    ],
    [
      "bing_grounding of early previews",
      { type: "bing_grounding", bing_grounding: { connections: [{ connection_id: "c" }] } },
      { type: "bing_grounding", bing_grounding: { search_configurations: [{ project_connection_id: "c" }] } },
    ],
    [
      "bing_custom_search",
      {
        type: "bing_custom_search",
        bing_custom_search: { search_configurations: [{ connection_id: "c", instance_name: "i" }] },
      },
      {
        type: "bing_custom_search_preview",
        bing_custom_search_preview: { search_configurations: [{ project_connection_id: "c", instance_name: "i" }] },
      },
    ],
    [
      "sharepoint_grounding",
      { type: "sharepoint_grounding", sharepoint_grounding: { connections: [{ connection_id: "c" }] } },
      {
        type: "sharepoint_grounding_preview",
        sharepoint_grounding_preview: { project_connections: [{ project_connection_id: "c" }] },
      },
    ],
    [
      "fabric_dataagent",
      { type: "fabric_dataagent", fabric_dataagent: { connections: [{ connection_id: "c" }] } },
      {
        type: "fabric_dataagent_preview",
        fabric_dataagent_preview: { project_connections: [{ project_connection_id: "c" }] },
      },
    ],
    [
      "browser_automation",
      { type: "browser_automation", browser_automation: { connection: { id: "c" } } },
      {
        type: "browser_automation_preview",
        browser_automation_preview: { connection: { project_connection_id: "c" } },
      },
    ],
    [
      "computer_use_preview",
      {
        type: "computer_use_preview",
        computer_use_preview: { display_width: 800, display_height: 600, environment: "browser" },
      },
      { type: "computer_use_preview", display_width: 800, display_height: 600, environment: "browser" },
    ],
    [
      "openapi with a connection",
      {
        type: "openapi",
        openapi: {
          name: "n",
          spec: {},
          auth: { type: "connection", security_scheme: { connection_id: "c" } },
          default_params: ["p"],
        },
      },
      {
        type: "openapi",
        openapi: {
          name: "n",
          spec: {},
          auth: { type: "project_connection", security_scheme: { project_connection_id: "c" } },
          default_params: ["p"],
        },
      },
    ],
  ])("translates %s", (_, classic, current) => {
    expect(flattenTool(classic)).toEqual(current);
  });

  it.each<Json>([
    { type: "openapi", openapi: { name: "n", spec: {}, auth: { type: "anonymous" } } },
    { type: "azure_function", azure_function: { function: { name: "f", parameters: {} } } },
    { type: "mcp", server_label: "docs", server_url: "https://example.com/mcp" },
    { type: "web_search" },
  ])("leaves %j as it is", (tool) => {
    expect(flattenTool(tool)).toEqual(tool);
  });

  it.each<[Json, string]>([
    [{ type: "connected_agent", connected_agent: { id: "a", name: "n" } }, "responses.create"],
    [{ type: "deep_research" }, "web_search"],
    [{ type: "teleport" }, "is not known"],
    [
      { type: "bing_custom_search", bing_custom_search: { search_configurations: [{ connection_id: "c" }] } },
      "instance_name",
    ],
    [{ type: "sharepoint_grounding" }, "lacks its sharepoint_grounding object"],
    [{ type: "sharepoint_grounding", sharepoint_grounding: { connections: "c" } }, "is not a list"],
    ["function", "is not an object"],
  ])("refuses %j", (tool, message) => {
    expect(() => flattenTool(tool)).toThrow(CannotReshape);
    expect(() => flattenTool(tool)).toThrow(message);
  });

  it("changes nothing the second time and loses nothing", () => {
    fc.assert(
      fc.property(fc.oneof(functionTool, fileSearchTool, azureTool), (tool) => {
        const flat = flattenTool(tool);
        expect(flattenTool(flat)).toEqual(flat);
        expect(leaves(flat)).toEqual(expect.arrayContaining([...leaves(tool)]));
      }),
    );
  });
});

describe("foldToolResources", () => {
  it("gives each tool what it works on", () => {
    const resources = { code_interpreter: { file_ids: ["file-1"] }, file_search: { vector_store_ids: ["vs_1"] } };
    expect(foldToolResources([{ type: "code_interpreter" }, { type: "file_search" }], resources)).toEqual([
      { type: "code_interpreter", container: { type: "auto", file_ids: ["file-1"] } },
      { type: "file_search", vector_store_ids: ["vs_1"] },
    ]);
  });

  it("gives the code interpreter its container even without files", () => {
    expect(foldToolResources([{ type: "code_interpreter" }], undefined)).toEqual([
      { type: "code_interpreter", container: { type: "auto" } },
    ]);
  });

  it("leaves out a file search without vector stores", () => {
    expect(foldToolResources([{ type: "file_search" }], { file_search: { vector_store_ids: [] } })).toEqual([]);
  });

  it("keeps lists that are only known at run time", () => {
    const resources = { code_interpreter: { file_ids: "$files" }, file_search: { vector_store_ids: "$stores" } };
    const folded = foldToolResources([{ type: "code_interpreter" }, { type: "file_search" }], resources);
    expect(folded).toEqual([
      { type: "code_interpreter", container: { type: "auto", file_ids: "$files" } },
      { type: "file_search", vector_store_ids: "$stores" },
    ]);
    expect(foldToolResources(folded, resources)).toEqual(folded);
    expect(() => foldToolResources(folded, { file_search: { vector_store_ids: ["vs_1"] } })).toThrow(
      "cannot be joined",
    );
  });

  it("makes retrieval a file search where there is a store", () => {
    expect(foldToolResources([{ type: "retrieval" }], { file_search: { vector_store_ids: ["vs_1"] } })).toEqual([
      { type: "file_search", vector_store_ids: ["vs_1"] },
    ]);
  });

  it("moves search indexes into the tool", () => {
    const indexes = [{ index_connection_id: "c", index_name: "docs", top_k: 3 }];
    const folded = [
      {
        type: "azure_ai_search",
        azure_ai_search: { indexes: [{ project_connection_id: "c", index_name: "docs", top_k: 3 }] },
      },
    ];
    expect(foldToolResources([{ type: "azure_ai_search" }], { azure_ai_search: { indexes } })).toEqual(folded);
    expect(foldToolResources([{ type: "azure_ai_search" }], { azure_ai_search: { index_list: indexes } })).toEqual(
      folded,
    );
  });

  it("gives an mcp tool the settings of its own server", () => {
    const server = { type: "mcp", server_label: "docs", server_url: "https://example.com/mcp" };
    expect(foldToolResources([server], { mcp: [{ server_label: "docs", require_approval: "never" }] })).toEqual([
      { ...server, require_approval: "never" },
    ]);
  });

  it("adds resources to tools that are current already", () => {
    const current = [{ type: "file_search", vector_store_ids: ["vs_1"] }];
    expect(foldToolResources(current, { file_search: { vector_store_ids: ["vs_1", "vs_2"] } })).toEqual([
      { type: "file_search", vector_store_ids: ["vs_1", "vs_2"] },
    ]);
  });

  it.each<[string, Json, Json, string]>([
    [
      "stores made on the way",
      [{ type: "file_search" }],
      { file_search: { vector_stores: [{ file_ids: ["f"] }] } },
      "vectorStores.create first",
    ],
    [
      "data sources",
      [{ type: "code_interpreter" }],
      { code_interpreter: { data_sources: [{ uri: "u" }] } },
      "upload the files",
    ],
    ["resources without their tool", [], { file_search: { vector_store_ids: ["vs_1"] } }, "no file_search tool"],
    [
      "resources of an unknown server",
      [{ type: "mcp", server_label: "a" }],
      { mcp: [{ server_label: "b" }] },
      'the server "b"',
    ],
    [
      "files for a given container",
      [{ type: "code_interpreter", container: "cntr_1" }],
      { code_interpreter: { file_ids: ["f"] } },
      "existing container",
    ],
    ["retrieval without a store", [{ type: "retrieval" }], undefined!, "put them into a vector store"],
    ["a search without index", [{ type: "azure_ai_search" }], {}, "names no index"],
    ["tools that are no list", "all", undefined!, "is not a list"],
    ["resources that are no object", [], "all", "is not an object"],
  ])("refuses %s", (_, list, resources, message) => {
    expect(() => foldToolResources(list, resources)).toThrow(CannotReshape);
    expect(() => foldToolResources(list, resources)).toThrow(message);
  });

  it("is the same from either field", () => {
    fc.assert(
      fc.property(equippedTools, (given) => {
        const folded = foldToolResources(given.tools, given.tool_resources);
        expect(tools.apply(given.tools, { tool_resources: given.tool_resources })).toEqual(folded);
        expect(toolResources.apply(given.tool_resources, { tools: given.tools })).toEqual(folded);
      }),
    );
  });

  it("omits resources that are empty", () => {
    expect(toolResources.apply({})).toBeUndefined();
  });

  it("changes nothing the second time, keeps order and loses nothing", () => {
    fc.assert(
      fc.property(equippedTools, (given) => {
        const folded = foldToolResources(given.tools, given.tool_resources);
        expect(foldToolResources(folded, given.tool_resources)).toEqual(folded);
        expect(foldToolResources(folded, undefined)).toEqual(folded);
        expect(folded).toHaveLength(given.tools.length);
        expect(leaves(folded)).toEqual(
          expect.arrayContaining([...leaves(given.tools), ...leaves(given.tool_resources)]),
        );
      }),
    );
  });
});
