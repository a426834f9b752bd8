import { describe, expect, it } from "vitest";
import { expectEqual } from "./equal.js";
import { recordJavaScript } from "./javascript/run.js";
import { migrated } from "./migrated.js";
import { projectsWithoutReplay, replayProjects } from "./project.js";

// The proof of a migration: the old program on the shim and the migrated one on the service let the model see the same, and show the same.

const projects = replayProjects().filter(({ language }) => language === "javascript");

describe("replays of JavaScript and TypeScript projects are equal", () => {
  it.each(projects.map((project) => [project.fixture.name, project] as const))("%s", async (_name, project) => {
    const { fixture, spec } = project;
    const before = await recordJavaScript(project, fixture.input, "before", fixture.options.inputPackages ?? {});
    const { files, standIns } = await migrated(project);
    expectEqual(spec, before, await recordJavaScript(project, files, "after", standIns));
  });
});

it("every project has a replay", () => {
  expect(projectsWithoutReplay()).toEqual([]);
});
