import { describe, expect, it } from "vitest";
import { allCases, expectedPath, inputPath, type Case } from "./harness/cases.js";
import { typeErrors, type Against } from "./harness/typecheck.js";

// Expected outputs against the current SDKs, inputs against the classic ones: a wrong input would prove nothing.

interface Side {
  readonly title: string;
  readonly files: readonly { readonly path: string; readonly openai: Against["openai"] }[];
}

const cases = allCases();
const sides: Side[] = [
  {
    title: "expected outputs type-check against the current SDKs",
    files: cases.flatMap((fixture) => paths(fixture, "expected").map((path) => ({ path, openai: 6 as const }))),
  },
  {
    title: "inputs type-check against the classic SDKs",
    files: cases
      .filter(({ group }) => group !== "negative")
      .flatMap((fixture) =>
        paths(fixture, "input").map((path) => ({ path, openai: fixture.options.inputOpenai ?? (6 as const) })),
      ),
  },
];

function paths(fixture: Case, side: "input" | "expected"): string[] {
  const files = side === "input" ? fixture.input : fixture.expected;
  const locate = side === "input" ? inputPath : expectedPath;
  return [...(files?.keys() ?? [])].filter((file) => !file.endsWith(".py")).map((file) => locate(fixture, file));
}

describe.each(sides)("$title", ({ files }) => {
  it.each([
    { language: "TypeScript", strict: true, openai: 6 },
    { language: "TypeScript", strict: true, openai: 4 },
    { language: "JavaScript", strict: false, openai: 6 },
    { language: "JavaScript", strict: false, openai: 4 },
  ] as const)("$language with openai $openai", ({ strict, openai }) => {
    const wanted = files.filter((file) => /\.[cm]?tsx?$/.test(file.path) === strict && file.openai === openai);
    const errors =
      wanted.length === 0
        ? new Map()
        : typeErrors(
            wanted.map(({ path }) => path),
            { strict, openai },
          );
    expect(Object.fromEntries(errors)).toEqual({});
  });
});
