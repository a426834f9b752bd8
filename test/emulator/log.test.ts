import { describe, expect, it } from "vitest";
import { exportText } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";
import { at, FOUNDRY, OPENAI } from "./http.js";

describe("the request log", () => {
  it("tells of each request what it was and what came of it, without credentials, as JSON", async () => {
    const emulator = createEmulator();
    const headers = {
      authorization: "Bearer secret",
      "api-key": "secret",
      cookie: "secret",
      "user-agent": "test/1",
      "x-stainless-retry-count": "1",
    };
    const { json } = await at(emulator, FOUNDRY)("POST", "/conversations", { metadata: { a: "b" } }, headers);
    const path = `${FOUNDRY}/conversations/${json["id"]}/items`;
    await at(emulator, "")("GET", `${path}?limit=2&include[]=a&include[]=b`);
    const exported = JSON.parse(JSON.stringify(emulator.export())) as ReturnType<typeof emulator.export>;
    expect(exported).toEqual(emulator.export());
    expect(exported.requests).toEqual([
      {
        number: 1,
        method: "POST",
        path: `${FOUNDRY}/conversations`,
        query: {},
        headers: { "content-type": "application/json", "user-agent": "test/1", "x-stainless-retry-count": "1" },
        body: { metadata: { a: "b" } },
        status: 200,
        response: json,
        fault: null,
      },
      expect.objectContaining({
        number: 2,
        path,
        query: { limit: "2", "include[]": ["a", "b"] },
        body: {},
        status: 400,
        response: { error: expect.objectContaining({ param: "include[0]" }) },
      }),
    ]);
    expect(JSON.stringify(exported)).not.toContain("secret");
  });

  it("keeps of uploads the name and size, of streams the number of events, of broken requests that they came", async () => {
    const emulator = createEmulator();
    const body = new FormData();
    body.set("file", new File(["12345"], "five.txt"));
    body.set("purpose", "assistants");
    await emulator.fetch(new Request("http://e/v1/files", { method: "POST", body }));
    await at(emulator, OPENAI)("POST", "/responses", { model: "m", input: "one two", stream: true });
    await emulator.fetch(new Request("http://e/v1/responses", { method: "POST", body: "{" }));
    const [upload, stream, broken] = emulator.requests;
    expect(upload?.body).toEqual({ file: { filename: "five.txt", bytes: 5 }, purpose: "assistants" });
    expect(stream?.response).toMatchObject({ "response.created": 1, "response.output_text.delta": 4 });
    expect(broken).toMatchObject({ status: 400, body: null });
  });

  it("is written piece by piece, since all of it may be longer than a string can be", async () => {
    const emulator = createEmulator();
    const written = () => [...exportText(emulator.export())];
    expect(JSON.parse(written().join(""))).toEqual(emulator.export());
    const text = "two\nlines ".repeat(1000);
    for (let count = 0; count < 3; count += 1)
      await at(emulator, OPENAI)("POST", "/responses", { model: "m", input: text });
    expect(JSON.parse(written().join(""))).toEqual(emulator.export());
    const all = written().join("").length;
    expect(Math.max(...written().map((piece) => piece.length))).toBeLessThan(all / 5);
  });

  it("has a limit, says what it dropped, and goes on counting", async () => {
    const emulator = createEmulator({ logLimit: 5 });
    const ask = at(emulator, OPENAI);
    for (let count = 0; count < 7; count += 1) await ask("POST", "/responses", { model: "m", input: `${count}` });
    const { requests, turns, dropped } = emulator.export();
    expect(requests.map(({ number }) => number)).toEqual([3, 4, 5, 6, 7]);
    expect(turns.map(({ number }) => number)).toEqual([3, 4, 5, 6, 7]);
    expect(dropped).toEqual({ requests: 2, turns: 2 });
    emulator.reset();
    await ask("POST", "/responses", { model: "m", input: "again" });
    expect(emulator.export()).toMatchObject({ requests: [{ number: 1 }], dropped: { requests: 0, turns: 0 } });
  });
});
