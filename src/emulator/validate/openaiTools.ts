import { LIMITS } from "../../protocol/current.js";
import { byKind, flag, freeObject, integer, list, number, object, oneOf, tagged, text, type Fields } from "./type.js";

/** The name of a function, as a tool has it. */
export const toolName = text({
  max: 64,
  pattern: /^[a-zA-Z0-9_-]+$/,
  hint: "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
});
const place = object({
  type: oneOf("approximate"),
  country: text(),
  region: text(),
  city: text(),
  timezone: text(),
});
const searchSize = oneOf("low", "medium", "high");
export const callers = list(text());
export const approval = byKind({
  string: oneOf("always", "never"),
  object: object({ always: freeObject, never: freeObject }),
});
export const webSearch: Fields = {
  filters: object({ allowed_domains: list(text()) }),
  user_location: place,
  search_context_size: searchSize,
  external_web_access: flag,
};
const webSearchPreview: Fields = {
  user_location: place,
  search_context_size: searchSize,
  search_content_types: list(text()),
};
export const container = byKind({
  string: text(),
  object: tagged("type", {
    auto: {
      file_ids: list(text(), { max: LIMITS.containerFiles }),
      memory_limit: oneOf("1g", "4g", "16g", "64g"),
      network_policy: freeObject,
    },
  }),
});
export const fileSearch: Fields = {
  "vector_store_ids!": list(text()),
  max_num_results: integer({ min: 1, max: 50 }),
  ranking_options: object({
    ranker: oneOf("auto", "default-2024-11-15", "none"),
    score_threshold: number({ min: 0, max: 1 }),
    hybrid_search: freeObject,
  }),
  filters: freeObject,
};
export const mcp: Fields = {
  "server_label!": text(),
  server_url: text(),
  connector_id: text(),
  tunnel_id: text({
    pattern: /^tunnel_[a-z0-9]{32}$/,
    hint: "Expected a string that matches the pattern '^tunnel_[a-z0-9]{32}$'.",
  }),
  authorization: text(),
  server_description: text(),
  headers: freeObject,
  allowed_tools: byKind({ array: list(text()), object: object({ tool_names: list(text()), read_only: flag }) }),
  allowed_callers: callers,
  require_approval: approval,
  defer_loading: flag,
};

const functionTool: Fields = {
  "name!": toolName,
  description: text(),
  parameters: freeObject,
  output_schema: freeObject,
  strict: flag,
  defer_loading: flag,
  allowed_callers: callers,
  async: flag,
};
const customTool: Fields = {
  "name!": toolName,
  description: text(),
  format: freeObject,
  defer_loading: flag,
  allowed_callers: callers,
  async: flag,
};
const shellEnvironment = tagged("type", {
  local: { skills: list(freeObject) },
  container_reference: { "container_id!": text() },
  container_auto: {
    file_ids: list(text(), { max: LIMITS.containerFiles }),
    memory_limit: oneOf("1g", "4g", "16g", "64g"),
    network_policy: freeObject,
    skills: list(freeObject),
  },
});

/** Tools of plain OpenAI (OpenAPI description, union `Tool`). */
export const OPENAI_TOOLS: Readonly<Record<string, Fields>> = {
  function: functionTool,
  file_search: fileSearch,
  code_interpreter: { "container!": container, allowed_callers: callers },
  web_search: webSearch,
  web_search_2025_08_26: webSearch,
  web_search_preview: webSearchPreview,
  web_search_preview_2025_03_11: webSearchPreview,
  mcp,
  image_generation: {
    model: text(),
    quality: oneOf("low", "medium", "high", "auto"),
    size: text(),
    output_format: oneOf("png", "webp", "jpeg"),
    output_compression: integer({ min: 0, max: 100 }),
    moderation: oneOf("auto", "low"),
    background: oneOf("transparent", "opaque", "auto"),
    input_fidelity: oneOf("high", "low"),
    input_image_mask: object({ image_url: text(), file_id: text() }),
    partial_images: integer({ min: 0, max: 3 }),
    action: oneOf("generate", "edit", "auto"),
  },
  custom: customTool,
  apply_patch: { allowed_callers: callers },
  computer: {},
  computer_use_preview: {
    "environment!": oneOf("windows", "mac", "linux", "ubuntu", "browser"),
    "display_width!": integer({ min: 1 }),
    "display_height!": integer({ min: 1 }),
  },
  local_shell: {},
  shell: { environment: shellEnvironment, allowed_callers: callers },
  namespace: {
    "name!": toolName,
    "description!": text(),
    "tools!": list(tagged("type", { function: functionTool, custom: customTool })),
  },
  tool_search: { execution: oneOf("server", "client"), description: text(), parameters: freeObject },
  programmatic_tool_calling: {},
};
