import type { Surface } from "../http/errors.js";
import type { UnverifiedBehaviour } from "../unverified.js";
import type { ItemRules } from "./items.js";
import { conversationBodies } from "./resources.js";
import { compactFields, responseFields, tokenCountFields } from "./responses.js";
import type { Fields } from "./type.js";

/** The request bodies that differ between the surfaces. */
export interface SurfaceFields {
  readonly response: Fields;
  readonly tokenCount: Fields;
  readonly compact: Fields;
  readonly conversation: Readonly<Record<"create" | "update" | "items", Fields>>;
}

/** The field tables of both surfaces; made once, since they are large. */
export function surfaceFields(unverified: UnverifiedBehaviour): Readonly<Record<Surface, SurfaceFields>> {
  return { foundry: fieldsOf("foundry", unverified), openai: fieldsOf("openai", unverified) };
}

function fieldsOf(surface: Surface, unverified: UnverifiedBehaviour): SurfaceFields {
  const foundry = surface === "foundry";
  const annotations = foundry && unverified.outputTextWithoutAnnotations === "refuse";
  const input: ItemRules = { messageType: false, annotations };
  const stored: ItemRules = { messageType: foundry && unverified.untypedConversationItems === "refuse", annotations };
  return {
    response: responseFields(surface, input, unverified.agentKey),
    tokenCount: tokenCountFields(surface, input),
    compact: compactFields(surface, input),
    conversation: conversationBodies(stored),
  };
}
