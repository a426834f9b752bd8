import { describe, expect, it } from "vitest";
import { allCases, expectedPath, inputPath, type Case } from "./harness/cases.js";
import { languageOfPath } from "../src/languages/registry.js";
import { typeErrors, type StandIns } from "./harness/typecheck.js";

// Expected outputs against the current SDKs, inputs against the classic ones: a wrong input would prove nothing.

const cases = allCases();
const typed = /\.[cm]?tsx?$/;

const isForOpenai = ({ options }: Case): boolean => options.plan?.target === "openai";

const newest = { title: "the newest current SDKs", standIns: {} as StandIns, isChecked: () => true };
const oldest = {
  title: "the last one for Node 20",
  standIns: { "@azure/ai-projects": "ai-projects-2.2" },
  isChecked: () => true,
};
// Clients of plain OpenAI are the project's own, in every version that package.json may go on to declare (src/dialects/packages.ts).
const openai5 = { title: "openai 5", standIns: { openai: "openai-5" }, isChecked: isForOpenai };
const openai7 = { title: "openai 7", standIns: { openai: "openai-7" }, isChecked: isForOpenai };

describe.each([newest, oldest, openai5, openai7])("expected outputs type-check against $title", (end) => {
  const { standIns, isChecked } = end;
  const files = cases.filter(isChecked).flatMap((fixture) => paths(fixture, "expected"));
  it.each(languages(files))("$language", ({ strict, files }) => {
    expect(Object.fromEntries(typeErrors(files, strict, standIns))).toEqual({});
  });
});

describe.each(writtenFor(cases.filter(({ group }) => group !== "negative")))(
  "inputs type-check against the classic SDKs ($title)",
  ({ standIns, files }) => {
    it.each(languages(files))("$language", ({ strict, files }) => {
      expect(Object.fromEntries(typeErrors(files, strict, standIns))).toEqual({});
    });
  },
);

function paths(fixture: Case, side: "input" | "expected"): string[] {
  const locate = side === "input" ? inputPath : expectedPath;
  return [...(fixture[side]?.keys() ?? [])]
    .filter((file) => languageOfPath(file) === "javascript")
    .map((file) => locate(fixture, file));
}

function languages(files: readonly string[]): { language: string; strict: boolean; files: string[] }[] {
  return [
    { language: "TypeScript", strict: true, files: files.filter((file) => typed.test(file)) },
    { language: "JavaScript", strict: false, files: files.filter((file) => !typed.test(file)) },
  ].filter((group) => group.files.length > 0);
}

/** Inputs by the packages they are written for. */
function writtenFor(fixtures: readonly Case[]): { title: string; standIns: StandIns; files: string[] }[] {
  const groups = new Map<string, { title: string; standIns: StandIns; files: string[] }>();
  for (const fixture of fixtures) {
    const standIns = fixture.options.inputPackages ?? {};
    const title = Object.values(standIns).join(", ") || "installed";
    const group = groups.get(title) ?? { title, standIns, files: [] };
    group.files.push(...paths(fixture, "input"));
    groups.set(title, group);
  }
  return [...groups.values()].filter(({ files }) => files.length > 0);
}
