import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Fault } from "../../src/emulator/index.js";
import type { Rules } from "../../src/emulator/script/rules.js";
import type { GivenAgent } from "../../src/replay/stage.js";
import { allCases, type Case } from "../harness/cases.js";

/** replay.json of a project: how its program is run. */
export interface ReplaySpec {
  /** The module to start, below the input. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Lines that somebody types; for servers requests (packages/javascript/script.ts). */
  readonly stdin?: readonly string[];
  /** What the model answers. */
  readonly model?: Rules;
  /** Agents that exist before; their names are what the program finds in its environment. */
  readonly agents?: readonly GivenAgent[];
  readonly faults?: readonly Fault[];
  /** What starts a Python script where Python itself does not. */
  readonly runner?: "streamlit";
  /** What is thrown at the end of a program that does not end well. */
  readonly fails?: string;
  /** Ids of known differences that this project shows (src/replay/differences.ts). All of them must occur. */
  readonly differences?: readonly string[];
  /** What is different where the project goes to plain OpenAI: it is replayed so, too, where it has a folder `expected.openai`. */
  readonly openai?: Partial<ReplaySpec>;
}

export interface ReplayProject {
  readonly fixture: Case;
  readonly spec: ReplaySpec;
  /** Folder with files that the program finds where it is started. */
  readonly data: string | undefined;
  readonly language: "javascript" | "python";
}

/** Every project fixture with a replay.json. */
export function replayProjects(): ReplayProject[] {
  return allCases()
    .filter(({ group, folder }) => group === "projects" && existsSync(path.join(folder, "replay.json")))
    .map((fixture) => {
      const written = JSON.parse(readFileSync(path.join(fixture.folder, "replay.json"), "utf8")) as ReplaySpec;
      const spec = fixture.options.plan?.target === "openai" ? { ...written, ...written.openai } : written;
      const data = path.join(fixture.folder, "data");
      const language = spec.entry.endsWith(".py") ? "python" : "javascript";
      return { fixture, spec, data: existsSync(data) ? data : undefined, language };
    });
}

/** Names of project fixtures without a replay.json: there must be none. */
export function projectsWithoutReplay(): string[] {
  return allCases()
    .filter(({ group, folder }) => group === "projects" && !existsSync(path.join(folder, "replay.json")))
    .map(({ name }) => name);
}

/** Files below a folder, by their paths in it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}
