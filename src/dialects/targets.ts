import type { LanguageId } from "../languages/tree.js";
import { foundryJs } from "./foundry-js.js";
import { foundryPython } from "./foundry-python.js";
import { plainOpenaiJs } from "./plain-openai-js.js";
import { plainOpenaiPython } from "./plain-openai-python.js";
import type { TargetDialect } from "./target.js";

export const targetDialects: readonly TargetDialect[] = [foundryJs, foundryPython, plainOpenaiJs, plainOpenaiPython];

/** The target dialect of a language, or undefined where a target is not there yet. */
export function targetDialect(language: LanguageId, target: TargetDialect["target"]): TargetDialect | undefined {
  return targetDialects.find((dialect) => dialect.language === language && dialect.target === target);
}
