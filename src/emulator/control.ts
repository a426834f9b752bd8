import { checkFault, type Fault } from "./faults.js";
import { exportText, type LogExport } from "./log.js";
import { checkRules } from "./script/check.js";
import type { Rules } from "./script/rules.js";

/** What programs in other processes (and languages) may steer. */
export interface Controlled {
  script(script?: Rules): void;
  fault(fault: Fault): void;
  advance(seconds: number): void;
  reset(): void;
  export(): LogExport;
}

/**
 * `GET /__emulator/log`; `POST /__emulator/script` (rules, or nothing for the default model), `/fault`, `/advance` (`{"seconds": n}`), `/reset`.
 * Answers 204, or 400 with a plain error.
 */
export async function control(emulator: Controlled, request: Request, url: URL): Promise<Response> {
  const what = `${request.method} ${url.pathname.slice("/__emulator".length)}`;
  if (what === "GET /log") return streamedJson(exportText(emulator.export()));
  try {
    const text = await request.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    if (what === "POST /reset") emulator.reset();
    else if (what === "POST /script") emulator.script(body === undefined ? undefined : checked(body));
    else if (what === "POST /fault") emulator.fault(checkedFault(body));
    else if (what === "POST /advance" && isAdvance(body)) emulator.advance(body.seconds);
    else
      return Response.json(
        { error: { message: `The emulator has no ${what}, or not with this body.` } },
        { status: 400 },
      );
    return new Response(null, { status: 204 });
  } catch (error) {
    return Response.json(
      { error: { message: error instanceof Error ? error.message : String(error) } },
      { status: 400 },
    );
  }
}

function streamedJson(pieces: Generator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

function checked(body: unknown): Rules {
  checkRules(body);
  return body;
}

function checkedFault(body: unknown): Fault {
  checkFault(body);
  return body;
}

function isAdvance(body: unknown): body is { seconds: number } {
  return typeof (body as { seconds?: unknown } | undefined)?.seconds === "number";
}
