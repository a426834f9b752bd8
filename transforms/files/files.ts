import type { Operation } from "../../src/analysis/operation.js";
import { operationMapping } from "../../src/protocol/mapping/index.js";
import type { Code } from "../../src/languages/code.js";
import { isInCode } from "../agents/configuration.js";
import { awaited, printCall } from "../code/emit.js";
import { faceAt } from "../clients/faceAt.js";
import { nameFile, readFile } from "./fileContent.js";
import { Holes } from "../code/json.js";
import { files as rule } from "../registry.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { isSpelledSo } from "../code/spelledSo.js";
import { POLLER, purposeOf, uploadFile } from "./uploads.js";
import { createStoreAndWait } from "./vectorStores.js";

/** Files and vector stores keep their operations; they move to the client that serves the agents. */
export function translateFile(cx: Rewrite, operation: Operation): void {
  const { spec, dialect } = operation;
  if (spec.poller && awaited(operation.call).kind !== "Await") throw new Untranslatable(...POLLER);
  if (operation.id === "files.content") return readFile(cx, operation);
  if (operation.id === "files.retrieve" && nameFile(cx, operation)) return;
  if (dialect.service === "foundry") {
    if (operation.id === "files.create") return uploadFile(cx, operation);
    if (operation.id === "vectorStores.create" && spec.mode === "wait") return createStoreAndWait(cx, operation);
  } else {
    const purpose = operation.id === "files.create" ? operation.args.get("purpose") : undefined;
    if (purpose) purposeOf(cx, purpose, new Holes(cx, operation));
    if (spec.select !== undefined || spec.mode !== undefined) return moveHelper(cx, operation);
  }
  const current = operationMapping(operation.id)?.current[0];
  const spelling = current === undefined ? undefined : cx.target(operation.call.tree).operations[current];
  if (current === undefined || !spelling || spec.gives === "helper" || (spec.mode === "wait" && !spelling.waits)) {
    throw new Untranslatable(
      `this spelling of ${operation.id} has no translation yet`,
      "Migrate it by hand, or keep the flow as it is for now.",
    );
  }
  if (isSpelledSo(cx, operation, spelling)) {
    cx.became.set(operation, { rule: rule.id, text: `${current}, as it is` });
    return;
  }
  const waits = spec.mode === "wait" ? "waits" : undefined;
  cx.replaceCall(operation, rule, printCall(cx, operation, current, translateRequest(cx, operation), waits), {
    text: current,
    reason: "Files and vector stores stand on the client of conversations.",
  });
}

/** Conveniences of the OpenAI SDK that upload and wait: they stand on the new client too, below the same names. */
function moveHelper(cx: Rewrite, operation: Operation): void {
  const { callee, tree } = operation.call;
  const printer = cx.printer(tree);
  const path = operation.spec.path.replace(/^beta\./, "").split(".");
  if (isInCode(cx, operation) && path.join(".") === operation.spec.path) {
    cx.became.set(operation, { rule: rule.id, text: `${operation.spec.path}, as it is` });
    return;
  }
  const code = path.reduce<Code>((object, step) => printer.member(object, step), faceAt(cx, operation, "openai"));
  cx.replace(callee, code, {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "Files and vector stores stand on the client of conversations.",
  });
  cx.became.set(operation, { rule: rule.id, text: path.join(".") });
}
