import { isObject } from "../../protocol/json.js";
import { FILE_INPUTS as FILES, inputTemplate as template, STORE_INPUT as STORE } from "../../protocol/threadFiles.js";
import { objectOf, objectsOf, textOf, textsOf, type Json, type JsonObject } from "../json.js";

/**
 * Structured inputs that the shim gives to the agents it makes, so that what a run or a thread adds to its assistant does not need a
 * request without the agent: instructions, a second vector store, files for the code interpreter. All are empty unless filled.
 */
const EXTRA = "asst_extra";
/** Stands for braces that were meant literally: instructions are templates now, and no escape is known for certain. */
const BRACES = "asst_braces";

const FILLED_BY_RUN: JsonObject = { description: "Filled in by a run.", default_value: "" };
const LITERAL_BRACES: JsonObject = { description: "Two braces that are no template.", default_value: "{{" };

/** What a run adds to its assistant. */
export interface Additions {
  readonly instructions?: string;
  readonly stores: readonly string[];
  readonly files: readonly string[];
}

/** The instructions that a program once gave, without the shim's templates. */
export function plainInstructions(text: string): string {
  return text.replace(template(EXTRA), "").replaceAll(template(BRACES), "{{");
}

/** The tools of a definition without the slots in them. */
export function plainTools(tools: Json | undefined): readonly JsonObject[] {
  const given = (ids: Json | undefined) => textsOf(ids).filter((id) => !id.startsWith("{{asst_"));
  return objectsOf(tools).map((tool) => {
    if (tool.type === "file_search") return { ...tool, vector_store_ids: given(tool.vector_store_ids) };
    const { container } = tool;
    if (tool.type !== "code_interpreter" || !isObject(container)) return tool;
    return { ...tool, container: { ...container, file_ids: given(container.file_ids) } };
  });
}

/** A definition with all slots that its tools can use. */
export function withSlots(definition: JsonObject): JsonObject {
  const instructions = textOf(definition.instructions) ?? "";
  const used = [EXTRA, ...(instructions.includes("{{") ? [BRACES] : [])];
  const tools = objectsOf(definition.tools).map((tool): JsonObject => {
    if (tool.type === "file_search") {
      used.push(STORE);
      return { ...tool, vector_store_ids: [...textsOf(tool.vector_store_ids), template(STORE)] };
    }
    if (tool.type !== "code_interpreter" || typeof tool.container === "string") return tool;
    used.push(...FILES);
    const container = objectOf(tool.container);
    return { ...tool, container: { ...container, file_ids: [...textsOf(container.file_ids), ...FILES.map(template)] } };
  });
  const inputs = used.map((name) => [name, name === BRACES ? LITERAL_BRACES : FILLED_BY_RUN]);
  return {
    ...definition,
    instructions: `${instructions.replaceAll("{{", template(BRACES))}${template(EXTRA)}`,
    ...(tools.length > 0 && { tools }),
    structured_inputs: Object.fromEntries(inputs) as JsonObject,
  };
}

/** What to fill the slots with; undefined when the agent has no slot for one of the additions. */
export function fillSlots(slots: readonly string[], additions: Additions): JsonObject | undefined {
  const values: Record<string, string> = {};
  if (additions.instructions) values[EXTRA] = `\n${additions.instructions}`;
  if (additions.stores.length > 1 || additions.files.length > FILES.length) return undefined;
  additions.stores.forEach((store) => (values[STORE] = store));
  additions.files.forEach((file, index) => (values[FILES[index]!] = file));
  return Object.keys(values).every((name) => slots.includes(name)) ? values : undefined;
}
