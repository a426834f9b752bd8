import { describe, expect, it } from "vitest";
import type { Emulator, UnverifiedBehaviour } from "../../src/emulator/index.js";
import { SAFER_READING } from "../../src/emulator/unverified.js";
import { createEmulator } from "./checked.js";
import { at, FOUNDRY, OPENAI, PROJECT, refusal, type Answer } from "./http.js";

type Send = (method: string, path: string, body?: object) => Promise<Answer>;

/** What one option decides: a request, what comes of it by default and what under the other readings. */
interface Case<Value> {
  try(send: { foundry: Send; openai: Send; project: Send }, emulator: Emulator): Promise<unknown>;
  /** The default first. */
  readonly readings: readonly (readonly [Value, unknown])[];
}

const MODEL = { model: "gpt-5" };
const helper = { agent_reference: { type: "agent_reference", name: "helper" } };
const definition = { kind: "prompt", model: "gpt-5", instructions: "Be kind." };
const message = { type: "message", role: "user", content: "x" };
const accepted = async (answer: Promise<Answer>) => {
  const result = await answer;
  return result.status < 300 ? "accepted" : refusal(result).split(":")[0];
};

async function conversation(send: Send, items: object[] = []): Promise<string> {
  return String((await send("POST", "/conversations", { items })).json["id"]);
}

/** A conversation on which a response runs for as long as the test does. */
async function locked(send: Send, emulator: Emulator): Promise<string> {
  emulator.script(() => [{ delay: 600_000 }]);
  const id = await conversation(send);
  await send("POST", "/responses", { ...MODEL, input: "x", conversation: id, background: true });
  return id;
}

const CASES: { readonly [Name in keyof UnverifiedBehaviour]: Case<UnverifiedBehaviour[Name]> } = {
  backgroundWithConversation: {
    try: async ({ foundry }) => {
      const body = { ...MODEL, input: "x", conversation: await conversation(foundry), background: true };
      return accepted(foundry("POST", "/responses", body));
    },
    readings: [
      ["allow", "accepted"],
      ["refuse", "400 invalid_value background"],
    ],
  },
  emptyInputOnOpenAI: {
    try: async ({ openai }) =>
      accepted(openai("POST", "/responses", { ...MODEL, input: [], conversation: await conversation(openai) })),
    readings: [
      ["allow", "accepted"],
      ["refuse", "400 missing_required_parameter -"],
    ],
  },
  containersOnFoundry: {
    try: async ({ foundry, openai }) => [
      await accepted(foundry("GET", "/containers")),
      await accepted(openai("GET", "/containers")),
    ],
    readings: [
      ["allow", ["accepted", "accepted"]],
      ["refuse", ["404 not_found /", "accepted"]],
    ],
  },
  itemsWhileLocked: {
    try: async ({ foundry }, emulator) => {
      const id = await locked(foundry, emulator);
      return accepted(foundry("POST", `/conversations/${id}/items`, { items: [message] }));
    },
    readings: [
      ["refuse", "400 conversation_locked conversation"],
      ["allow", "accepted"],
    ],
  },
  metadataWhileLocked: {
    try: async ({ foundry }, emulator) =>
      accepted(foundry("POST", `/conversations/${await locked(foundry, emulator)}`, { metadata: {} })),
    readings: [
      ["refuse", "400 conversation_locked conversation"],
      ["allow", "accepted"],
    ],
  },
  lockOnFoundry: {
    try: async ({ foundry, openai }, emulator) => {
      const body = { ...MODEL, input: "x", conversation: await locked(foundry, emulator) };
      return [await accepted(foundry("POST", "/responses", body)), await accepted(openai("POST", "/responses", body))];
    },
    readings: [
      [
        { status: 400, code: "conversation_locked" },
        ["400 conversation_locked conversation", "400 conversation_locked conversation"],
      ],
      [{ status: 409, code: "conflict" }, ["409 conflict conversation", "400 conversation_locked conversation"]],
    ],
  },
  backgroundWithoutStore: {
    try: ({ openai }) =>
      accepted(openai("POST", "/responses", { ...MODEL, input: "x", background: true, store: false })),
    readings: [
      ["refuse", "400 invalid_value background"],
      ["allow", "accepted"],
    ],
  },
  refusedWithAgent: {
    try: async ({ foundry, project }) => {
      await project("POST", "/agents/helper/versions", { definition });
      const fields = { truncation: "auto", include: ["reasoning.encrypted_content"], instructions: "No." };
      const tries = Object.entries(fields).map(([name, value]) =>
        accepted(foundry("POST", "/responses", { ...helper, input: "x", [name]: value })),
      );
      return Promise.all(tries);
    },
    readings: [
      [
        ["model", "parallel_tool_calls", "tool_choice", "truncation"],
        ["400 invalid_payload truncation", "accepted", "400 invalid_payload instructions"],
      ],
      [["include"], ["accepted", "400 invalid_payload include", "400 invalid_payload instructions"]],
    ],
  },
  omittedInputOnOpenAI: {
    try: async ({ openai, foundry }) => {
      const body = { ...MODEL, conversation: await conversation(openai) };
      return [await accepted(openai("POST", "/responses", body)), await accepted(foundry("POST", "/responses", body))];
    },
    readings: [
      ["refuse", ["400 missing_required_parameter input", "accepted"]],
      ["allow", ["accepted", "accepted"]],
    ],
  },
  agentlessResponsesListed: {
    try: async ({ foundry, project }) => {
      await project("POST", "/agents/helper/versions", { definition });
      const id = await conversation(foundry);
      await foundry("POST", "/responses", { ...helper, input: "x", conversation: id });
      await foundry("POST", "/responses", { ...MODEL, input: "x", conversation: id });
      return ((await foundry("GET", `/responses?conversation_id=${id}`)).json["data"] as unknown[]).length;
    },
    readings: [
      [false, 1],
      [true, 2],
    ],
  },
  originOfListedItems: {
    try: async ({ foundry }) => {
      const id = await conversation(foundry);
      const { json } = await foundry("POST", "/responses", { ...MODEL, input: "x", conversation: id });
      const listed = (await foundry("GET", `/conversations/${id}/items`)).json["data"] as Record<string, unknown>[];
      return listed.map((item) => item["response_id"] === json["id"]);
    },
    readings: [
      [false, [false, false]],
      [true, [true, false]],
    ],
  },
  untypedConversationItems: {
    try: async ({ foundry, openai }) => {
      const body = { items: [{ role: "user", content: "x" }] };
      return [
        await accepted(foundry("POST", "/conversations", body)),
        await accepted(openai("POST", "/conversations", body)),
      ];
    },
    readings: [
      ["refuse", ["400 missing_required_parameter items[0].type", "accepted"]],
      ["allow", ["accepted", "accepted"]],
    ],
  },
  outputTextWithoutAnnotations: {
    try: async ({ foundry, openai }) => {
      const said = { type: "message", role: "assistant", content: [{ type: "output_text", text: "x" }] };
      const body = { ...MODEL, input: [said, message] };
      return [await accepted(foundry("POST", "/responses", body)), await accepted(openai("POST", "/responses", body))];
    },
    readings: [
      ["refuse", ["400 missing_required_parameter input[0].content[0].annotations", "accepted"]],
      ["allow", ["accepted", "accepted"]],
    ],
  },
  assistantItemType: {
    try: async ({ foundry }) => {
      const said = { type: "message", role: "assistant", content: [] };
      const id = await conversation(foundry, [message, said]);
      const roles = async (type: string) =>
        ((await foundry("GET", `/conversations/${id}/items?item_type=${type}`)).json["data"] as { role: string }[]).map(
          ({ role }) => role,
        );
      return [await roles("message"), await roles("output_message")];
    },
    readings: [
      ["output_message", [["user"], ["assistant"]]],
      ["message", [["assistant", "user"], []]],
    ],
  },
  agentKey: {
    try: async ({ foundry, project }) => {
      await project("POST", "/agents/helper/versions", { definition });
      const { agent_reference: agent } = helper;
      return [
        await accepted(foundry("POST", "/responses", { ...helper, input: "x" })),
        await accepted(foundry("POST", "/responses", { agent, input: "x" })),
      ];
    },
    readings: [
      ["agent_reference", ["accepted", "400 invalid_payload agent"]],
      ["agent", ["400 invalid_payload agent_reference", "accepted"]],
    ],
  },
  agentNamesInOtherCase: {
    try: async ({ project }) => {
      await project("POST", "/agents", { name: "helper", definition });
      const found = await accepted(project("GET", "/agents/HELPER"));
      return [found, await accepted(project("POST", "/agents", { name: "Helper", definition }))];
    },
    readings: [
      ["refuse", ["404 not_found agent_name", "409 conflict name"]],
      ["distinct", ["404 not_found agent_name", "accepted"]],
      ["same", ["accepted", "409 conflict name"]],
    ],
  },
  escapedBraces: {
    try: async ({ foundry, project }, emulator) => {
      const instructions = "Keep \\{{this}}.";
      await project("POST", "/agents/helper/versions", { definition: { ...definition, instructions } });
      await foundry("POST", "/responses", { ...helper, input: "x" });
      return emulator.turns[0]?.instructions;
    },
    readings: [
      ["fill", "Keep \\."],
      ["keep", "Keep {{this}}."],
    ],
  },
  textOffsets: {
    try: async ({ openai }, emulator) => {
      emulator.script(() => [
        {
          text: "😀 see example.",
          citations: [
            { file_id: "file-1", quote: "see" },
            { url: "https://e", quote: "example" },
          ],
        },
      ]);
      const { json } = await openai("POST", "/responses", { ...MODEL, input: "x" });
      const [{ content }] = json["output"] as [{ content: [{ annotations: Record<string, unknown>[] }] }];
      const [file, url] = content[0].annotations;
      return [file?.["index"], url?.["start_index"], url?.["end_index"]];
    },
    readings: [
      ["code points", [5, 6, 13]],
      ["utf-16", [6, 7, 14]],
    ],
  },
  contentOfUploads: {
    try: async (_send, emulator) => {
      const statuses = [];
      for (const purpose of ["assistants", "user_data", "batch"]) {
        const body = new FormData();
        body.set("file", new File(["x"], "x.txt"));
        body.set("purpose", purpose);
        const uploaded = await emulator.fetch(new Request("http://e/v1/files", { method: "POST", body }));
        const { id } = (await uploaded.json()) as { id: string };
        statuses.push((await emulator.fetch(new Request(`http://e/v1/files/${id}/content`))).status);
      }
      return statuses;
    },
    readings: [
      ["refuse", [400, 400, 200]],
      ["allow", [200, 200, 200]],
    ],
  },
};

describe("where the service's behaviour is not known", () => {
  const readings = Object.entries(CASES).flatMap(([name, { readings: all }]) =>
    all.map(([value, expected]) => [name as keyof UnverifiedBehaviour, value, expected] as const),
  );

  it.each(readings)("%s: %j", async (name, value, expected) => {
    const emulator = createEmulator({ backgroundDelay: 0, unverified: { [name]: value } });
    const send = {
      foundry: at(emulator, FOUNDRY),
      openai: at(emulator, OPENAI),
      project: (method: string, path: string, body?: object) =>
        at(emulator, PROJECT)(method, `${path}?api-version=v1`, body),
    };
    expect(await CASES[name].try(send, emulator)).toEqual(expected);
  });

  it.each(Object.keys(CASES) as (keyof UnverifiedBehaviour)[])("%s has the documented default", (name) => {
    expect([...[SAFER_READING[name]].flat()].sort()).toEqual([...[CASES[name].readings[0]![0]].flat()].sort());
  });
});
