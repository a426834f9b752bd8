import type { ModelClass } from "../../src/dialects/types.js";
import type { Call, Expression } from "../../src/languages/tree.js";
import { isChangedLater } from "./changedLater.js";
import { intoDefinitions } from "../agents/intoDefinitions.js";
import { constructionOf, modelOf } from "../types/models.js";
import type { Rewrite } from "../rewrite.js";
import { added, isToolSet, toolsAddedTo } from "./toolSets.js";

/**
 * The sets of functions of the program that tools of the SDK hold (`FunctionTool`, a `ToolSet` with one, or a set itself): none where
 * the tools are of other kinds, undefined where that cannot be told.
 */
export function functionSetsIn(cx: Rewrite, tools: Expression): readonly Expression[] | undefined {
  const made = constructionOf(cx, tools);
  const model = made && modelOf(cx, made);
  if (!made || !model) return isSet(cx, tools) ? [tools] : undefined;
  if (!isToolSet(model)) {
    if (model.describes === undefined) return [];
    const functions = describedFunctions(cx, made, model.describes);
    return functions && intoDefinitions(cx, made) ? [functions] : undefined;
  }
  const additions = toolsAddedTo(cx, tools, made, model) ?? intoDefinitions(cx, made)?.additions;
  const sets = additions && [...additions].map((call) => setsAdded(cx, call, model));
  return sets?.every((set) => set !== undefined) ? sets.flat() : undefined;
}

function setsAdded(cx: Rewrite, call: Call, { builds }: ModelClass): readonly Expression[] | undefined {
  if (builds) return [];
  const tool = added(call);
  return tool && functionSetsIn(cx, tool);
}

/** What the construction of a function tool is given: `FunctionTool(functions={f, g})`. Undefined where that may change afterwards. */
export function describedFunctions(cx: Rewrite, made: Call, name: string): Expression | undefined {
  const { args } = made;
  const [argument, ...others] = args;
  const isTheOne = argument?.form === "positional" || (argument?.form === "named" && argument.name === name);
  return isTheOne && others.length === 0 && !isChangedLater(cx, argument.value, made) ? argument.value : undefined;
}

function isSet(cx: Rewrite, e: Expression): boolean {
  const values = cx.values.of(e);
  return values.length > 0 && values.every(({ kind }) => kind === "array" || kind === "list");
}
