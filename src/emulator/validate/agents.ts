import { LIMITS } from "../../protocol/current.js";
import { badRequest } from "../http/errors.js";
import type { Json } from "../json.js";
import { reasoning, textFormat, toolChoice, tools } from "./tools.js";
import {
  anything,
  flag,
  freeObject,
  list,
  metadata,
  number,
  object,
  oneOf,
  tagged,
  text,
  type Fields,
  type Type,
} from "./type.js";

/** The name of an agent, as part of a path or a body. */
export const agentName: Type = {
  expected: "a string",
  check(value: Json, path: string) {
    text().check(value, path);
    if (!LIMITS.agentName.pattern.test(String(value))) {
      throw badRequest(
        `Invalid '${path}': '${String(value)}'. Agent names must start and end with an alphanumeric character, may contain hyphens in the middle, and must not exceed ${LIMITS.agentName.maxLength} characters.`,
        path,
        "invalid_payload",
      );
    }
  },
};

const structuredInputs: Type = {
  expected: "an object",
  check(value: Json, path: string) {
    freeObject.check(value, path);
    for (const [name, definition] of Object.entries(value as Record<string, Json>)) {
      object({ description: text(), default_value: anything, schema: freeObject, required: flag }).check(
        definition,
        `${path}.${name}`,
      );
    }
  },
};

/** The `definition` of an agent, by `kind` (JSON Schema of @azure/ai-projects 2.8.0). */
const definition: Type = tagged("kind", {
  prompt: {
    "model!": text(),
    instructions: text(),
    temperature: number({ min: 0, max: 2 }),
    top_p: number({ min: 0, max: 1 }),
    reasoning,
    tools: tools("foundry"),
    tool_choice: toolChoice,
    text: object({ format: textFormat }),
    structured_inputs: structuredInputs,
    rai_config: freeObject,
    harness: freeObject,
    skills: list(freeObject),
  },
  workflow: { workflow: text(), rai_config: freeObject },
  hosted: "open",
  external: "open",
  voice: "open",
});

const versionFields: Fields = {
  "definition!": definition,
  description: text({ max: LIMITS.agentDescriptionLength }),
  metadata,
  blueprint_reference: freeObject,
  digital_worker_type: text(),
  draft: flag,
};

/** Bodies of the agent operations. */
export const AGENT_BODIES: Readonly<Record<"create" | "update" | "createVersion" | "patch", Fields>> = {
  create: {
    "name!": agentName,
    ...versionFields,
    state: oneOf("enabled", "disabled"),
    agent_endpoint: freeObject,
    agent_card: freeObject,
  },
  update: versionFields,
  createVersion: versionFields,
  patch: { agent_endpoint: freeObject, agent_card: freeObject },
};
