import { agentsOf } from "../agents/agents.js";
import type { Definition } from "../agents/definition.js";
import { param, required, withParam, type Call, type Operation } from "../call.js";
import { conversationId, responseId } from "../ids.js";
import { numberOf, objectOf, textOf } from "../json.js";
import { cut, listOf, pageQuery } from "../paging.js";
import { findRun, latestOf, lostRun, recover, responsesIn } from "../runs/find.js";
import { leavePointer, observe } from "../runs/observe.js";
import { onceAmongAll, type Asked } from "../runs/again.js";
import { once } from "../runs/once.js";
import { RUN } from "../runs/plan.js";
import { startRun } from "../runs/start.js";
import { showRun } from "../show/run.js";
import type { RunRecord } from "../state/records.js";
import { conversationOf, makeConversation, showThread, unmake } from "./threads.js";

/** `POST /threads/{thread_id}/runs` */
export const createRun: Operation = (call) => {
  const thread = conversationId(param(call, "thread_id"));
  const start = async () => {
    const [definition, conversation] = await Promise.all([assistantOf(call), conversationOf(call)]);
    return startRun(call, definition, conversation);
  };
  const asked: Asked = {
    thing: `run in ${thread}`,
    work: start,
    again: (id) => retrieveRun(withParam(call, "run_id", id)),
    lost: (since) => lostRun(call, thread, since),
  };
  return once(call, asked.thing, () => onceAmongAll(call, asked));
};

/** `POST /threads/runs` */
export const createThreadAndRun: Operation = (call) => {
  const start = async () => {
    // First what can be refused without having made a thread.
    const definition = await assistantOf(call);
    const conversation = await makeConversation(call, objectOf(call.body.thread));
    const before = [{ event: "thread.created", data: showThread(call, conversation) }];
    try {
      return await startRun(call, definition, conversation, before);
    } catch (error) {
      await unmake(call, conversation);
      throw error;
    }
  };
  return once(call, undefined, start);
};

async function assistantOf(call: Call): Promise<Definition> {
  return agentsOf(call).get(required(call, "assistant_id"));
}

/** `GET /threads/{thread_id}/runs/{run_id}` */
export const retrieveRun: Operation = async (call) => {
  const run = await findRun(call);
  const response = await latestOf(call, run);
  const seen = await observe(call, run, response);
  if (seen !== run) await leavePointer(call, seen);
  return showRun(seen, response, call.shim.ids);
};

/** `POST /threads/{thread_id}/runs/{run_id}`: responses cannot be changed, so the metadata is kept in the store. */
export const updateRun: Operation = async (call) => {
  const run = await findRun(call);
  const { metadata } = call.body;
  const change = (now: RunRecord) => (metadata == null ? now : { ...now, metadata: objectOf(metadata) });
  const changed = await call.shim.state.changeRun(run, change);
  return showRun(changed, await latestOf(call, changed), call.shim.ids);
};

/** `GET /threads/{thread_id}/runs`: Foundry lists responses by conversation; elsewhere the store knows the runs. */
export const listRuns: Operation = async (call) => {
  const query = pageQuery(call);
  const conversation = textOf((await conversationOf(call)).id)!;
  const ids = await runIds(call, conversation);
  const native = (id: string | undefined) => (id === undefined ? id : responseId(id));
  const { rows, more } = cut(ids, { ...query, after: native(query.after), before: native(query.before) }, (id) => id);
  const runs = await Promise.all(
    rows.map(async (id) => {
      const run = (await call.shim.state.run(id)) ?? (await recover(call, conversation, id));
      return run && showRun(run, await latestOf(call, run), call.shim.ids);
    }),
  );
  return listOf(
    runs.filter((run) => run !== undefined),
    more,
  );
};

/** First responses of the runs of a conversation, oldest first; of those that never had one, the id they were given. */
async function runIds(call: Call, conversation: string): Promise<readonly string[]> {
  const { state, options } = call.shim;
  const { runs } = await state.thread(conversation);
  if (!call.upstream.foundry) return runs;
  const responses = await responsesIn(call, conversation);
  const listed = responses.filter((response) => objectOf(response.metadata)[RUN] === undefined);
  const found = listed.map(({ id, created_at }) => ({ id: textOf(id)!, created: numberOf(created_at) ?? 0 }));
  if (!options.faithful) return found.map(({ id }) => id);
  const stored = await Promise.all(runs.map((id) => state.run(id)));
  const failed = stored.filter((run) => run?.links.length === 0).map((run) => ({ id: run!.id, created: run!.created }));
  return [...found, ...failed].toSorted((left, right) => left.created - right.created).map(({ id }) => id);
}
