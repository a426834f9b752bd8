import type { Surface } from "../http/errors.js";
import type { Service } from "../service.js";
import type { ItemRules } from "../validate/items.js";

/** How strict a surface is with items. `place`: Foundry asks for typed messages in conversations only. */
export function itemRules(service: Service, surface: Surface, place: "conversation" | "input" = "input"): ItemRules {
  const { untypedConversationItems, outputTextWithoutAnnotations } = service.unverified;
  const foundry = surface === "foundry";
  return {
    messageType: foundry && place === "conversation" && untypedConversationItems === "refuse",
    annotations: foundry && outputTextWithoutAnnotations === "refuse",
  };
}
