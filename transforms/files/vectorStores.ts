import { wireName } from "../../src/analysis/casing.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Json } from "../../src/protocol/types.js";
import { awaited, printCall } from "../code/emit.js";
import { assignedBy, assignedValue, follow } from "../code/followUp.js";
import { files as rule } from "../registry.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";

/** What is said of a store when its files have been read in. */
const COUNTED = new Set(["status", "file_counts", "usage_bytes", "last_active_at"]);

/**
 * Creating a store and waiting for its files: the current SDK only waits for files that are added to a store, so they are added by a
 * statement of their own.
 */
export function createStoreAndWait(cx: Rewrite, operation: Operation): void {
  const request = translateRequest(cx, operation);
  const { file_ids: files, chunking_strategy: chunking, ...store } = request.fields;
  const text = "vectorStores.create";
  if (files === undefined || (Array.isArray(files) && files.length === 0)) {
    const fields = { ...store, ...(chunking === undefined ? {} : { chunking_strategy: chunking }) };
    return cx.replaceCall(operation, rule, printCall(cx, operation, "vectorStores.create", { ...request, fields }), {
      text,
      reason: "A store without files is ready at once.",
    });
  }
  const assigned = assignedBy(operation);
  if (!assigned) {
    throw new Untranslatable(
      "the current SDK waits for the files of a store in a second call, and the store has no variable to name it by",
      "Put the store into a variable in a statement of its own, then run again.",
    );
  }
  if (readsCounts(cx, operation)) {
    throw new Untranslatable(
      "its status or file counts are read, and the new store is returned before its files are read in",
      "Read them from the file batch, or retrieve the store again.",
    );
  }
  cx.replaceCall(operation, rule, printCall(cx, operation, "vectorStores.create", { ...request, fields: store }), {
    text,
    reason: "The store is created first; its files are added to it.",
  });
  const printer = cx.printer(operation.call.tree);
  const fields: Record<string, Json> = {
    vector_store_id: request.holes.code(printer.member(assignedValue(assigned), "id")),
    file_ids: files,
    ...(chunking === undefined ? {} : { chunking_strategy: chunking }),
  };
  const batch = printCall(
    cx,
    operation,
    "vectorStores.fileBatches.create",
    { ...request, fields, transport: [] },
    "waits",
  );
  const adding = awaited(operation.call).kind === "Await" ? printer.await(batch) : batch;
  follow(cx, assigned, printer.statement(adding, cx.style(operation.call.tree)), {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "The files are added to the store and read in.",
  });
}

function readsCounts(cx: Rewrite, operation: Operation): boolean {
  return cx.flows
    .usesOf(operation)
    .some(
      (use) =>
        use.parent?.kind === "Member" &&
        use.parent.object === use &&
        COUNTED.has(wireName(use.parent.property, operation.dialect)) &&
        cx.values.results(use).some((v) => v.operation === operation && v.type === "VectorStore"),
    );
}
