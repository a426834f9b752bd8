import { wireName } from "../../src/analysis/casing.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Expression } from "../../src/languages/tree.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import { Holes, isHole } from "../code/json.js";
import { listItems } from "../messages/listItems.js";
import { modelOf } from "../types/models.js";
import type { Rewrite } from "../rewrite.js";

/** A tool that works on files or vector stores of a thread. */
export type FileTool = "code_interpreter" | "file_search";

export const FILE_TOOLS: readonly FileTool[] = ["code_interpreter", "file_search"];

/** An id, or a list of ids, that a thread is given. */
export interface BroughtId {
  readonly tool: FileTool;
  /** A file that is searched is put into the thread's own vector store. */
  readonly kind: "file" | "store";
  readonly value: Expression;
  readonly isList: boolean;
}

/** What an operation gives to a thread besides messages. */
export interface Brought {
  readonly operation: Operation;
  /** Tools that may be given something. */
  readonly tools: ReadonlySet<FileTool>;
  /** What may be given; undefined where that cannot be seen. */
  readonly ids: readonly BroughtId[] | undefined;
  /** Whether all of `ids` are given whenever the operation runs. */
  readonly isCertain: boolean;
  /** The arguments that say it. */
  readonly attachments: readonly Expression[];
  readonly resources: Expression | undefined;
}

interface Found {
  readonly tools: readonly FileTool[];
  readonly ids: readonly BroughtId[] | undefined;
  readonly isCertain: boolean;
}

const NOTHING: Found = { tools: [], ids: [], isCertain: true };

/** What an operation brings its thread; undefined where it brings nothing, or something that has no counterpart at all. */
export function broughtBy(cx: Rewrite, operation: Operation): Brought | undefined {
  const holes = new Holes(cx, operation);
  const thread = threadArguments(cx, operation);
  if (!thread) return undefined;
  const { attachments, files, resources } = thread;
  const found = [
    ...attachments.map((value) => ofAttachments(cx, operation, value, holes)),
    ...files.map((value) => ofFileIds(cx, value)),
    resources ? ofResources(operation, resources, holes) : NOTHING,
  ];
  const tools = new Set(found.flatMap((part) => part?.tools ?? []));
  if (found.includes(undefined) || tools.size === 0) return undefined;
  return {
    operation,
    tools,
    ids: found.some((part) => !part!.ids) ? undefined : found.flatMap((part) => part!.ids!),
    isCertain: found.every((part) => part!.isCertain),
    attachments: [...attachments, ...files],
    resources,
  };
}

interface ThreadArguments {
  readonly attachments: readonly Expression[];
  /** Of the first beta: files without saying for which tools. */
  readonly files: readonly Expression[];
  readonly resources: Expression | undefined;
}

/** The arguments of an operation that are about files of its thread. */
function threadArguments(cx: Rewrite, operation: Operation): ThreadArguments | undefined {
  const given = (name: string): readonly Expression[] => present(operation.args.get(name)?.value);
  const [resources] = given("tool_resources");
  switch (operation.id) {
    case "messages.create":
      return { attachments: given("attachments"), files: given("file_ids"), resources: undefined };
    case "threads.update":
      return { attachments: [], files: [], resources };
    case "threads.create": {
      const messages = given("messages").flatMap((list) => listItems(cx, list) ?? []);
      const of = (name: string) => messages.flatMap((message) => present(fieldOf(cx, message, name, operation)));
      return { attachments: of("attachments"), files: of("file_ids"), resources };
    }
    default:
      return undefined;
  }
}

function present(value: Expression | undefined): readonly Expression[] {
  return value && value.kind !== "NullLiteral" ? [value] : [];
}

/** What an object that is written out has under a wire name. */
function fieldOf(cx: Rewrite, object: Expression, name: string, { dialect }: Operation): Expression | undefined {
  if (object.kind === "ObjectLiteral")
    return object.entries.find(({ key }) => key !== undefined && wireName(key, dialect) === name)?.value;
  if (object.kind === "Call" && modelOf(cx, object)) return object.args.find((a) => a.name === name)?.value;
  return undefined;
}

/** `[{file_id, tools: [{type}]}]`, written at the call or built from parts that can be seen. */
function ofAttachments(cx: Rewrite, operation: Operation, value: Expression, holes: Holes): Found | undefined {
  const items = listItems(cx, value);
  if (!items) return isReadable(operation) ? { tools: FILE_TOOLS, ids: undefined, isCertain: false } : undefined;
  const attachments = items.map((item) => holes.read(item, "attachments"));
  if (attachments.some(hasDataSource)) return undefined;
  const hidden = attachments.some((attachment) => !isObject(attachment) || !isIdHole(attachment.file_id, holes));
  if (hidden) return isReadable(operation) ? { tools: FILE_TOOLS, ids: undefined, isCertain: false } : undefined;
  const ids = attachments.flatMap((attachment) => {
    const { file_id: file, tools } = attachment as JsonObject;
    const types = typesOf(tools);
    return (types ?? FILE_TOOLS).map((tool): BroughtId => {
      return { tool, kind: "file", value: holes.expressionOf(file!)!, isList: false };
    });
  });
  const isCertain = value.kind === "ArrayLiteral" && attachments.every((a) => typesOf((a as JsonObject).tools));
  return { tools: ids.map(({ tool }) => tool), ids, isCertain };
}

/** Files of the first beta were there for every tool that the assistant had. */
function ofFileIds(cx: Rewrite, value: Expression): Found {
  const items = value.kind === "ArrayLiteral" ? listItems(cx, value) : undefined;
  if (items?.length === 0) return NOTHING;
  const isWritten = items?.every((item) => item.parent === value) ?? false;
  const values = isWritten ? items! : [value];
  const ids = FILE_TOOLS.flatMap((tool) =>
    values.map((id): BroughtId => ({ tool, kind: "file", value: id, isList: !isWritten })),
  );
  return { tools: FILE_TOOLS, ids, isCertain: true };
}

/** `{file_search: {vector_store_ids}, code_interpreter: {file_ids}}` */
function ofResources(operation: Operation, value: Expression, holes: Holes): Found | undefined {
  const json = holes.read(value, "tool_resources");
  if (!isObject(json))
    return isHole(json) && isReadable(operation) ? { tools: FILE_TOOLS, ids: undefined, isCertain: false } : undefined;
  const ids: BroughtId[] = [];
  for (const [tool, resource] of Object.entries(json)) {
    if (tool.startsWith("$") || resource === null) continue;
    if (!isObject(resource)) return undefined;
    for (const [field, list] of Object.entries(resource)) {
      if (list === null || (Array.isArray(list) && list.length === 0)) continue;
      const place = PLACES.find((known) => known.tool === tool && known.field === field);
      if (!place) return undefined;
      const isList = !Array.isArray(list);
      for (const id of isList ? [list] : (list as readonly Json[])) {
        const expression = holes.expressionOf(id);
        if (!expression) return undefined;
        ids.push({ tool: place.tool, kind: place.kind, value: expression, isList });
      }
    }
  }
  return { tools: ids.map(({ tool }) => tool), ids, isCertain: true };
}

const PLACES = [
  { tool: "code_interpreter", field: "file_ids", kind: "file" },
  { tool: "file_search", field: "vector_store_ids", kind: "store" },
] as const;

/** Whether values that are only known at run time are JSON of the wire, so that a printed function can read them. */
function isReadable({ dialect }: Operation): boolean {
  return dialect.casing === "snake" && dialect.service !== "foundry";
}

function hasDataSource(attachment: Json): boolean {
  return isObject(attachment) && attachment.data_source !== undefined && attachment.data_source !== null;
}

function isIdHole(id: Json | undefined, holes: Holes): boolean {
  return id !== undefined && holes.expressionOf(id) !== undefined;
}

/** The types in a list of tools; undefined where one cannot be told. */
function typesOf(tools: Json | undefined): readonly FileTool[] | undefined {
  if (!Array.isArray(tools)) return undefined;
  const types = (tools as readonly Json[]).map((tool) => (isObject(tool) ? tool.type : undefined));
  return types.every((type) => (FILE_TOOLS as readonly unknown[]).includes(type)) ? (types as FileTool[]) : undefined;
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
