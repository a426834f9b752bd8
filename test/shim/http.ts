import type { ShimHandler } from "../../src/shim/index.js";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Json;
  readonly text: string;
}

/** JSON as tests read it: any path below. */
export type Json = ReturnType<typeof JSON.parse>;

/** Plain requests at a classic surface. */
export function at({ fetch }: Pick<ShimHandler, "fetch">, base: string) {
  return async (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> => {
    const query = base.includes("/api/") || base === "/openai" ? `${path.includes("?") ? "&" : "?"}api-version=v1` : "";
    const init = {
      method,
      body: body && JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    };
    const response = await fetch(new Request(`http://classic${base}${path}${query}`, init));
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      json: text.startsWith("{") ? JSON.parse(text) : {},
      text,
    };
  };
}

export const SURFACES = { openai: "/v1", azure: "/openai", foundry: "/api/projects/p" } as const;

/** The events of a classic stream. @throws Error for a block that is not framed as all clients need it */
export function eventsIn(text: string): { event: string; data: Json }[] {
  if (!text.endsWith("\n\n")) throw new Error("The stream ends in the midst of a block.");
  return text
    .slice(0, -2)
    .split("\n\n")
    .map((block) => {
      const match = /^event: ([a-z._]+)\ndata: (.*)$/.exec(block);
      if (!match) throw new Error(`This block is not framed as it should be: ${block}`);
      return { event: match[1]!, data: match[2] === "[DONE]" ? "[DONE]" : JSON.parse(match[2]!) };
    });
}

/** A run once it neither waits in line nor works. */
export async function polled(send: ReturnType<typeof at>, run: Json): Promise<Json> {
  let answer: Answer;
  do {
    // Without a pause the emulator's timers, in the same process, would never get their turn.
    await new Promise((resolve) => setTimeout(resolve, 2));
    answer = await send("GET", `/threads/${run.thread_id}/runs/${run.id}`);
  } while (["queued", "in_progress"].includes(answer.json.status));
  return answer.json;
}
