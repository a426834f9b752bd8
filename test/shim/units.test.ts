import { getEventListeners } from "node:events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agentOf,
  containerFileId,
  containerFileOf,
  conversationId,
  createIds,
  newAgentName,
  responseId,
  timeOf,
} from "../../src/shim/ids.js";
import { cut, sift, type PageQuery } from "../../src/shim/paging.js";
import { eventBody, type ClassicEvent } from "../../src/shim/reply.js";
import { cite } from "../../src/shim/show/citations.js";
import { resourceMetadata, resourcesOf } from "../../src/shim/threads/resources.js";
import { createShim } from "../../src/shim/index.js";
import { at } from "./http.js";
import { LIMITS } from "../../src/protocol/current.js";

const word = fc.stringMatching(/^[A-Za-z0-9]{1,40}$/);

describe("eventBody", () => {
  // A listener that stays holds on to the whole call, and signals of requests may live on: a proxy lost 40 KB with each stream.
  it.each(["read to its end", "left"])("listens to its signal until it is %s", async (end) => {
    const { signal } = new AbortController();
    const events = (async function* (): AsyncGenerator<ClassicEvent> {
      await Promise.resolve();
      yield { event: "thread.run.completed", data: {} };
    })();
    const body = eventBody(events, () => Promise.resolve(), signal);
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    if (end === "left") await body.cancel();
    else await new Response(body).text();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("ids", () => {
  it("lead back to where they came from, in either style", () => {
    fc.assert(
      fc.property(
        word,
        fc.constantFrom("classic", "native"),
        fc.constantFrom("conv_", "resp_", "caresp_"),
        (x, style, prefix) => {
          const ids = createIds(style as "classic" | "native");
          expect(conversationId(ids.thread(`conv_${x}`))).toBe(`conv_${x}`);
          expect(responseId(ids.run(prefix + x))).toBe(prefix + x);
          expect(agentOf(ids.assistant(`asst-${x}`)).name).toBe(`asst-${x}`);
          expect(agentOf(ids.assistant(`my-${x}`)).name).toBe(`my-${x}`);
        },
      ),
    );
    expect(agentOf("helper:3")).toEqual({ name: "helper", version: "3" });
  });

  it("of new agents are names that the service takes", () => {
    for (let count = 0; count < 50; count += 1) expect(newAgentName()).toMatch(LIMITS.agentName.pattern);
  });

  it("of generated files name container and file", () => {
    expect(containerFileOf(containerFileId("cntr_1", "cfile_2"))).toEqual({ container: "cntr_1", file: "cfile_2" });
    expect(containerFileOf("file-abc")).toBeUndefined();
  });

  it("tell when a thing was made, if that can be", () => {
    // Taken from a recording: partition, 00, seconds.
    expect(timeOf("msg_3483e9c8dda4f1650069095503aabbccddeeff00112233", 1_700_000_000, 1_800_000_000)).toBe(0x69095503);
    expect(timeOf("conv_69095503aabbccddeeff001122334455667788", 1_700_000_000, 1_800_000_000)).toBe(0x69095503);
    expect(timeOf("msg_69095503aabb", 0, 1_000)).toBeUndefined();
    expect(timeOf("msg_own-id", 0, 2_000_000_000)).toBeUndefined();
  });
});

describe("pages", () => {
  const rows = Array.from({ length: 12 }, (_entry, index) => `r${index}`);
  const query = fc.record({
    limit: fc.integer({ min: 1, max: 6 }),
    order: fc.constantFrom("asc" as const, "desc" as const),
    after: fc.option(fc.constantFrom(...rows), { nil: undefined }),
    before: fc.option(fc.constantFrom(...rows), { nil: undefined }),
  });

  /** A list of a service that has `after` alone, four rows to a page. */
  const forwards = async (order: PageQuery["order"], after: string | undefined) => {
    const page = cut(rows, { limit: 4, order, after, before: undefined }, (row) => row);
    return { rows: page.rows, next: page.more ? page.rows.at(-1) : undefined };
  };

  it("sifted out of a list that only goes forwards are those that would be cut out of what counts", async () => {
    const counts = (row: string) => Number(row.slice(1)) % 3 !== 0;
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        const given = [asked.after, asked.before].filter((cursor) => cursor !== undefined);
        fc.pre(given.every(counts));
        const kept = rows.filter(counts);
        // A window that ends before it begins is nothing that a program asks for.
        const position = (id: string | undefined) =>
          id === undefined ? undefined : (asked.order === "asc" ? kept : kept.toReversed()).indexOf(id);
        const [after, before] = [position(asked.after), position(asked.before)];
        fc.pre(after === undefined || before === undefined || after < before);
        const expected = cut(kept, asked, (row) => row);
        expect(await sift(forwards, asked, counts, (row) => row)).toEqual(expected);
      }),
    );
  });
});

describe("citations", () => {
  const cited = (index: number, filename: string) => ({ type: "file_citation", file_id: "file-1", filename, index });

  it("of files get markers that programs can replace, wherever they stand", () => {
    const text = "Pizza 🍕 and cake.";
    const span = {
      type: "container_file_citation",
      container_id: "cntr_1",
      file_id: "cfile_1",
      filename: "a.csv",
      start_index: 12,
      end_index: 16,
    };
    const { value, annotations } = cite(text, [cited(5, "a.txt"), cited(16, "b.txt"), span], 0, "openai");
    expect(value).toBe("Pizza【0:0†a.txt】 🍕 and cake【0:1†b.txt】.");
    const replaced = annotations
      .filter(({ type }) => type === "file_citation")
      .reduce((left, { text: marked }) => left.replace(String(marked), ""), value);
    expect(replaced).toBe(text);
    const points = [...value];
    for (const { text: marked, start_index, end_index } of annotations) {
      expect(points.slice(Number(start_index), Number(end_index)).join("")).toBe(marked);
    }
    expect(annotations[2]).toMatchObject({ type: "file_path", text: "cake" });
  });

  it("lead back to the text for any places", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 30 }),
        fc.array(fc.nat(40), { maxLength: 5 }),
        (text, places) => {
          fc.pre(!/[【】]/.test(text));
          const { value, annotations } = cite(
            text,
            places.map((place) => cited(place, "f.txt")),
            1,
            "azure",
          );
          expect(value.replace(/【.*?】/g, "")).toBe(text);
          expect(annotations).toHaveLength(places.length);
          expect(new Set(annotations.map(({ text: marked }) => marked)).size).toBe(places.length);
        },
      ),
    );
  });
});

describe("resources of a thread", () => {
  it("fit into a conversation's metadata", () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 40 }), fc.array(word, { maxLength: 1 }), (names, stores) => {
        const resources = { files: names.map((name) => `file-${name}`), stores };
        const metadata = resourceMetadata(resources);
        expect(Object.values(metadata).every((value) => String(value).length <= LIMITS.metadata.valueLength)).toBe(
          true,
        );
        expect(resourcesOf(metadata)).toEqual(resources);
      }),
    );
  });
});

describe("an endpoint that wants the agent's former property", () => {
  it("gets it", async () => {
    const bodies: Record<string, unknown>[] = [];
    const agent = {
      name: "helper",
      versions: { latest: { name: "helper", created_at: 1, definition: { kind: "prompt", model: "m" } } },
    };
    const refused = {
      error: { message: "The 'agent_reference' property is deprecated. Use 'agent' instead.", code: "invalid_payload" },
    };
    const upstream = async (request: Request): Promise<Response> => {
      const { pathname } = new URL(request.url);
      if (pathname.endsWith("/agents/helper")) return Response.json(agent);
      if (!pathname.endsWith("/responses")) return Response.json({ id: "conv_1", created_at: 1, metadata: {} });
      const body = (await request.json()) as Record<string, unknown>;
      bodies.push(body);
      if (body["agent_reference"] !== undefined) return Response.json(refused, { status: 400 });
      return Response.json({ id: "resp_1", created_at: 1, status: "queued", output: [], metadata: {} });
    };
    const send = at(createShim({ endpoint: "http://service/api/projects/p", upstream }), "/v1");
    const { json } = await send("POST", "/threads/thread_1/runs", { assistant_id: "helper" });
    expect(json).toMatchObject({ id: "run_1", status: "queued", assistant_id: "helper" });
    expect(bodies.map((body) => Object.keys(body).filter((name) => name.startsWith("agent")))).toEqual([
      ["agent_reference"],
      ["agent"],
    ]);
  });
});
