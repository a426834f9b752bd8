import type { LanguageId } from "../languages/tree.js";
import type { TargetDialect } from "./target.js";
import { targetDialect } from "./targets.js";

type Helpers = TargetDialect["helpers"];
type Helper = Helpers["flattenTools"];

/** What a program that has no SDK has of the printed functions: those that call none. */
function helpersOf({ flattenTools, assistantConfig, keptAssistants, keptAssistant, keptConfig }: Helpers): Helpers {
  return {
    flattenTools: withoutTypes(flattenTools),
    assistantConfig: withoutTypes(assistantConfig!),
    keptAssistants: withoutTypes(keptAssistants!),
    keptAssistant: withoutTypes(keptAssistant!),
    keptConfig: withoutTypes(keptConfig!),
  };
}

/** Its types in the words of the language alone. */
function withoutTypes({ typedLines, imports, ...helper }: Helper): Helper {
  return {
    ...helper,
    types: [],
    imports: imports.filter(({ module }) => module !== "openai"),
    ...(typedLines && { typedLines: typedLines.map((line) => line.replace(/OpenAI\.[\w.]+/g, "object")) }),
  };
}

/** Requests that no SDK sends, to the current API: the program keeps what sends them, and reads their JSON. */
export function restTarget(language: LanguageId, target: TargetDialect["target"]): TargetDialect {
  const like = targetDialect(language, target)!;
  return {
    ...like,
    id: `rest-${like.id}`,
    isWire: true,
    operations: {},
    helpers: helpersOf(targetDialect(language, "openai")!.helpers),
    models: {},
    types: {},
  };
}
