import { OPENAI_SHAPES, type OpenaiResource } from "./shapes/openai.js";
import type { DialectType } from "./types.js";

/** Packages that hold a resource's types; every type also has a module of its own there (`Run` in `run`). */
const PACKAGES: Readonly<Record<OpenaiResource, readonly string[]>> = {
  assistants: ["openai.types.beta"],
  threads: ["openai.types.beta"],
  messages: ["openai.types.beta.threads"],
  runs: ["openai.types.beta.threads"],
  steps: ["openai.types.beta.threads.runs"],
  vectorStores: ["openai.types", "openai.types.beta"],
  vectorStoreFiles: ["openai.types.vector_stores", "openai.types.beta.vector_stores"],
  fileBatches: ["openai.types.vector_stores", "openai.types.beta.vector_stores"],
  files: ["openai.types"],
};

/** Types that have a TypedDict for requests besides the class for results. */
const WITH_PARAM =
  /^(AssistantTool(Choice(Function|Option)?)?|AssistantResponseFormatOption|(CodeInterpreter|FileSearch|Function|Retrieval)Tool|Image(File|URL)(ContentBlock)?)$/;

const snake = (name: string) => name.replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3_$2$4").toLowerCase();

function spellings(resource: OpenaiResource, dotted: string, shape: string): readonly DialectType[] {
  const [outer = "", ...inner] = dotted.split(".");
  const packages = PACKAGES[resource];
  const own = (name: string) => packages.map((one) => `${one}.${snake(name)}`);
  if (inner.length > 0) return [{ name: inner.join(""), modules: own(outer), shape }];
  const names = WITH_PARAM.test(outer) ? [outer, `${outer}Param`] : [outer];
  return names.map((name) => ({ name, modules: [...packages, ...own(name)], shape }));
}

/** Every spelling of every type of `openai` that describes a classic thing. */
export const openaiPythonTypes: readonly DialectType[] = [
  ...Object.entries(OPENAI_SHAPES).flatMap(([resource, names]) =>
    Object.entries(names)
      .filter(([name]) => !name.endsWith("Page"))
      .flatMap(([name, shape]) => spellings(resource as OpenaiResource, name, shape)),
  ),
  { name: "SyncCursorPage", modules: ["openai.pagination"], shape: "Page" },
  { name: "AsyncCursorPage", modules: ["openai.pagination"], shape: "Page" },
  ...["AssistantEventHandler", "AsyncAssistantEventHandler"].map((name) => ({
    name,
    modules: ["openai", "openai.lib.streaming"],
    shape: undefined,
  })),
  ...["AssistantStreamManager", "AsyncAssistantStreamManager"].map((name) => ({
    name,
    modules: ["openai.lib.streaming"],
    shape: undefined,
  })),
];
