import type { Operation, OperationArgument } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import { awaited, printCall } from "../code/emit.js";
import { faceAt } from "../clients/faceAt.js";
import { assignedBy, assignedValue, follow } from "../code/followUp.js";
import type { Holes } from "../code/json.js";
import { files as rule } from "../registry.js";
import { translateRequest, Untranslatable, type Request } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";

/** Purposes of files that agents read; files for anything else stay with the client they are used with. */
const PURPOSES: Readonly<Record<string, string>> = {
  assistants: "assistants",
  agents: "assistants",
  vision: "vision",
  user_data: "user_data",
};

/** What uploading a file becomes: `files.create`, with the file opened or named where the classic method did that. */
export function uploadFile(cx: Rewrite, operation: Operation): void {
  const request = translateRequest(cx, operation, ["file", "filename", "file_name", "purpose"]);
  Object.assign(request.fields, uploadFields(cx, operation, request));
  const created = printCall(cx, operation, "files.create", request);
  const how = { text: "files.create", reason: "Files are uploaded by the client of conversations." };
  if (operation.spec.mode !== "wait") return cx.replaceCall(operation, rule, created, how);

  const printer = cx.printer(operation.call.tree);
  const wait = (id: Code): Code => {
    const files = printer.member(faceAt(cx, operation, "openai"), "files");
    const method = printer.localName(["wait", "for", "processing"]);
    return printer.call(printer.member(files, method), [{ name: undefined, value: id }], cx.style(operation.call.tree));
  };
  const isAwaited = awaited(operation.call).kind === "Await";
  const assigned = assignedBy(operation);
  if (assigned) {
    cx.replaceCall(operation, rule, created, how);
    const waiting = wait(printer.member(assignedValue(assigned), "id"));
    const style = cx.style(operation.call.tree);
    return follow(cx, assigned, printer.statement(isAwaited ? printer.await(waiting) : waiting, style), {
      rule,
      flow: cx.flows.flowOf(operation).id,
      reason: "The classic method waited until the file was processed.",
    });
  }
  if (!isAwaited && operation.clients.some((client) => client.type.async)) throw new Untranslatable(...POLLER);
  const file = isAwaited ? printer.parenthesise(printer.await(created)) : created;
  cx.replaceCall(operation, rule, wait(printer.member(file, "id")), how);
}

export const POLLER = [
  "what it gives is asked for its result later, by a poller that the current SDK does not have",
  "Await the call directly, then run again.",
] as const;

function uploadFields(cx: Rewrite, operation: Operation, { holes }: Request) {
  const file = operation.args.get("file");
  const purpose = operation.args.get("purpose");
  if (!file || !purpose)
    throw new Untranslatable("the file or its purpose is not given by name", "Name the arguments of the upload.");
  const known = purposeOf(cx, purpose, holes);
  const isWritten = purpose.value.kind === "StringLiteral" && purpose.value.value === known;
  return {
    file: holes.code(fileCode(cx, operation, file)),
    purpose: known === undefined || isWritten ? holes.carried(purpose.value) : known,
  };
}

/** The file as the current SDK takes it: opened from its path, or together with its name. */
function fileCode(cx: Rewrite, operation: Operation, file: OperationArgument): Code {
  const { tree } = operation.call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const name = operation.args.get("filename") ?? operation.args.get("file_name");
  const value = carry(file.value);
  if (file.holder.kind === "Argument" && file.holder.name === "file_path") {
    const mode = printer.string("rb", style);
    return printer.call(
      "open",
      [
        { name: undefined, value },
        { name: undefined, value: mode },
      ],
      style,
    );
  }
  if (!name) return value;
  if (tree.language === "python") return ["(", carry(name.value), ", ", value, ")"];
  const toFile = cx.want(tree, "openai", "toFile", "toFile");
  const args = [value, carry(name.value)].map((code) => ({ name: undefined, value: code }));
  return printer.await(printer.call(toFile, args, style));
}

/** The purpose where it is known. @throws Untranslatable for files that no agent reads. */
export function purposeOf(cx: Rewrite, { value }: OperationArgument, holes: Holes): string | undefined {
  const values = cx.values.of(value);
  const text = values.length === 1 && values[0]!.kind === "text" ? values[0]!.value : holes.constant(value);
  if (text === undefined) return undefined;
  const current = PURPOSES[text];
  if (current !== undefined) return current;
  throw new Untranslatable(
    `a file for "${text}" is read by no agent, so it stays where it is used`,
    "Nothing to do, unless the file is for an agent after all.",
  );
}
