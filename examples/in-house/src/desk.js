import { openThread } from "@acme/assistants";

/** Opens a dialogue and gives its id. */
export async function open() {
  const thread = await openThread();
  return thread.id;
}
