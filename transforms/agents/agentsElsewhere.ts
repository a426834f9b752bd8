import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { PrintedArgument, PrintedEntry } from "../../src/languages/language.js";
import type { Expression, Node } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import { operationMapping } from "../../src/protocol/mapping/index.js";
import { printCall } from "../code/emit.js";
import { Holes } from "../code/json.js";
import type { Request } from "../code/request.js";
import { agents as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

/**
 * `assistants.create(settings)` with settings that are not written at the call → `agents.createVersion(...toAgentVersion(settings))`, by a
 * small function. Gives false where the settings are at the call, and where there is no such function.
 * @throws Untranslatable where more than that function knows is given
 */
export function createFromElsewhere(cx: Rewrite, operation: Operation): boolean {
  if (!isFromElsewhere(operation)) return false;
  const holes = new Holes(cx, operation);
  const helper = helperFor(cx, operation, "agentVersion");
  const last = spread(cx, operation, helper, [settingsOf(cx, operation, holes)]);
  const request = { fields: {}, holes, transport: [], last };
  cx.find(
    operation.call,
    rule,
    "warning",
    `What the agent is made of is only known when the program runs: it goes through ${helper}(), which makes a legal name of its name, raises an error where it has none, and leaves out a file search without a vector store.`,
    "Write what is fixed at the call, in its new form (docs/mapping.md has it), then take the function out.",
  );
  cx.replaceCall(operation, rule, printCall(cx, operation, "agents.createVersion", request), {
    text: "agents.createVersion",
    reason: "Creates a version of the named agent; an agent of that name that exists gets a new version.",
    safety: "review",
  });
  return true;
}

/**
 * `assistants.update(id, changes)` with changes that are not written at the call, as the request of a new version: the latest one with these
 * changes. Undefined where they are at the call.
 * @throws Untranslatable where more than assistants have is given
 */
export function changesFromElsewhere(cx: Rewrite, operation: Operation, latest: Code): Request | undefined {
  if (!isFromElsewhere(operation)) return undefined;
  const holes = new Holes(cx, operation);
  const helper = helperFor(cx, operation, "changedVersion");
  tellOfChanges(cx, operation, helper);
  const last = spread(cx, operation, helper, [latest, settingsOf(cx, operation, holes)]);
  return {
    fields: { agent_name: holes.carried(operation.args.get("assistant_id")!.value) },
    holes,
    transport: [],
    last,
  };
}

/**
 * The fields of an assistant that the program keeps, where they are not written at the call that makes or changes it; `latest` are the tools
 * that it has. Undefined where they are at the call.
 * @throws Untranslatable where more than assistants have is given
 */
export function fieldsFromElsewhere(cx: Rewrite, operation: Operation, latest?: () => Code): Code | undefined {
  if (!isFromElsewhere(operation)) return undefined;
  const helper = helperFor(cx, operation, "assistantFields");
  tellOfChanges(cx, operation, helper);
  const args = [settingsOf(cx, operation, new Holes(cx, operation)), ...(latest ? [latest()] : [])];
  return called(cx, operation, helper, args);
}

/** @throws Untranslatable where settings that are not written at the call are of another SDK, or not all of them are known */
function isFromElsewhere({ id, call, args, dialect, isOpen }: Operation): boolean {
  if (!isOpen || dialect.service === "foundry" || dialect.casing !== "snake") return false;
  const rows = operationMapping(id, "service")?.request ?? [];
  // An agent keeps its name: that of an update is a label.
  const isKnown = [...args.keys()].every(
    (name) => name === "name" || rows.some((row) => row.from === name && row.kind !== "none"),
  );
  const isPlain = call.tree.language === "python" || call.args.length === (args.has("assistant_id") ? 2 : 1);
  const isOfFirstBeta = call.args.some(({ value }) => [...walk(value)].some(isFileList));
  if (!isKnown || !isPlain || isOfFirstBeta)
    throw new Untranslatable(
      "it is given settings that are not written at the call, and something that a version of an agent has no place for",
      "Write the settings at the call, then run again.",
    );
  return true;
}

/** Files of an assistant itself, which are no settings. */
function isFileList(node: Node): boolean {
  return node.kind === "Entry" && node.key === "file_ids";
}

function tellOfChanges(cx: Rewrite, { call }: Operation, helper: string): void {
  cx.find(
    call,
    rule,
    "warning",
    `What the assistant is given is only known when the program runs: it goes through ${helper}(), which leaves out what it does not know, and a file search without a vector store.`,
    "Write what is fixed at the call, in its new form (docs/mapping.md has it), then take the function out.",
  );
}

function helperFor(
  cx: Rewrite,
  operation: Operation,
  id: "agentVersion" | "changedVersion" | "assistantFields",
): string {
  const flow = cx.flows.flowOf(operation).id;
  return cx.helper(operation.call.tree, id, {
    rule,
    flow,
    reason: "Settings that are only known when the program runs.",
  });
}

function called(cx: Rewrite, { call: { tree } }: Operation, helper: string, args: readonly Code[]): Code {
  const given = args.map((value) => ({ name: undefined, value }));
  return cx.printer(tree).call(helper, given, cx.style(tree));
}

/** What a function gives, as the arguments of a call. */
function spread(cx: Rewrite, operation: Operation, helper: string, args: readonly Code[]): PrintedArgument {
  const { tree } = operation.call;
  const value = called(cx, operation, helper, args);
  return tree.language === "python"
    ? { name: "**", value }
    : { name: undefined, value: cx.printer(tree).spread(value) };
}

/** All settings as one object. */
function settingsOf(cx: Rewrite, { call, args: known }: Operation, holes: Holes): Code {
  const { tree } = call;
  const id = known.get("assistant_id")?.holder;
  const args = call.args.filter((argument) => argument !== id);
  const [only, ...others] = args;
  const isOne = only !== undefined && others.length === 0 && only.form !== "named";
  const printed = (value: Expression): Code => holes.print(holes.carried(value));
  const object = (entries: readonly PrintedEntry[]): Code => cx.printer(tree).object(entries, cx.style(tree));
  if (!isOne) return object(args.map(({ name, value }) => ({ key: name, value: printed(value) })));
  // A constant that only the call reads goes with it: what it holds stands at the call from now on.
  const literal = cx.values.literalOf(only.value);
  if (!literal) return carry(only.value);
  const { entries } = literal;
  if (entries.some(({ form }) => form === "computed" || form === "method")) return carry(literal);
  return object(
    entries.map(({ key, value }) => ({
      key,
      value: key === undefined ? printed(value) : holes.entry(key, printed(value)),
    })),
  );
}
