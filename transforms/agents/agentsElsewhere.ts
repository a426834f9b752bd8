import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { PrintedEntry } from "../../src/languages/language.js";
import type { Expression } from "../../src/languages/tree.js";
import { operationMapping } from "../../src/protocol/mapping/index.js";
import { printCall } from "../code/emit.js";
import { Holes } from "../code/json.js";
import { agents as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

/**
 * `assistants.create(settings)` with settings that are not written at the call → `agents.createVersion(...toAgentVersion(settings))`, by a
 * small function. Gives false where the settings are at the call, and where there is no such function.
 * @throws Untranslatable where more than that function knows is given
 */
export function createFromElsewhere(cx: Rewrite, operation: Operation): boolean {
  const { call, args, dialect, isOpen } = operation;
  const { tree } = call;
  if (!isOpen || dialect.service === "foundry" || dialect.casing !== "snake") return false;
  if (cx.target(tree).helpers.agentVersion === undefined) return false;
  const rows = operationMapping(operation.id, cx.target(tree).definitions)?.request ?? [];
  const isKnown = [...args.keys()].every((name) => rows.some((row) => row.from === name && row.kind !== "none"));
  const isPlain = tree.language === "python" || call.args.length === 1;
  if (!isKnown || !isPlain)
    throw new Untranslatable(
      "it is created with settings that are not written at the call, and with something that a version of an agent has no place for",
      "Write the settings at the call, then run again.",
    );
  const holes = new Holes(cx, operation);
  const how = {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "Settings that are only known when the program runs.",
  };
  const helper = cx.helper(tree, "agentVersion", how);
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const version = printer.call(helper, [{ name: undefined, value: settingsOf(cx, operation, holes) }], style);
  const spread = tree.language === "python" ? ["**", version] : printer.spread(version);
  const request = { fields: {}, holes, transport: [], first: spread };
  cx.find(
    call,
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

/** All settings as one object. */
function settingsOf(cx: Rewrite, { call: { args, tree } }: Operation, holes: Holes): Code {
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
