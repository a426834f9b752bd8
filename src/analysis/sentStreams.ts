import type { Call } from "../languages/tree.js";
import type { ResultValue } from "./value.js";
import type { Values } from "./values.js";

/** What turns a stream into bytes for a browser. */
export const SENDS = "toReadableStream";

/** What makes a stream of such bytes: `AssistantStream.fromReadableStream(response.body)`. */
const READS = /(^|\.)AssistantStream\.fromReadableStream$/;

/** Where such a stream stands below the result of its operation. */
export const SENT = "@sent";

/** Whether a call reads a stream that a server of the program sends. */
export function readsStream(facts: Values, { callee }: Call): boolean {
  return (
    callee.kind === "Member" &&
    facts.of(callee).some((v) => v.kind === "external" && !v.instance && READS.test(v.path.join(".")))
  );
}

/** The streams that servers of the program send to browsers: a browser that reads one may read any of them. */
export function sentStreams(facts: Values): readonly ResultValue[] {
  return facts.program
    .members(SENDS)
    .flatMap(({ object }) => facts.results(object))
    .filter((v) => v.type === "Stream" && v.operation !== undefined && v.path === "")
    .map((v) => ({ ...v, path: SENT }));
}
