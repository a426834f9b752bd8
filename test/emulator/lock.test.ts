import { beforeEach, describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";
import { at, FOUNDRY, OPENAI, refusal } from "./http.js";

const MODEL = { model: "gpt-5" };
const user = (text: string) => ({ type: "message", role: "user", content: text });

let emulator: Emulator;
beforeEach(() => {
  emulator = createEmulator({ backgroundDelay: 0 });
});

describe("a conversation on which a response runs", () => {
  it("refuses responses, items and metadata until the response is over", async () => {
    emulator.script({ rules: [{ then: [{ delay: 60 }, { text: "done" }] }] });
    const send = at(emulator, FOUNDRY);
    const { json: conversation } = await send("POST", "/conversations", {});
    const body = { ...MODEL, input: "x", conversation: conversation["id"] };
    const running = send("POST", "/responses", body);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const locked =
      "400 conversation_locked conversation: Another process is currently operating on this conversation. Please retry in a few seconds.";
    const path = `/conversations/${conversation["id"]}`;
    expect(refusal(await send("POST", "/responses", body))).toBe(locked);
    expect(refusal(await send("POST", `${path}/items`, { items: [user("y")] }))).toBe(locked);
    expect(refusal(await send("POST", path, { metadata: {} }))).toBe(locked);
    expect(refusal(await send("DELETE", path))).toBe(locked);
    expect((await send("GET", `${path}/items`)).json["data"]).toEqual([]);
    await running;
    expect((await send("POST", "/responses", body)).status).toBe(200);
  });

  it("is free again when its background response is deleted", async () => {
    emulator.script({ rules: [{ when: { text: "wait" }, then: [{ delay: 600_000 }] }] });
    const send = at(emulator, OPENAI);
    const { json: conversation } = await send("POST", "/conversations", {});
    const turn = { ...MODEL, conversation: conversation["id"] };
    const { json: stuck } = await send("POST", "/responses", { ...turn, input: "wait", background: true });
    expect(refusal(await send("POST", "/responses", { ...turn, input: "next" }))).toContain("conversation_locked");
    await send("DELETE", `/responses/${stuck["id"]}`);
    await expect.poll(async () => (await send("POST", "/responses", { ...turn, input: "next" })).status).toBe(200);
  });

  it("is free again when the script answers with an HTTP error", async () => {
    emulator.script({
      rules: [{ times: 1, then: [{ http_error: { status: 503, message: "Busy." } }] }, { then: "Now." }],
    });
    const send = at(emulator, OPENAI);
    const { json: conversation } = await send("POST", "/conversations", {});
    const turn = { ...MODEL, input: "x", conversation: conversation["id"] };
    expect((await send("POST", "/responses", turn)).status).toBe(503);
    expect((await send("POST", "/responses", turn)).status).toBe(200);
    const { json: items } = await send("GET", `/conversations/${conversation["id"]}/items`);
    expect((items["data"] as unknown[]).length).toBe(2);
  });

  it("is locked for itself only", async () => {
    emulator.script({ rules: [{ when: { text: "wait" }, then: [{ delay: 600_000 }] }] });
    const send = at(emulator, OPENAI);
    const [one, other] = [await send("POST", "/conversations", {}), await send("POST", "/conversations", {})];
    await send("POST", "/responses", { ...MODEL, input: "wait", conversation: one.json["id"], background: true });
    const next = await send("POST", "/responses", { ...MODEL, input: "x", conversation: other.json["id"] });
    expect(next.status).toBe(200);
  });

  it("keeps nothing of a turn that failed or was cancelled", async () => {
    emulator.script({
      rules: [
        { when: { text: "fail" }, then: [{ text: "half" }, { failed: { message: "broken" } }] },
        { then: [{ delay: 60_000 }] },
      ],
    });
    const send = at(emulator, OPENAI);
    const { json: conversation } = await send("POST", "/conversations", {});
    const failed = await send("POST", "/responses", { ...MODEL, input: "fail", conversation: conversation["id"] });
    expect(failed.json).toMatchObject({ status: "failed", error: { code: "server_error", message: "broken" } });
    const stuck = await send("POST", "/responses", {
      ...MODEL,
      input: "wait",
      conversation: conversation["id"],
      background: true,
    });
    const cancelled = await send("POST", `/responses/${stuck.json["id"]}/cancel`);
    expect(cancelled.json["status"]).toBe("cancelled");
    expect((await send("GET", `/conversations/${conversation["id"]}/items`)).json["data"]).toEqual([]);
    expect(emulator.turns.map((turn) => turn.status)).toEqual(["failed", "cancelled"]);
  });
});
