import type { JsonObject } from "./json.js";
import type { State } from "./state/state.js";

/** Ids that someone may have moved. */
const MOVED = /^(asst|thread|assistant|file|vs)[_-]/;
/** Ids that the shim hands out itself: those of threads are longer than classic ones were, those of assistants know no capitals. */
const OWN = /^(thread_\w{40,}|asst_[0-9a-z]{24}(:.*)?)$/;

/** What an id stands for: itself, unless the store has another one for it. */
export async function aliasOf(state: State, id: string): Promise<string> {
  if (!MOVED.test(id) || OWN.test(id)) return id;
  return (await state.alias(id)) ?? id;
}

/** Parts of a path with old ids replaced. */
export async function resolvedParams(
  state: State,
  params: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const entries = Object.entries(params).map(async ([name, id]) => [name, await aliasOf(state, id)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** A body with an old id of its assistant replaced. */
export async function resolvedBody(state: State, body: JsonObject): Promise<JsonObject> {
  const { assistant_id: id } = body;
  if (typeof id !== "string") return body;
  const meant = await aliasOf(state, id);
  return meant === id ? body : { ...body, assistant_id: meant };
}
