import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectEqual } from "./equal.js";
import { migrated } from "./migrated.js";
import { replayProjects } from "./project.js";
import { pythonReplay, type PythonReplay } from "./python/run.js";

// `npm run test:python` sets the interpreters that have the SDKs; without them, programs are only held against their syntax.

const [current, classic] = process.env["DIALECT_PYTHONS"]?.split(path.delimiter) ?? [];
const projects = replayProjects().filter(({ language }) => language === "python");

describe.runIf(current && classic)("replays of Python projects are equal", () => {
  let replay: PythonReplay;
  beforeAll(async () => {
    replay = await pythonReplay({ before: classic!, after: current! });
  });
  afterAll(() => replay.close());

  it.each(projects.map((project) => [project.fixture.name, project] as const))("%s", async (_name, project) => {
    const { fixture, spec } = project;
    const before = await replay.record(project, fixture.input, "before");
    const { files } = await migrated(project);
    expectEqual(spec, before, await replay.record(project, files, "after"));
  });
});

it("every Python project starts at a file that it has", () => {
  for (const { fixture, spec } of projects) expect([...fixture.input.keys()]).toContain(spec.entry);
});
