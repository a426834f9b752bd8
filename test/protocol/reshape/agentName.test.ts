import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foundryJsHelpers } from "../../../src/dialects/foundry-js-helpers.js";
import { LIMITS } from "../../../src/protocol/current.js";
import { agentName, agentNameSlug } from "../../../src/protocol/reshape/agentName.js";
import { CannotReshape } from "../../../src/protocol/types.js";

describe("agentName", () => {
  it.each([
    ["Math Tutor", "math-tutor"],
    ["  Sales & Co. (EU)  ", "sales-co-eu"],
    ["asst_AbC123", "asst-abc123"],
    ["--edge--", "edge"],
    ["a--b", "a--b"],
    ["Café Ångström", "cafe-angstrom"],
    ["already-legal-2", "already-legal-2"],
    ["Legal-As-It-Is", "Legal-As-It-Is"],
    ["x".repeat(70), "x".repeat(63)],
    [`${"x".repeat(62)} y`, "x".repeat(62)],
  ])("%j becomes %j", (name, expected) => {
    expect(agentName(name)).toBe(expected);
  });

  it.each(["", "   ", "_-_", "助手"])("refuses %j, which leaves no letter", (name) => {
    expect(() => agentName(name)).toThrow(CannotReshape);
    expect(() => agentName(name)).toThrow("give the agent a name of A-Z");
  });

  it("is legal and stays as it is when done again, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), (name) => {
        const slug = slugOf(name);
        fc.pre(slug !== undefined);
        expect(slug).toMatch(LIMITS.agentName.pattern);
        expect(agentName(slug!)).toBe(slug);
      }),
    );
  });

  it("keeps every legal name", () => {
    fc.assert(
      fc.property(fc.stringMatching(LIMITS.agentName.pattern), (name) => {
        expect(agentName(name)).toBe(name);
      }),
    );
  });

  it("says what the function says that is printed for names of the run time", () => {
    const lines = foundryJsHelpers.agentName!.lines as readonly string[];
    const printed = new Function(`${lines.join("\n")}\nreturn NAME;`)() as (label: string) => string;
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), (name) => {
        expect(printed(name)).toBe(slugOf(name) ?? "");
      }),
    );
  });

  it("refuses a name that is no string", () => {
    expect(() => agentNameSlug.apply(null)).toThrow("an agent needs a name");
  });
});

function slugOf(name: string): string | undefined {
  try {
    return agentName(name);
  } catch (error) {
    expect(error).toBeInstanceOf(CannotReshape);
    return undefined;
  }
}
