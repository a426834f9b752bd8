import type { Operation } from "../../src/analysis/operation.js";
import { isObjectType } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { faceAt } from "../clients/faceAt.js";
import { callPrinted } from "../code/callPrinted.js";
import { awaited, printCall } from "../code/emit.js";
import { citationOf, CONTAINER, IN_CONTAINER, readsJoined } from "./generatedIds.js";
import { nodeStreamOf } from "./nodeStream.js";
import { files as rule } from "../registry.js";
import { isSpelledSo } from "../code/spelledSo.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";

/** What reads the content of a file: an uploaded one, or one that the code interpreter made and that a citation names. */
export function readFile(cx: Rewrite, operation: Operation): void {
  const { select } = operation.spec;
  const request = translateRequest(cx, operation, ["file_name", "target_dir"]);
  const isJoined = readsJoined(cx, operation);
  const cited = isJoined ? undefined : citationOf(cx, operation);
  const citation = cited === "elsewhere" ? undefined : cited;
  const text = citation || isJoined ? "containers.files.content.retrieve" : "files.content";
  if (citation)
    request.fields.container_id = request.holes.code(cx.printer(citation.tree).member(carry(citation), "container_id"));
  else if (!isJoined) warn(cx, operation);
  if (
    text === "files.content" &&
    select === undefined &&
    isSpelledSo(cx, operation, cx.target(operation.call.tree).operations[text]!)
  ) {
    cx.became.set(operation, { rule: rule.id, text: `${text}, as it is` });
    return;
  }
  const content = isJoined ? readJoined(cx, operation) : printCall(cx, operation, text, request);
  const how = { text, reason: "Contents of files are read by the client of conversations." };
  if (operation.dialect.service !== "foundry" && select === undefined)
    return cx.replaceCall(operation, rule, content, how);

  const { tree } = operation.call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const stream = tree.language === "javascript" && select === undefined ? nodeStreamOf(cx, operation.call) : undefined;
  if (stream) {
    cx.replace(stream, content, { rule, flow: cx.flows.flowOf(operation).id, reason: how.reason });
    cx.became.set(operation, { rule: rule.id, text: how.text });
    return;
  }
  const isAsync = operation.clients.some((client) => client.type.async);
  const whole = awaited(operation.call);
  if (isAsync && whole.kind !== "Await") throw new Untranslatable(...BY_HAND);
  const read = isAsync ? printer.parenthesise(printer.await(content)) : content;
  const method = (name: string, args: readonly Code[] = []): Code =>
    printer.call(
      printer.member(read, name),
      args.map((value) => ({ name: undefined, value })),
      style,
    );
  const python = tree.language === "python";
  let code: Code;
  if (select === "text") code = python ? printer.member(read, "text") : printer.await(method("text"));
  else if (!python) throw new Untranslatable(...BY_HAND);
  else if (select === "save") code = method("write_to_file", [targetPath(cx, operation)]);
  else code = method(isAsync ? "aiter_bytes" : "iter_bytes");
  cx.replace(whole, code, { rule, flow: cx.flows.flowOf(operation).id, reason: how.reason });
  cx.became.set(operation, { rule: rule.id, text: how.text });
}

/** A file by an id that may be one of a container and a file in it: a printed function takes it apart. */
function readJoined(cx: Rewrite, operation: Operation): Code {
  const id = carry(operation.args.get("file_id")!.value);
  return callPrinted(cx, operation, "fileContent", [faceAt(cx, operation, "openai"), id], {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "Files that the code interpreter made are in containers.",
    waits: false,
  });
}

function warn(cx: Rewrite, operation: Operation): void {
  cx.find(
    operation.call,
    rule,
    "warning",
    "This reads uploaded files only: files that the code interpreter makes are in its container now.",
    CONTAINER,
  );
}

const BY_HAND = [
  "the content of a file is a response of another kind in the current SDK",
  "Read it by hand: `await openai.files.content(id)` gives a fetch `Response`.",
] as const;

/** The file's name, in its folder where one is given. */
function targetPath(cx: Rewrite, operation: Operation): Code {
  const name = operation.args.get("file_name");
  const folder = operation.args.get("target_dir");
  if (!name) throw new Untranslatable("the name of the saved file is not given", "Name the file, then run again.");
  if (!folder) return carry(name.value);
  const { tree } = operation.call;
  const path = cx.want(tree, "pathlib", "Path", "Path");
  const args = [folder, name].map(({ value }) => ({ name: undefined, value: carry(value) }));
  return cx.printer(tree).call(path, args, cx.style(tree));
}

/**
 * `files.retrieve` of a file that the code interpreter made, where only its name is asked for: the citation has it. Gives false for
 * other files.
 * @throws Untranslatable where more is asked for
 */
export function nameFile(cx: Rewrite, operation: Operation): boolean {
  const citation = citationOf(cx, operation);
  if (!citation) return false;
  if (citation === "elsewhere") {
    const cited = cx.values
      .results(operation.args.get("file_id")!.value)
      .filter(({ path }) => /file_?path/i.test(path));
    for (const value of cited) if (value.operation) cx.refuse(value.operation, rule, IN_CONTAINER, CONTAINER);
    throw new Untranslatable(IN_CONTAINER, CONTAINER);
  }
  const isFile = (use: Expression) =>
    cx.values.results(use).some((v) => v.operation === operation && isObjectType(v.type));
  const isNamed = cx.flows
    .usesOf(operation)
    .filter(isFile)
    .every(({ parent }) =>
      parent?.kind === "Member"
        ? parent.property === "filename"
        : ["Assign", "Declarator", "Await"].includes(parent!.kind),
    );
  if (!isNamed) throw new Untranslatable(IN_CONTAINER, CONTAINER);
  cx.replaceCall(operation, rule, carry(citation), {
    text: "the citation",
    instead: awaited(operation.call),
    reason: "The citation of a file has its name.",
  });
  return true;
}
