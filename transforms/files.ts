import type { Operation } from "../src/analysis/operation.js";
import { operationMapping } from "../src/protocol/mapping/index.js";
import type { Code } from "../src/languages/code.js";
import { printCall } from "./emit.js";
import { faceAt } from "./faces.js";
import { files as rule } from "./registry.js";
import { translateRequest, Untranslatable } from "./request.js";
import type { Rewrite } from "./rewrite.js";

/** Files and vector stores keep their operations; they move to the client that serves the agents. */
export function translateFile(cx: Rewrite, operation: Operation): void {
  if (operation.dialect.service !== "foundry" && operation.spec.select !== undefined) return moveHelper(cx, operation);
  const current = operationMapping(operation.id)?.current[0];
  if (
    current === undefined ||
    operation.spec.gives === "helper" ||
    operation.spec.mode !== undefined ||
    !cx.target(operation.call.tree).operations[current]
  ) {
    throw new Untranslatable(
      `this spelling of ${operation.id} has no translation yet`,
      "Migrate it by hand, or keep the flow as it is for now.",
    );
  }
  cx.replaceCall(operation, rule, printCall(cx, operation, current, translateRequest(cx, operation)), {
    text: current,
    reason: "Files and vector stores stand on the client of conversations.",
  });
}

/** Conveniences of the OpenAI SDK that upload and wait: they stand on the new client too, below the same names. */
function moveHelper(cx: Rewrite, operation: Operation): void {
  const { callee, tree } = operation.call;
  const printer = cx.printer(tree);
  const path = operation.spec.path.replace(/^beta\./, "").split(".");
  const code = path.reduce<Code>((object, step) => printer.member(object, step), faceAt(cx, operation, "openai"));
  cx.replace(callee, code, {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "Files and vector stores stand on the client of conversations.",
  });
  cx.became.set(operation, { rule: rule.id, text: path.join(".") });
}
