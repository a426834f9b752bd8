import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Name } from "../../src/languages/tree.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import { FILE_TOOLS } from "../files/broughtFiles.js";
import { callPrinted } from "../code/callPrinted.js";
import { faceAt } from "../clients/faceAt.js";
import { Holes, isHole } from "../code/json.js";
import { agents as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { isVisibleAt } from "../leaving/visible.js";

// Assistants of the first beta had files of their own, and every tool worked on them: `code_interpreter`, and `retrieval`, which is
// `file_search` now and searches vector stores.

const MAKERS = new Set(["assistants.create", "assistants.update"]);

/** The files that an operation gives to an assistant itself. */
export function ownFiles({ id, args }: Operation): Expression | undefined {
  const files = MAKERS.has(id) ? args.get("file_ids")?.value : undefined;
  const isNone = files?.kind === "NullLiteral" || (files?.kind === "ArrayLiteral" && files.items.length === 0);
  return isNone ? undefined : files;
}

/** Whether an operation has to put files of the assistant into a vector store. */
export function searchesOwnFiles(cx: Rewrite, operation: Operation): boolean {
  const tools = operation.args.get("tools")?.value;
  if (!ownFiles(operation)) return false;
  // Those of an update go to whatever tools the assistant has.
  if (!tools) return operation.id === "assistants.update";
  const holes = new Holes(cx, operation);
  const types = typesOf(holes.listBehind(tools, "tools")?.json ?? holes.read(tools, "tools"));
  return types?.has("file_search") ?? true;
}

/**
 * Writes tools and files of an assistant of the first beta as tools and their resources, as far as both are known. Tools that are made
 * in another place stay there as they are: what the files add is added where the assistant is made.
 */
export function giveOwnFiles(cx: Rewrite, operation: Operation, values: Map<string, Json>, holes: Holes): void {
  if (!MAKERS.has(operation.id)) return;
  const tools = values.get("tools");
  const argument = operation.args.get("tools")?.value;
  if (Array.isArray(tools)) values.set("tools", (tools as readonly Json[]).map(renamed));
  const files = ownFiles(operation);
  const types = typesOf(tools);
  if (!files || (argument && !types)) values.delete("file_ids");
  if (!files || !argument || !types || ![...types].some(isFileTool)) return;
  values.delete("file_ids");
  const isSearched = types.has("file_search");
  const list = argument.kind === "Name" ? listBehind(cx, argument) : undefined;
  if (list && (isSearched || !isVisibleAt(cx, files, list))) values.set("tools", holes.carried(argument));
  if (list && isSearched) return;
  values.set("tool_resources", {
    ...(types.has("code_interpreter") && { code_interpreter: { file_ids: listOf(cx, operation, files, holes) } }),
    ...(isSearched && { file_search: { vector_store_ids: [holes.code(storeOf(cx, operation, files))] } }),
  });
}

/** Tools that are only known when the program runs, with what their files add; undefined for an assistant without files of its own. */
export function toolsAndFiles(cx: Rewrite, operation: Operation, tools: Code): Code | undefined {
  const files = ownFiles(operation);
  if (!files) return undefined;
  sayStored(cx, files);
  const client = faceAt(cx, operation, "openai");
  return callPrinted(cx, operation, "toolsAndFiles", [client, tools, carry(files)], howOf(cx, operation));
}

/** The id of a new vector store with the files. */
function storeOf(cx: Rewrite, operation: Operation, files: Expression): Code {
  sayStored(cx, files);
  const client = faceAt(cx, operation, "openai");
  return callPrinted(cx, operation, "vectorStoreOf", [client, carry(files)], howOf(cx, operation));
}

function sayStored(cx: Rewrite, files: Expression): void {
  cx.find(
    files,
    rule,
    "warning",
    "An agent has no files of its own: those that it searches are put into a new vector store here, which costs storage and stays when the agent is deleted.",
    "Delete the store where the agent is deleted, or make it once and name it by its id.",
  );
}

/** The files for a container, where they can be nothing: an empty list then. */
function listOf(cx: Rewrite, { call: { tree } }: Operation, files: Expression, holes: Holes): Json {
  const json = holes.read(files, "file_ids");
  if (!cx.values.of(files).some(({ kind }) => kind === "null")) return json;
  const printer = cx.printer(tree);
  return holes.code(printer.orElse(holes.print(json), printer.array([], cx.style(tree))));
}

function listBehind(cx: Rewrite, name: Name): Expression {
  return cx.program.bindingOf(name)?.writes[0]?.value ?? name;
}

function howOf(cx: Rewrite, operation: Operation) {
  const reason = "The tools of an agent have the files; those that are searched are in a vector store.";
  return { rule, flow: cx.flows.flowOf(operation).id, reason, waits: true };
}

/** The types of tools by their current names; undefined where one cannot be told. */
function typesOf(tools: Json | undefined): ReadonlySet<string> | undefined {
  if (!Array.isArray(tools)) return undefined;
  const types = (tools as readonly Json[]).map(renamed).map((tool) => (isObject(tool) ? tool.type : undefined));
  return types.every((type) => typeof type === "string" && !isHole(type)) ? new Set(types as string[]) : undefined;
}

function renamed(tool: Json): Json {
  return isObject(tool) && tool.type === "retrieval" ? { ...tool, type: "file_search" } : tool;
}

function isFileTool(type: string): boolean {
  return (FILE_TOOLS as readonly string[]).includes(type);
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
