import { OPENAI_SHAPES, type OpenaiResource } from "./shapes/openai.js";
import type { DialectType } from "./types.js";

interface Home {
  /** Files below `openai/resources` that declare or re-export the types; `/index` and extensions are left out. */
  readonly files: readonly string[];
  /** Namespaces below `OpenAI` that hold them. */
  readonly namespaces: readonly string[];
}

/** Where each resource's types can be had, over all majors: the files moved when the first beta's sub-resources went. */
const HOMES: Readonly<Record<OpenaiResource, Home>> = {
  assistants: {
    files: ["beta/assistants", "beta/assistants/assistants", "beta"],
    namespaces: ["Beta", "Beta.Assistants"],
  },
  threads: {
    files: ["beta/threads/threads", "beta/threads", "beta"],
    namespaces: ["Beta", "Beta.Threads"],
  },
  messages: {
    files: ["beta/threads/messages", "beta/threads/messages/messages", "beta/threads"],
    namespaces: ["Beta.Threads", "Beta.Threads.Messages"],
  },
  runs: {
    files: ["beta/threads/runs/runs", "beta/threads/runs", "beta/threads"],
    namespaces: ["Beta.Threads", "Beta.Threads.Runs"],
  },
  steps: {
    files: ["beta/threads/runs/steps", "beta/threads/runs"],
    namespaces: ["Beta.Threads.Runs", "Beta.Threads.Runs.Steps"],
  },
  vectorStores: {
    files: ["vector-stores/vector-stores", "vector-stores", "beta/vector-stores/vector-stores", "beta/vector-stores"],
    namespaces: ["", "VectorStores", "Beta", "Beta.VectorStores"],
  },
  vectorStoreFiles: {
    files: ["vector-stores/files", "vector-stores", "beta/vector-stores/files", "beta/vector-stores"],
    namespaces: ["VectorStores", "VectorStores.Files", "Beta.VectorStores", "Beta.VectorStores.Files"],
  },
  fileBatches: {
    files: ["vector-stores/file-batches", "vector-stores", "beta/vector-stores/file-batches", "beta/vector-stores"],
    namespaces: ["VectorStores", "VectorStores.FileBatches", "Beta.VectorStores", "Beta.VectorStores.FileBatches"],
  },
  files: { files: ["files", ""], namespaces: ["", "Files"] },
};

/** A type from its own file, through a namespace of the client class, and through the resource class that re-exports it. */
function spellings(resource: OpenaiResource, name: string, shape: string): readonly DialectType[] {
  const { files, namespaces } = HOMES[resource];
  const modules = files.map((file) => (file ? `openai/resources/${file}` : "openai/resources"));
  const owners = new Set(namespaces.filter(Boolean).map((namespace) => namespace.split(".").pop()!));
  return [
    { name, modules, shape },
    ...namespaces.map((namespace) => ({
      name: ["OpenAI", namespace, name].filter(Boolean).join("."),
      modules: ["openai"],
      shape,
    })),
    ...[...owners].map((owner) => ({ name: `${owner}.${name}`, modules, shape })),
  ];
}

/** Every spelling of every type of `openai` that describes a classic thing. */
export const openaiJsTypes: readonly DialectType[] = [
  ...Object.entries(OPENAI_SHAPES).flatMap(([resource, names]) =>
    Object.entries(names).flatMap(([name, shape]) => spellings(resource as OpenaiResource, name, shape)),
  ),
  { name: "AssistantStream", modules: ["openai/lib/AssistantStream"], shape: "Stream" },
  { name: "AssistantStreamEvents", modules: ["openai/lib/AssistantStream"], shape: undefined },
];
