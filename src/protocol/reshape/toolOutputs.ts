import { isEmpty, isList, isObject, quote } from "../json.js";
import { CannotReshape, type Json, type JsonObject, type Reshape } from "../types.js";

/** `tool_outputs` → `function_call_output` items in `input`, followed by the answers to approval requests. */
export const toolOutputs: Reshape = {
  name: "toolOutputs",
  needs: ["tool_approvals"],
  apply: (outputs, rest) => answers(outputs, rest?.tool_approvals),
};

/** `tool_approvals` → `mcp_approval_response` items in `input`, after the function outputs. */
export const toolApprovals: Reshape = {
  name: "toolApprovals",
  needs: ["tool_outputs"],
  apply: (approvals, rest) => answers(rest?.tool_outputs, approvals),
};

function answers(outputs: Json | undefined, approvals: Json | undefined): Json {
  return [...listOf(outputs, "tool_outputs").map(outputItem), ...listOf(approvals, "tool_approvals").map(approvalItem)];
}

function listOf(value: Json | undefined, field: string): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  if (isList(value) && value.every(isObject)) return value;
  throw new CannotReshape(`${field} ${quote(value)} is not a list of objects.`);
}

function outputItem(output: JsonObject): Json {
  if (output.type === "function_call_output") return output;
  return { type: "function_call_output", call_id: callId(output), output: output.output ?? "" };
}

function approvalItem(approval: JsonObject): Json {
  if (approval.type === "mcp_approval_response") return approval;
  if (!isEmpty(approval.headers)) {
    throw new CannotReshape(
      "Headers cannot be sent with an approval: set them on the mcp tool of the agent, or use a project connection.",
    );
  }
  return { type: "mcp_approval_response", approval_request_id: callId(approval), approve: approval.approve ?? false };
}

function callId(answer: JsonObject): string {
  if (typeof answer.tool_call_id === "string") return answer.tool_call_id;
  throw new CannotReshape(`${quote(answer)} has no tool_call_id: each answer must name the call it belongs to.`);
}
