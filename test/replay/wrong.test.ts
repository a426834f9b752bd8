import { describe, expect, it } from "vitest";
import type { Recording } from "../../src/replay/recording.js";
import { unexplained } from "./equal.js";
import { recordJavaScript } from "./javascript/run.js";
import { migrated } from "./migrated.js";
import { replayProjects, type ReplayProject } from "./project.js";
import { WRONG_REWRITES } from "./wrong.js";

// The proof is only worth what it catches: wrong rewrites are put into migrated projects, and each has to be found.

const projects = new Map(replayProjects().map((project) => [project.fixture.name, project]));
const olds = new Map<ReplayProject, Promise<Recording>>();
const news = new Map<ReplayProject, ReturnType<typeof migrated>>();

/** What is the same for all mistakes in one project is made once. */
function once<Made>(known: Map<ReplayProject, Made>, project: ReplayProject, make: () => Made): Made {
  const made = known.get(project) ?? make();
  known.set(project, made);
  return made;
}

describe("a replay catches", () => {
  it.each(WRONG_REWRITES.map((wrong) => [`${wrong.what} (${wrong.project})`, wrong] as const))(
    "%s",
    async (_name, wrong) => {
      const project = projects.get(`projects/${wrong.project}`)!;
      const { fixture, spec } = project;
      const given = fixture.options.inputPackages ?? {};
      const before = await once(olds, project, () => recordJavaScript(project, fixture.input, "before", given));
      const { files, standIns } = await once(news, project, () => migrated(project));
      const right = files.get(wrong.file)!;
      const text = right.replace(wrong.from, wrong.to);
      expect(text, `${wrong.file} has the place that goes wrong`).not.toBe(right);
      const after = await recordJavaScript(project, new Map([...files, [wrong.file, text]]), "after", standIns);
      expect(unexplained(spec, before, after)).not.toEqual([]);
    },
  );
});
