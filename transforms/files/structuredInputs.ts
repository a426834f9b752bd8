import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import type { Json } from "../../src/protocol/types.js";
import { isInline } from "../agents/inlineDefinition.js";
import type { Rewrite } from "../rewrite.js";
import { onlyMaker } from "../agents/settledSettings.js";

/** What starts a run. */
const RUNS = new Set(["runs.create", "threads.createAndRun"]);

/** The classic field, and the input that the agent declares for it. */
const FIELD = "additional_instructions";

/** The input's place in the agent's instructions. */
const SLOT = `\n\n{{${FIELD}}}`;

/**
 * Whether `additional_instructions` of a run can be a structured input: one create call of this flow made its agent, with instructions
 * that are known not to be a template by chance.
 */
export function hasSlot(cx: Rewrite, run: Operation): boolean {
  return slotIn(cx, run) !== undefined;
}

/** The structured inputs of a run that {@link hasSlot}. */
export function slotValues(run: Operation, carried: (e: Expression) => Json): Json {
  return { [FIELD]: carried(run.args.get(FIELD)!.value) };
}

/** What a definition declares when a run of its agent passes instructions of its own; undefined where none does. */
export function declaredSlot(
  cx: Rewrite,
  create: Operation,
): { readonly structuredInputs: Json; readonly instructions: Code } | undefined {
  const wanted = cx.flows.flowOf(create).operations.some((run) => slotIn(cx, run) === create);
  if (!wanted) return undefined;
  return {
    structuredInputs: { [FIELD]: { description: "What one response is told on top.", default_value: "" } },
    instructions: withSlot(cx, create),
  };
}

function withSlot(cx: Rewrite, create: Operation): Code {
  const { tree } = create.call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const own = create.args.get("instructions")?.value;
  if (!own || own.kind === "NullLiteral") return printer.string(SLOT.trim(), style);
  if (own.kind === "StringLiteral" && !own.value.includes("\n")) return printer.string(own.value + SLOT, style);
  return printer.template(["", SLOT], [carry(own)], style);
}

/** Whether an operation is a run that may be one of an agent, and is sent the agent's definition. */
function mayBeOf(cx: Rewrite, run: Operation, creator: Operation): boolean {
  const maker = onlyMaker(cx, run);
  return (maker === undefined || maker === creator) && RUNS.has(run.id) && isInline(cx, run);
}

/** The create call whose definition has the slot that a run fills. */
function slotIn(cx: Rewrite, run: Operation): Operation | undefined {
  if (!run.args.has(FIELD) || run.args.has("additional_messages")) return undefined;
  const argument = run.args.get("assistant_id");
  const values = argument ? cx.values.of(argument.value) : [];
  const creators = new Set(values.map((v) => (v.kind === "result" ? v.operation : undefined)));
  const [creator] = creators;
  if (creators.size !== 1 || creator?.id !== "assistants.create" || creator.isOpen) return undefined;
  // A response that is sent the definition itself has no inputs to fill it with.
  if (cx.flows.operations.some((other) => other.args.has("assistant_id") && mayBeOf(cx, other, creator)))
    return undefined;
  const instructions = creator.args.get("instructions");
  const texts = instructions ? cx.values.of(instructions.value) : [];
  return texts.every((v) => v.kind === "text" && v.value !== undefined && !v.value.includes("{{"))
    ? creator
    : undefined;
}
