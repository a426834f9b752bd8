import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../src/protocol/current.js";
import { agentName, agentNameSlug } from "../../../src/protocol/reshape/agentName.js";
import { CannotReshape } from "../../../src/protocol/types.js";

describe("agentName", () => {
  it.each([
    ["Math Tutor", "Math-Tutor"],
    ["  Sales & Co. (EU)  ", "Sales-Co-EU"],
    ["asst_AbC123", "asst-AbC123"],
    ["--edge--", "edge"],
    ["a--b", "a--b"],
    ["Café Ångström", "Cafe-Angstrom"],
    ["already-legal-2", "already-legal-2"],
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
