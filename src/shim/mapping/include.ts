/** The one value that `include` had in the classic API. */
export const CLASSIC_INCLUDE = "step_details.tool_calls[*].file_search.results[*].content";
