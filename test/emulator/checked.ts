import { createEmulator as create } from "../../src/emulator/emulator.js";
import type { Emulator, EmulatorOptions } from "../../src/emulator/index.js";
import { watched } from "./watched.js";

/** An emulator all of whose answers and events are held against the API descriptions, where those are present. */
export function createEmulator(options?: EmulatorOptions): Emulator {
  return watched(create(options));
}
