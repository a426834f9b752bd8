import type { Emulator } from "../../src/emulator/index.js";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, unknown> & { error?: Record<string, unknown> };
}

/** Plain requests at a surface of an emulator in this process. */
export function at(emulator: Emulator, base: string) {
  return async (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> => {
    const init = {
      method,
      body: body && JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    };
    const response = await emulator.fetch(new Request(`http://emulator${base}${path}`, init));
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: text.startsWith("{") ? JSON.parse(text) : {} };
  };
}

export const OPENAI = "/v1";
export const PROJECT = "/api/projects/p";
export const FOUNDRY = `${PROJECT}/openai/v1`;

/** An error on one line: status, code, param and message. */
export function refusal({ status, json }: Answer): string {
  return `${status} ${json.error?.["code"] ?? "-"} ${json.error?.["param"] ?? "-"}: ${json.error?.["message"]}`;
}
