import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { FILE_INPUTS, FILES_KEY, inputTemplate, STORE_INPUT, STORES_KEY } from "../../src/protocol/threadFiles.js";
import type { Json } from "../../src/protocol/types.js";
import type { HelperId } from "../../src/dialects/target.js";
import type { Brought, BroughtId } from "./broughtFiles.js";
import { callPrinted } from "../code/callPrinted.js";
import { isInCode } from "../agents/configuration.js";
import { SPREAD } from "../code/emit.js";
import { dropUnneeded } from "../code/dropUnneeded.js";
import { faceAt } from "../clients/faceAt.js";
import { assignedBy, assignedValue, follow, precede, statementAlone } from "../code/followUp.js";
import { isInline } from "../agents/inlineDefinition.js";
import type { Holes } from "../code/json.js";
import { threadFiles as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import type { Carried } from "./threadFiles.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

/** The arguments of an operation that are about files of its thread, and need no translation of their own. */
export function fileArguments(cx: Rewrite, operation: Operation): readonly string[] {
  return cx.threadFiles.of(operation) ? ["attachments", "file_ids", "tool_resources"] : [];
}

/** A message with attachments: its conversation is given them by a statement of its own. */
export function attachToMessage(cx: Rewrite, operation: Operation): void {
  const files = cx.threadFiles.of(operation);
  if (!files) return;
  dropBuilt(cx, files.brought);
  if (!files.isKept) return sayDropped(cx, files.brought);
  warnOfUntaken(cx, files.brought);
  if (cx.threadFiles.needsNoCall(operation)) return;
  const statement = statementAlone(operation.call);
  const thread = operation.args.get("thread_id")?.value;
  if (!statement || !thread || !isRepeatable(thread)) throw new Untranslatable(...NO_STATEMENT);
  for (const attached of attachmentsOf(cx, operation, files.brought)) {
    const code = called(cx, operation, "attachFiles", [faceAt(cx, operation, "openai"), carry(thread), attached]);
    precede(
      cx,
      statement,
      cx.printer(operation.call.tree).statement(code, cx.style(operation.call.tree)),
      howOf(cx, operation),
    );
  }
}

/** A thread with files: metadata that names them, and what else the conversation is given by a statement behind it. */
export function giveToConversation(
  cx: Rewrite,
  operation: Operation,
  fields: Record<string, Json>,
  holes: Holes,
): void {
  const files = cx.threadFiles.of(operation);
  if (!files) return;
  const { brought } = files;
  dropBuilt(cx, brought);
  if (!files.isKept) return sayDropped(cx, brought);
  warnOfUntaken(cx, brought);
  if (cx.threadFiles.needsNoCall(operation)) return;
  if (brought.isCertain && brought.ids?.every(isNamed)) {
    fields.metadata = metadataOf(cx, operation, brought.ids, fields.metadata, holes);
    return;
  }
  const assigned = assignedBy(operation);
  if (!assigned) throw new Untranslatable(...NO_STATEMENT);
  const printer = cx.printer(operation.call.tree);
  const id = printer.member(assignedValue(assigned), "id");
  const client = faceAt(cx, operation, "openai");
  const followUp = (code: Code): void =>
    follow(cx, assigned, printer.statement(code, cx.style(operation.call.tree)), howOf(cx, operation));
  if (brought.resources) {
    const code = called(cx, operation, "giveFiles", [client, id, resourcesOf(cx, operation, brought)]);
    followUp(code);
  }
  for (const attached of attachmentsOf(cx, operation, brought))
    followUp(called(cx, operation, "attachFiles", [client, id, attached]));
}

/** `threads.update` with files alone: a function gives them to the conversation. Undefined for other updates. */
export function updateFiles(cx: Rewrite, operation: Operation): Code | undefined {
  const files = cx.threadFiles.of(operation);
  const thread = operation.args.get("thread_id")?.value;
  if (!files || !thread) return undefined;
  if (operation.args.has("metadata") || !files.brought.resources)
    throw new Untranslatable(
      "the metadata and the files of a thread are given in one call, and both are metadata of the conversation now",
      "Update them in two calls, then run again.",
    );
  dropBuilt(cx, files.brought);
  warnOfUntaken(cx, files.brought);
  const client = faceAt(cx, operation, "openai");
  return called(cx, operation, "giveFiles", [client, carry(thread), resourcesOf(cx, operation, files.brought)], false);
}

/** What a response is given of the files of its conversation, beside its other fields. */
export function carryFiles(cx: Rewrite, run: Operation, fields: Record<string, Json>, holes: Holes): void {
  const carried = carriedAt(cx, run);
  if (!carried) return;
  if (isInline(cx, run)) return fillDefinition(cx, run, carried, fields, holes);
  const { tree } = run.call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const asked = (): Code => askFor(cx, run);
  if (isInCode(cx, run)) {
    if (refusesOwnTools(run, carried)) return;
    const config = holes.codeOf(fields[SPREAD])!;
    const of = (kind: BroughtId["kind"], ids: readonly BroughtId[]): Code =>
      printer.array(
        ids.filter((id) => id.kind === kind).map(({ value }) => carry(value)),
        style,
      );
    const given = carried.ids
      ? printer.object(
          [
            { key: "files", value: of("file", carried.ids) },
            { key: "stores", value: of("store", carried.ids) },
          ],
          style,
        )
      : asked();
    const helper = cx.helper(tree, "withFiles", { ...howOf(cx, run) });
    const args = [config, given].map((value) => ({ name: undefined, value }));
    fields[SPREAD] = holes.code(printer.call(helper, args, style));
    return;
  }
  // The response that is answered was made with them, and what it was made with is sent again.
  if (SPREAD in fields) return;
  declareElsewhere(cx, run);
  if (carried.ids?.length === 0) return;
  const before = fields.structured_inputs as Record<string, Json> | undefined;
  fields.structured_inputs = carried.ids
    ? { ...inputsOf(carried.ids, holes), ...before }
    : before
      ? holes.code(
          printer.object(
            [
              { key: undefined, value: asked() },
              ...Object.entries(before).map(([key, value]) => ({ key, value: holes.print(value) })),
            ],
            style,
          ),
        )
      : holes.code(asked());
}

/** What is known of the files of its thread; nothing, where only other runs of its agent bring files: their places are left then. */
function carriedAt(cx: Rewrite, run: Operation): Carried | undefined {
  const carried = cx.threadFiles.carriedBy(run);
  if (carried) return carried;
  const runs = run.args.has("assistant_id") ? [run] : cx.flows.flowOf(run).operations;
  const makers = runs.flatMap((one) => [...((one.args.has("assistant_id") && cx.threadFiles.agentsOf(one)) || [])]);
  return makers.some((maker) => cx.threadFiles.slotsOf(maker).size > 0) ? { tools: new Set(), ids: [] } : undefined;
}

/** The structured inputs, or the ids, that the files of a thread are for a response on it. @throws Untranslatable */
function askFor(cx: Rewrite, run: Operation): Code {
  const thread = run.args.get("thread_id")?.value;
  if (!thread || !isRepeatable(thread)) throw new Untranslatable(...NO_NAME);
  return called(cx, run, "filesOf", [faceAt(cx, run, "openai"), carry(thread)]);
}

/** Whether a run has tools of its own and no files. @throws Untranslatable where it has both */
function refusesOwnTools({ args }: Operation, { ids }: Carried): boolean {
  const tools = args.get("tools")?.value;
  if (!tools || tools.kind === "NullLiteral") return false;
  if (ids?.length !== 0) throw new Untranslatable(...OWN_TOOLS);
  return true;
}

/** Where the definition of its agent is sent with a response, nothing else fills the places that it leaves for files. */
function fillDefinition(
  cx: Rewrite,
  run: Operation,
  carried: Carried,
  fields: Record<string, Json>,
  holes: Holes,
): void {
  if (refusesOwnTools(run, carried)) return;
  if (carried.ids?.length !== 0) declareElsewhere(cx, run);
  const inputs = carried.ids ? holes.print(inputsOf(carried.ids, holes)) : askFor(cx, run);
  const helper = cx.helper(run.call.tree, "withInputs", howOf(cx, run));
  const args = [holes.codeOf(fields[SPREAD])!, inputs].map((value) => ({ name: undefined, value }));
  fields[SPREAD] = holes.code(cx.printer(run.call.tree).call(helper, args, cx.style(run.call.tree)));
}

function inputsOf(ids: readonly BroughtId[], holes: Holes): Record<string, Json> {
  let files = 0;
  return Object.fromEntries(
    ids.map(({ kind, value }) => [kind === "store" ? STORE_INPUT : FILE_INPUTS[files++]!, holes.carried(value)]),
  );
}

/** An agent that is made elsewhere has to declare what its runs fill. */
function declareElsewhere(cx: Rewrite, run: Operation): void {
  const carried = cx.threadFiles.carriedBy(run)!;
  if (cx.threadFiles.agentsOf(run)) return;
  const tools = [...carried.tools].map((tool) =>
    tool === "file_search"
      ? `\`${inputTemplate(STORE_INPUT)}\` in vector_store_ids of its file_search`
      : `\`${inputTemplate(FILE_INPUTS[0]!)}\` to \`${inputTemplate(FILE_INPUTS.at(-1)!)}\` in container.file_ids of its code_interpreter`,
  );
  cx.find(
    run.call,
    rule,
    "error",
    "The files of a conversation are structured inputs of its agent now, and this agent is made elsewhere: its definition must declare them.",
    `Make a version of the agent with ${tools.join(" and ")}, each a structured input with the default "".`,
  );
}

/** Metadata that names files and stores, beside what was given. */
function metadataOf(
  cx: Rewrite,
  operation: Operation,
  ids: readonly BroughtId[],
  given: Json | undefined,
  holes: Holes,
): Json {
  const { tree } = operation.call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const list = (kind: BroughtId["kind"]): Code | undefined => {
    const [first, ...others] = ids.filter((id) => id.kind === kind).map(({ value }) => carry(value));
    if (!first || others.length === 0) return first;
    return printer.template(["", ...others.map(() => ","), ""], [first, ...others], style);
  };
  const entries = (
    [
      [STORES_KEY, list("store")],
      [FILES_KEY, list("file")],
    ] as const
  ).flatMap(([key, value]) => (value ? [{ key, value }] : []));
  const own = given === undefined || given === null ? undefined : holes.expressionOf(given);
  const plain = own?.kind === "ObjectLiteral" && own.entries.every(({ form, key }) => form === "pair" && key);
  const spread = plain
    ? own.entries.map(({ key, value }) => ({ key: key!, value: carry(value) }))
    : given === undefined || given === null
      ? []
      : [{ key: undefined, value: holes.print(given) }];
  return holes.code(printer.object([...spread, ...entries], style));
}

/** Whether an id can be named as it is: a file that is searched has to be put into a store first. */
function isNamed({ kind, tool, isList }: BroughtId): boolean {
  return !isList && (kind === "store" || tool === "code_interpreter");
}

/** The attachments as JSON of the wire: written anew where they can be seen, else as they are. */
function attachmentsOf(cx: Rewrite, operation: Operation, brought: Brought): readonly Code[] {
  const { tree } = operation.call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  if (!brought.ids || !brought.isCertain || brought.ids.some(({ isList }) => isList)) {
    if (operation.dialect.casing === "camel" || operation.dialect.service === "foundry" || hasFileIds(operation))
      throw new Untranslatable(
        "the attachments of its message are built elsewhere",
        "Write them at the call, then run again.",
      );
    return brought.attachments.map((value) => carry(value));
  }
  const files = new Map<string, { readonly value: Expression; readonly tools: Set<string> }>();
  for (const { value, tool, kind } of brought.ids) {
    if (kind !== "file") continue;
    const key = tree.text.slice(value.start, value.end);
    const known = files.get(key) ?? { value, tools: new Set() };
    files.set(key, known);
    known.tools.add(tool);
  }
  const list = [...files.values()].map(({ value, tools }) =>
    printer.object(
      [
        { key: "file_id", value: carry(value) },
        {
          key: "tools",
          value: printer.array(
            [...tools].map((tool) => printer.object([{ key: "type", value: printer.string(tool, style) }], style)),
            style,
          ),
        },
      ],
      style,
    ),
  );
  return list.length === 0 ? [] : [printer.array(list, style)];
}

function hasFileIds(operation: Operation): boolean {
  return operation.args.has("file_ids");
}

/** `tool_resources` as JSON of the wire. */
function resourcesOf(cx: Rewrite, operation: Operation, brought: Brought): Code {
  const { dialect, call } = operation;
  const printer = cx.printer(call.tree);
  const style = cx.style(call.tree);
  const { ids, resources } = brought;
  if (!ids) return carry(resources!);
  if (dialect.casing === "snake" && dialect.service !== "foundry") return carry(resources!);
  const list = (kind: BroughtId["kind"]): Code | undefined => {
    const own = ids.filter((id) => id.kind === kind);
    const [only] = own;
    if (!only) return undefined;
    if (own.length === 1 && only.isList) return carry(only.value);
    return printer.array(
      own.map(({ value, isList }) => (isList ? printer.spread(carry(value)) : carry(value))),
      style,
    );
  };
  const entries = (
    [
      ["code_interpreter", "file_ids", list("file")],
      ["file_search", "vector_store_ids", list("store")],
    ] as const
  ).flatMap(([tool, field, value]) =>
    value === undefined ? [] : [{ key: tool, value: printer.object([{ key: field, value }], style) }],
  );
  return printer.object(entries, style);
}

/** A call of a function that is printed into the file, awaited where the client is. */
function called(cx: Rewrite, operation: Operation, id: HelperId, args: readonly Code[], waits = true): Code {
  return callPrinted(cx, operation, id, args, { ...howOf(cx, operation), waits });
}

function howOf(cx: Rewrite, operation: Operation) {
  const flow = cx.flows.flowOf(operation).id;
  return {
    rule,
    flow,
    reason: "A conversation has no files of its own: its metadata names them, and every response is given them.",
  };
}

/** Files that no run among those given takes. @throws Untranslatable where they would be lost */
function warnOfUntaken(cx: Rewrite, brought: Brought): void {
  if (!cx.threadFiles.needsNoCall(brought.operation) && cx.threadFiles.isForgotten(brought))
    throw new Untranslatable(
      "its conversation's metadata would name the files, and an update of the thread replaces that",
      "Keep what is in the metadata where the thread is updated, or give the files to the agent; then run again.",
    );
  if (!cx.threadFiles.isUntaken(brought)) return;
  cx.find(
    brought.operation.call,
    rule,
    "warning",
    `The conversation's metadata names the files (\`${FILES_KEY}\`, \`${STORES_KEY}\`), and no response on it is made here: whoever makes them has to give them these files.`,
    "Migrate the code that makes them together with this code, or read the metadata there.",
  );
}

function sayDropped(cx: Rewrite, { operation, attachments, resources }: Brought): void {
  for (const value of [...attachments, ...(resources ? [resources] : [])])
    cx.find(
      value.tree === operation.call.tree ? value : operation.call,
      rule,
      "note",
      "These files are not given to the conversation: its agent has them in its tools.",
      "Nothing to do.",
    );
}

/** Objects of the classic SDK that only said what is attached are not needed any more. */
function dropBuilt(cx: Rewrite, { operation, attachments, resources }: Brought): void {
  dropUnneeded(cx, [...attachments, ...(resources ? [resources] : [])], howOf(cx, operation));
}

/** Whether an expression gives the same when it is written twice: a variable, a field, a text. */
function isRepeatable(e: Expression): boolean {
  if (e.kind === "Wrap") return isRepeatable(e.value);
  return e.kind === "Name" || e.kind === "StringLiteral" || (e.kind === "Member" && isRepeatable(e.object));
}

const NO_STATEMENT = [
  "the files of a thread are given to its conversation in a call of their own, and there is no place for it",
  "Put the call into a statement of its own, its thread into a variable, then run again.",
] as const;

const OWN_TOOLS = [
  "the run has tools of its own, and its thread brings files to tools",
  "Give the run's tools the files, or let it have those of its assistant; then run again.",
] as const;

const NO_NAME = [
  "the files of its thread are asked for by the thread's id, which would have to be written twice",
  "Put the id into a variable, then run again.",
] as const;
