import { createEmulator, type Emulator } from "../emulator/emulator.js";
import type { Turn } from "../emulator/engine/turn.js";
import { isObject, objectOf, objectsOf, textOf, type Json, type JsonObject } from "../emulator/json.js";
import { modelOf, type Rules } from "../emulator/script/rules.js";
import type { Model } from "../emulator/script/step.js";
import type { Recording, SeenConversation, SeenThing } from "./recording.js";
import { contentKey, itemsSeen, ownMetadata, turnSeen, type Naming } from "./seen.js";

/** An agent that is there before the program starts. */
export interface GivenAgent {
  readonly name: string;
  readonly definition: JsonObject;
  readonly metadata?: JsonObject;
}

/** Where a program is replayed: an emulator that is watched. */
export interface Stage {
  readonly emulator: Emulator;
  /** The service; all that programs ask for goes through here. */
  fetch(request: Request): Promise<Response>;
  /** What came of it, once the program has ended. */
  finish(output: readonly string[]): Promise<Recording>;
}

/** The project endpoint of every stage. */
export const ENDPOINT = "https://emulator/api/projects/replay";
const OPENAI = `${ENDPOINT}/openai/v1`;

/**
 * Prepares an emulator with a scripted model and whatever exists before the program starts.
 * @param script what the model answers
 * @param agents made before anything is recorded
 */
export async function openStage(script: Rules | Model, agents: readonly GivenAgent[] = []): Promise<Stage> {
  const answers = typeof script === "function" ? script : modelOf(script);
  const known = new Map<string, Json>();
  const conversations = new Map<string, { last?: { items: Json; metadata: JsonObject } }>();
  const made: Made[] = [];
  const naming: Naming = { of: (id) => known.get(id) };

  const emulator = createEmulator({
    seed: 1,
    startTime: 1_790_000_000,
    backgroundDelay: 1,
    script: async (turn: Turn) => {
      // Stores are shown by what was in them when the model saw them: afterwards programs delete them.
      for (const id of storesOf(turn)) known.set(id, await storeContent(id));
      return answers(turn);
    },
  });
  const get = async (url: string): Promise<JsonObject | undefined> => {
    const answer = await emulator.fetch(new Request(url));
    return answer.ok ? ((await answer.json()) as JsonObject) : undefined;
  };
  const all = async (url: string): Promise<JsonObject[]> => {
    const page = (await get(`${url}${url.includes("?") ? "&" : "?"}limit=100&order=asc`)) ?? {};
    return objectsOf(page.data);
  };
  const storeContent = async (id: string): Promise<Json> => {
    const store = await get(`${OPENAI}/vector_stores/${id}`);
    const files = await all(`${OPENAI}/vector_stores/${id}/files`);
    const texts = files.map((file) => JSON.stringify(known.get(String(file.id)) ?? file.id));
    return { store: store?.name ?? null, files: texts.sort() };
  };
  const conversationContent = async (id: string) => {
    const items = await all(`${OPENAI}/conversations/${id}/items`);
    const conversation = (await get(`${OPENAI}/conversations/${id}`)) ?? {};
    return { items: itemsSeen(items, naming), metadata: ownMetadata(conversation.metadata) };
  };

  for (const agent of agents) {
    const body = JSON.stringify({ definition: agent.definition, metadata: agent.metadata });
    const url = `${ENDPOINT}/agents/${agent.name}/versions?api-version=v1`;
    const answer = await emulator.fetch(
      new Request(url, { method: "POST", body, headers: { "content-type": "application/json" } }),
    );
    if (!answer.ok) throw new Error(`The agent ${agent.name} cannot be made: ${await answer.text()}`);
  }

  const note = async (request: Request, response: Response, upload: JsonObject | undefined): Promise<void> => {
    const path = new URL(request.url).pathname;
    const json = response.headers.get("content-type")?.includes("json") ?? false;
    if (request.method !== "POST" || !response.ok || !json) return;
    const body = (await response.clone().json()) as JsonObject;
    const id = textOf(body.id) ?? "";
    if (/\/conversations$/.test(path)) conversations.set(id, {});
    else if (/\/files$/.test(path) && upload) {
      known.set(id, upload);
      made.push({ what: "file", id, state: upload });
    } else if (/\/vector_stores$/.test(path)) made.push({ what: "vector store", id });
    else if (/\/agents(\/[^/]+\/versions)?$/.test(path))
      made.push({ what: "agent", id: textOf(body.name) ?? "", body });
  };

  const finishedThing = async (thing: Made): Promise<SeenThing> => {
    const { what, id } = thing;
    if (what === "file") {
      return { what, state: thing.state ?? {}, isDeleted: (await get(`${OPENAI}/files/${id}`)) === undefined };
    }
    if (what === "vector store") {
      const isDeleted = (await get(`${OPENAI}/vector_stores/${id}`)) === undefined;
      return { what, state: isDeleted ? {} : { content: await storeContent(id) }, isDeleted };
    }
    const agent = await get(`${ENDPOINT}/agents/${id}?api-version=v1`);
    const { metadata, description } = thing.body ?? {};
    const state = { metadata: ownMetadata(metadata), description: textOf(description) || null };
    return { what, state, isDeleted: agent === undefined };
  };

  return {
    emulator,
    fetch: async (request) => {
      const deleted =
        request.method === "DELETE" && /\/conversations\/([^/]+)$/.exec(new URL(request.url).pathname)?.[1];
      const conversation = deleted ? conversations.get(deleted) : undefined;
      if (conversation && deleted) conversation.last = await conversationContent(deleted);
      const upload = await uploadOf(request);
      const response = await emulator.fetch(request);
      await note(request, response, upload);
      return response;
    },
    finish: async (output) => {
      const seen: SeenConversation[] = [];
      const turns = emulator.turns;
      for (const turn of turns)
        if (turn.conversation_id && !conversations.has(turn.conversation_id))
          conversations.set(turn.conversation_id, {});
      for (const [id, { last }] of conversations) {
        const own = turns.filter((turn) => turn.conversation_id === id).map((turn) => turnSeen(turn, naming));
        const isDeleted = last !== undefined && (await get(`${OPENAI}/conversations/${id}`)) === undefined;
        seen.push({ turns: own, ...(last && isDeleted ? last : await conversationContent(id)), isDeleted });
      }
      const things: SeenThing[] = [];
      for (const thing of made) things.push(await finishedThing(thing));
      // Files are often uploaded at the same time.
      const key = ({ what, state }: SeenThing) => (what === "agent" ? "" : JSON.stringify([what, state]));
      things.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
      const names = made.filter(({ what }) => what === "agent").map(({ id }) => id);
      return {
        conversations: seen.sort((a, b) => (contentKey(a) < contentKey(b) ? -1 : 1)),
        loose: turns.filter((turn) => turn.conversation_id === null).map((turn) => turnSeen(turn, naming)),
        things,
        output,
        agents: [...new Set([...agents.map(({ name }) => name), ...names])],
      };
    },
  };
}

interface Made {
  readonly what: "agent" | "file" | "vector store";
  readonly id: string;
  readonly state?: JsonObject;
  readonly body?: JsonObject;
}

function storesOf(turn: Turn): string[] {
  return turn.tools.flatMap((tool) => (Array.isArray(tool.vector_store_ids) ? tool.vector_store_ids.map(String) : []));
}

/** Name, purpose and content of a file that is being uploaded. */
async function uploadOf(request: Request): Promise<JsonObject | undefined> {
  if (request.method !== "POST" || !request.headers.get("content-type")?.startsWith("multipart/")) return undefined;
  const form = await request.clone().formData();
  const file = form.get("file");
  if (!isObject(file) && !(file instanceof Blob)) return undefined;
  const blob = file as unknown as File;
  const text = Buffer.from(await blob.arrayBuffer());
  const isText = !text.includes(0);
  return {
    name: blob.name,
    purpose: textOf(objectOf({ purpose: form.get("purpose") as string | null }).purpose) ?? null,
    content: isText ? text.toString("utf8") : text.toString("base64"),
  };
}
