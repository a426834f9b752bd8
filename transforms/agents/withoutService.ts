import type { Operation } from "../../src/analysis/operation.js";
import {
  createConfiguration,
  deleteConfiguration,
  listConfigurations,
  retrieveConfiguration,
  updateConfiguration,
} from "./configuration.js";
import { createKept, deleteKept, listKept, retrieveKept, updateKept } from "./keptAssistants.js";
import type { Rewrite } from "../rewrite.js";

type Translate = (cx: Rewrite, operation: Operation) => void;

/** Operations on assistants where the service keeps none. */
const TRANSLATIONS: Readonly<Record<string, Readonly<Record<"code" | "kept", Translate>>>> = {
  "assistants.create": { code: createConfiguration, kept: createKept },
  "assistants.retrieve": { code: retrieveConfiguration, kept: retrieveKept },
  "assistants.update": { code: updateConfiguration, kept: updateKept },
  "assistants.delete": { code: deleteConfiguration, kept: deleteKept },
  "assistants.list": { code: listConfigurations, kept: listKept },
};

/** How an operation is translated where the service keeps no assistants; undefined where it does, and for all that are not about them. */
export function withoutService(cx: Rewrite, operation: Operation): Translate | undefined {
  const definitions = cx.definitionsOf({ operation, dialect: operation.dialect });
  return definitions === "service" ? undefined : TRANSLATIONS[operation.id]?.[definitions];
}
