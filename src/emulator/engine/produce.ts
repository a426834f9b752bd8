import { objectsOf, textOf, textsOf, type Json, type JsonObject } from "../json.js";
import { argumentsText, type Citation, type Step } from "../script/step.js";
import type { Container, Item, State } from "../store/state.js";
import { offsetOf, type TextOffsets } from "../events/offsets.js";
import { pieces } from "../events/unfold.js";
import { addContainerFile, createContainer, getContainer, isExpired } from "./containers.js";
import { itemPrefix, responseIds } from "./items.js";
import type { LiveResponse } from "./live.js";
import { recall } from "./memory.js";
import { searchStores } from "./search.js";
import type { Turn } from "./turn.js";

/** Where a step's output item is made: the service's state, the response it belongs to, what the model got. */
export interface Workshop {
  readonly state: State;
  readonly live: LiveResponse;
  readonly turn: Turn;
  /** What offsets of citations count. */
  readonly offsets: TextOffsets;
}

/** The finished output item of a step; undefined for steps that make none (delay, failed, …). */
export function produce(step: Step, shop: Workshop): Item | undefined {
  const item = (type: string, fields: JsonObject): Item => ({
    id: responseIds(shop.state.ids, shop.live.id)(itemPrefix(type)),
    type,
    ...fields,
  });
  if ("text" in step) {
    const part = {
      type: "output_text",
      text: step.text,
      annotations: annotations(step.text, step.citations ?? [], shop),
      logprobs: logprobs(step.text, shop),
    };
    return item("message", { status: "completed", role: "assistant", content: [part] });
  }
  if ("refusal" in step) {
    const content = [{ type: "refusal", refusal: step.refusal }];
    return item("message", { status: "completed", role: "assistant", content });
  }
  if ("reasoning" in step) {
    const texts = typeof step.reasoning === "string" ? [step.reasoning] : step.reasoning;
    const summary = texts.filter((text) => text !== "").map((text) => ({ type: "summary_text", text }));
    return item("reasoning", { summary, encrypted_content: step.encrypted_content ?? "emulated" });
  }
  if ("function_call" in step) {
    const { name, call_id = shop.state.ids.call() } = step.function_call;
    return item("function_call", {
      status: "completed",
      arguments: argumentsText(step.function_call.arguments),
      call_id,
      name,
    });
  }
  if ("custom_tool_call" in step) {
    const { name, input, call_id = shop.state.ids.call() } = step.custom_tool_call;
    return item("custom_tool_call", { status: "completed", call_id, name, input });
  }
  if ("code_interpreter" in step) return item("code_interpreter_call", runCode(step.code_interpreter, shop));
  if ("file_search" in step) return item("file_search_call", searchFiles(step.file_search, shop));
  if ("web_search" in step) {
    const { query, sources = [] } = step.web_search;
    const action = { type: "search", query, queries: [query], sources: sources.map((url) => ({ type: "url", url })) };
    return item("web_search_call", { status: "completed", action });
  }
  if ("mcp_list_tools" in step) {
    return item("mcp_list_tools", {
      server_label: step.mcp_list_tools.server_label,
      tools: [...(step.mcp_list_tools.tools ?? [])],
    });
  }
  if ("mcp_call" in step) {
    const { server_label, name, output = null, error = null, approval_request_id = null } = step.mcp_call;
    const text = argumentsText(step.mcp_call.arguments);
    return item("mcp_call", {
      approval_request_id,
      arguments: text,
      error,
      name,
      output: error ? null : output,
      server_label,
    });
  }
  if ("mcp_approval_request" in step) {
    const { server_label, name } = step.mcp_approval_request;
    return item("mcp_approval_request", {
      arguments: argumentsText(step.mcp_approval_request.arguments),
      name,
      server_label,
    });
  }
  if ("memory_search" in step) {
    const memories = step.memory_search.memories ?? recall(shop.state, shop.turn);
    return item("memory_search_call", { status: "completed", memories: [...memories] });
  }
  if ("image_generation" in step) {
    return item("image_generation_call", { status: "completed", result: step.image_generation.result });
  }
  if ("item" in step) return item(textOf(step.item["type"]) ?? "message", step.item);
  return undefined;
}

function runCode(run: Extract<Step, { code_interpreter: unknown }>["code_interpreter"], shop: Workshop): JsonObject {
  const container = containerOf(shop);
  for (const { name, content, base64 } of run.files ?? []) {
    const bytes = base64 ? Uint8Array.from(Buffer.from(content, "base64")) : new TextEncoder().encode(content);
    addContainerFile(shop.state, container, name, bytes, "assistant");
  }
  const outputs: JsonObject[] = [];
  if (run.logs !== undefined) outputs.push({ type: "logs", logs: run.logs });
  if (run.image !== undefined) outputs.push({ type: "image", url: run.image });
  return { status: "completed", code: run.code, container_id: container.object["id"] ?? null, outputs };
}

/** The container the tool names, the one this chain of responses already uses, or a new one. */
function containerOf({ state, live, turn }: Workshop): Container {
  const tool = turn.tools.find((candidate) => candidate["type"] === "code_interpreter");
  const named = tool?.["container"];
  if (typeof named === "string") return getContainer(state, named);
  const used = live.containerId === undefined ? undefined : state.containers.get(live.containerId);
  if (used && !isExpired(state, used)) return used;
  const settings = (named ?? {}) as JsonObject;
  const container = createContainer(state, { ...settings, name: "auto" });
  live.containerId = String(container.object["id"]);
  return container;
}

function searchFiles(
  search: Extract<Step, { file_search: unknown }>["file_search"],
  { state, turn }: Workshop,
): JsonObject {
  const tool = turn.tools.find((candidate) => candidate["type"] === "file_search");
  const queries = [...(search.queries ?? [lastText(turn)])];
  const limit = typeof tool?.["max_num_results"] === "number" ? tool["max_num_results"] : 20;
  const found =
    search.results ??
    searchStores(state, textsOf(tool?.["vector_store_ids"]), queries, limit).map((hit) => ({ ...hit }));
  return { status: "completed", queries, results: [...found] };
}

function lastText(turn: Turn): string {
  const message = turn.input.findLast((entry) => entry.type === "message" && entry["role"] === "user");
  return objectsOf(message?.["content"])
    .map((part) => textOf(part["text"]) ?? "")
    .join(" ")
    .trim();
}

/** Log probabilities, when they are asked for: the model is sure of every word. */
function logprobs(text: string, { turn, live }: Workshop): Json[] {
  if (!turn.request.include.includes("message.output_text.logprobs")) return [];
  const alternatives = Number(live.record["top_logprobs"] ?? 0);
  return pieces(text).map((token) => {
    const sure = { token, bytes: [...Buffer.from(token)], logprob: 0 };
    return { ...sure, top_logprobs: alternatives > 0 ? [sure] : [] };
  });
}

/** Citations in wire form. */
function annotations(text: string, citations: readonly Citation[], shop: Workshop): Json[] {
  return citations.map((citation) => {
    const from = citation.quote === undefined ? 0 : Math.max(0, text.indexOf(citation.quote));
    const to = citation.quote === undefined ? text.length : from + citation.quote.length;
    const start = offsetOf(text, from, shop.offsets);
    const end = offsetOf(text, to, shop.offsets);
    if (citation.url !== undefined) {
      return {
        type: "url_citation",
        url: citation.url,
        title: citation.title ?? citation.url,
        start_index: start,
        end_index: end,
      };
    }
    if (citation.container_file !== undefined) {
      const container = containerOf(shop);
      const file = [...container.files.values()].findLast((entry) =>
        String(entry.object["path"]).endsWith(`/${citation.container_file}`),
      );
      if (!file) {
        throw new Error(
          `The script cites '${citation.container_file}', but no file of that name is in the container: let a code_interpreter step before it write the file.`,
        );
      }
      return {
        type: "container_file_citation",
        container_id: container.object["id"] ?? null,
        file_id: file.object["id"] ?? null,
        filename: citation.container_file,
        start_index: citation.quote === undefined ? 0 : start,
        end_index: citation.quote === undefined ? 0 : end,
      };
    }
    const fileId = citation.file_id ?? "";
    const filename = citation.filename ?? String(shop.state.files.get(fileId)?.object["filename"] ?? "");
    const index = citation.at ?? end;
    return { type: "file_citation", file_id: fileId, filename, index };
  });
}
