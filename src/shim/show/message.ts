import { type Ids } from "../ids.js";
import { textOf, type JsonObject } from "../json.js";
import type { MessageRecord } from "../state/records.js";
import type { Surface } from "../surfaces.js";
import { classicContent, documents } from "./content.js";

/** What a message needs to know beside its item. */
export interface MessageFacts {
  readonly conversation: string;
  readonly created: number;
  readonly record: MessageRecord;
  readonly ids: Ids;
  readonly surface: Surface;
}

/** An item as the classic service showed messages. */
export function showMessage(
  item: JsonObject,
  { conversation, created, record, ids, surface }: MessageFacts,
): JsonObject {
  const status = item.status === "in_progress" || item.status === "incomplete" ? item.status : "completed";
  return {
    id: textOf(item.id)!,
    object: "thread.message",
    created_at: created,
    assistant_id: record.assistant === undefined ? null : ids.assistant(record.assistant),
    thread_id: ids.thread(conversation),
    run_id: record.run === undefined ? null : ids.run(record.run),
    status,
    incomplete_details: status === "incomplete" && record.cut !== undefined ? { reason: record.cut } : null,
    incomplete_at: status === "incomplete" ? created : null,
    completed_at: status === "completed" ? created : null,
    role: item.role ?? "assistant",
    content: classicContent(item.content, surface),
    attachments: record.attachments ?? documents(item.content),
    metadata: record.metadata ?? {},
  };
}
