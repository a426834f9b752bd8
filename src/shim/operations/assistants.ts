import { agentsOf } from "../agents/agents.js";
import { showAssistant } from "../agents/definition.js";
import { param, required, type Call, type Operation } from "../call.js";
import type { JsonObject } from "../json.js";
import { listOf, pageQuery } from "../paging.js";
import { madeResources } from "../threads/resources.js";

/** `POST /assistants` */
export const createAssistant: Operation = async (call) => {
  required(call, "model");
  const definition = await agentsOf(call).create(await fields(call));
  return showAssistant(definition, call.shim.ids);
};

/** `GET /assistants/{assistant_id}` */
export const retrieveAssistant: Operation = async (call) =>
  showAssistant(await agentsOf(call).get(param(call, "assistant_id")), call.shim.ids);

/** `POST /assistants/{assistant_id}`: changes the given fields. */
export const updateAssistant: Operation = async (call) => {
  const id = param(call, "assistant_id");
  const definition = await agentsOf(call).update(id, await fields(call));
  return showAssistant(definition, call.shim.ids);
};

/** `GET /assistants` */
export const listAssistants: Operation = async (call) => {
  const { rows, more } = await agentsOf(call).list(pageQuery(call));
  return listOf(
    rows.map((definition) => showAssistant(definition, call.shim.ids)),
    more,
  );
};

/** `DELETE /assistants/{assistant_id}`: an agent goes with all its versions. */
export const deleteAssistant: Operation = async (call) => {
  const id = param(call, "assistant_id");
  await agentsOf(call).delete(id);
  return { id, object: "assistant.deleted", deleted: true };
};

async function fields(call: Call): Promise<JsonObject> {
  const { body } = call;
  if (body.tool_resources == null) return body;
  return { ...body, tool_resources: await madeResources(call, body.tool_resources) };
}
