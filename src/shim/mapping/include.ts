import { queryList, type Call } from "../call.js";

/** The one value that `include` had in the classic API. */
const CONTENT = "step_details.tool_calls[*].file_search.results[*].content";

/** Whether a request asks for the content of search results, which is shown on request only. */
export function wantsContent(call: Call): boolean {
  return queryList(call, "include").includes(CONTENT);
}
