import type { Operation } from "../src/analysis/operation.js";
import type { ModelClass } from "../src/dialects/types.js";
import type { Call, Expression } from "../src/languages/tree.js";
import type { Json } from "../src/protocol/types.js";
import type { Holes } from "./json.js";
import type { Rewrite } from "./rewrite.js";

/** The JSON that an SDK model builds: `CodeInterpreterTool(file_ids=ids).definitions` → `[{type: "code_interpreter"}]`. Undefined when `e` is none. */
export function modelJson(cx: Rewrite, operation: Operation, e: Expression, holes: Holes): Json | undefined {
  if (e.kind === "Call") {
    const model = modelOf(cx, operation, e);
    return model && constructed(model, e, holes);
  }
  return undefined;
}

function modelOf(cx: Rewrite, operation: Operation, call: Call): ModelClass | undefined {
  for (const value of cx.values.of(call.callee)) {
    if (value.kind !== "external") continue;
    const model = operation.dialect.models[value.path.at(-1) ?? ""];
    if (model && operation.dialect.modelModules.includes(value.module)) return model;
  }
  return undefined;
}

function constructed(model: ModelClass, call: Call, holes: Holes): Json | undefined {
  const json: Record<string, Json> = { ...model.adds };
  let position = 0;
  for (const argument of call.args) {
    if (argument.form !== "positional" && argument.form !== "named") return undefined;
    const given = argument.form === "named" ? argument.name : model.positional?.[position++];
    if (given === undefined) return undefined;
    const field = model.fields?.[given] ?? given;
    json[field] = holes.read(argument.value, field);
  }
  return json;
}
