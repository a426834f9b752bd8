import { parentPort } from "node:worker_threads";
import { transform, type Asked } from "./jscodeshift.js";

// The thread behind transforms/jscodeshift: a file in, its new text and what there is to say out.
parentPort!.on("message", (asked: Asked & { readonly id: number }) => {
  void transform(asked).then(
    (done) => parentPort!.postMessage({ id: asked.id, ...done }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      parentPort!.postMessage({ id: asked.id, reports: [], outcomes: [], error: message });
    },
  );
});
