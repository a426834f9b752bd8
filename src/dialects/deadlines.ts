import { classicDialects } from "./index.js";
import type { ClientType } from "./types.js";

/** When a classic service ends, or ended. */
export interface Deadline {
  readonly what: string;
  /** The day, `2026-08-26`. */
  readonly day: string;
}

/** The dates that OpenAI and Microsoft have announced. */
const DEADLINES: Readonly<Record<ClientType["service"], Deadline>> = {
  openai: { what: "OpenAI and Azure OpenAI Assistants", day: "2026-08-26" },
  "azure-openai": { what: "OpenAI and Azure OpenAI Assistants", day: "2026-08-26" },
  foundry: { what: "Classic Foundry agents", day: "2027-03-31" },
};

/** The date that applies to calls of a dialect, by its id; undefined for an id that is none. */
export function deadlineOf(dialect: string): Deadline | undefined {
  const service = classicDialects.find(({ id }) => id === dialect)?.service;
  return service && DEADLINES[service];
}
