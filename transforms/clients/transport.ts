import type { Operation, OperationArgument } from "../../src/analysis/operation.js";
import type { Face } from "../../src/dialects/target.js";
import { Untranslatable } from "../code/request.js";

/** Request options that both SDKs have under names of their own: Azure's, and OpenAI's. */
const NAMES: Readonly<Record<string, string>> = {
  abortSignal: "signal",
  headers: "extra_headers",
  params: "extra_query",
};

/**
 * What a request option (headers, signals, timeouts) is called on the client of a face.
 * @throws Untranslatable where that client has nothing like it.
 */
export function transportName(operation: Operation, { holder, name }: OperationArgument, face: Face): string {
  const given = (holder.kind === "Argument" ? holder.name : holder.key) ?? name.replace(/^@options\./, "");
  const fromAzure = operation.dialect.service === "foundry";
  if (fromAzure === (face === "project")) return given;
  const python = operation.call.tree.language === "python";
  const found = Object.entries(NAMES).find(
    ([azure, openai]) => (fromAzure ? azure : openai) === given && openai.includes("_") === python,
  );
  if (found) return found[fromAzure ? 1 : 0];
  throw new Untranslatable(
    `${operation.id} is called with the option \`${given}\`, which the client of the current SDK does not have`,
    "Take the option away, or set it where the client is built; then run again.",
  );
}
