import { CLASSIC_OPERATIONS } from "../protocol/classic.js";
import type { Operation } from "./call.js";
import * as assistants from "./operations/assistants.js";
import * as files from "./operations/files.js";
import * as messages from "./operations/messages.js";
import * as runs from "./operations/runs.js";
import * as steps from "./operations/steps.js";
import * as threads from "./operations/threads.js";
import { submitToolOutputs } from "./operations/submit.js";
import { cancelRun } from "./operations/cancel.js";

/** How each classic operation is served. Those of the first Assistants beta, gone since 2024, are not. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  "assistants.create": assistants.createAssistant,
  "assistants.retrieve": assistants.retrieveAssistant,
  "assistants.update": assistants.updateAssistant,
  "assistants.list": assistants.listAssistants,
  "assistants.delete": assistants.deleteAssistant,
  "threads.create": threads.createThread,
  "threads.retrieve": threads.retrieveThread,
  "threads.update": threads.updateThread,
  "threads.delete": threads.deleteThread,
  "threads.list": threads.listThreads,
  "threads.createAndRun": runs.createThreadAndRun,
  "messages.create": messages.createMessage,
  "messages.retrieve": messages.retrieveMessage,
  "messages.update": messages.updateMessage,
  "messages.list": messages.listMessages,
  "messages.delete": messages.deleteMessage,
  "runs.create": runs.createRun,
  "runs.retrieve": runs.retrieveRun,
  "runs.update": runs.updateRun,
  "runs.list": runs.listRuns,
  "runs.cancel": cancelRun,
  "runs.submitToolOutputs": submitToolOutputs,
  "steps.list": steps.listSteps,
  "steps.retrieve": steps.retrieveStep,
  "files.retrieve": files.retrieveFile,
  "files.content": files.fileContent,
  "files.delete": files.deleteFile,
};

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly operation: Operation;
}

/** Literal paths come before those with a parameter in the same place: "/threads/runs" is no thread. */
const ROUTES: readonly Route[] = CLASSIC_OPERATIONS.flatMap(({ id, endpoint, path: names }): readonly Route[] => {
  const operation = OPERATIONS[id] ?? (/^(files|vectorStores)\./.test(id) ? files.passOn : undefined);
  if (!operation) return [];
  const pattern = new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, "([^/]+)")}$`);
  return [{ method: endpoint.method, pattern, names, operation }];
}).toSorted((left, right) => left.names.length - right.names.length);

/** The operation at a path below a classic base; undefined when there is none. */
export function findRoute(
  method: string,
  path: string,
): { readonly operation: Operation; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const route of ROUTES) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (!match) continue;
    const params = route.names.map((name, index) => [name, decodeURIComponent(match[index + 1]!)]);
    return { operation: route.operation, params: Object.fromEntries(params) as Record<string, string> };
  }
  return undefined;
}
