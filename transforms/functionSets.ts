import type { Call, Expression } from "../src/languages/tree.js";
import { isChangedLater } from "./changedLater.js";
import { intoDefinitions } from "./intoDefinitions.js";
import { constructionOf, modelOf } from "./models.js";
import type { Rewrite } from "./rewrite.js";
import { toolsAddedTo } from "./toolSets.js";

/**
 * The sets of functions of the program that tools of the SDK hold (`FunctionTool`, a `ToolSet` with one, or a set itself): none where
 * the tools are of other kinds, undefined where that cannot be told.
 */
export function functionSetsIn(cx: Rewrite, tools: Expression): readonly Expression[] | undefined {
  const made = constructionOf(cx, tools);
  const model = made && modelOf(cx, made);
  if (!made || !model) return isSet(cx, tools) ? [tools] : undefined;
  if (model.collects === undefined) {
    if (model.describes === undefined) return [];
    const functions = describedFunctions(cx, made, model.describes);
    return functions && intoDefinitions(cx, made) ? [functions] : undefined;
  }
  const added = tools.kind === "Name" ? toolsAddedTo(cx, tools, made, model.collects) : undefined;
  const sets = added?.map((tool) => functionSetsIn(cx, tool));
  return sets?.every((set) => set !== undefined) ? sets.flat() : undefined;
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
