import { createEmulator, type Turn } from "../../emulator/index.js";
import type { Service } from "./service.js";

/** The emulator in this process, with a model that remembers. */
export function emulatedService(target: Service["target"]): Service {
  const emulator = createEmulator({ script: remembers });
  const base = target === "foundry" ? "http://emulator/api/projects/emulator" : "http://emulator/v1";
  return { target, base, token: () => Promise.resolve("emulator"), fetch: (request) => emulator.fetch(request) };
}

function remembers({ input }: Turn): string {
  const said = JSON.stringify(input);
  return /The code word is ([\w-]+)/.exec(said)?.[1] ?? "Hello.";
}
