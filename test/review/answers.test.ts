import { describe, expect, it } from "vitest";
import {
  answer,
  canSplit,
  isAskedAgain,
  nothingAnswered,
  openQuestions,
  split,
  type Answers,
  type Question,
} from "../../src/review/answers.js";

function question(flows: string[], blocks: string[], files: string[], kind: Question["kind"] = "flows"): Question {
  return { kind, flows, blocks, files, together: kind === "flows" ? [] : files };
}

const one = question(["f1"], ["b1"], ["a.ts"]);
const two = question(["f2"], ["b2"], ["a.ts", "b.ts"]);
const three = question(["f3"], ["b3"], ["c.ts"]);
const rest = question([], ["r"], ["a.ts"], "rest");
const all = [one, two, three];

const after = (key: Parameters<typeof answer>[2], asked: Question, before: Answers = nothingAnswered): Answers =>
  answer(before, asked, key, openQuestions(all, before));

describe("answers", () => {
  it("y accepts a question, and the next one is asked", () => {
    const answers = after("y", one);
    expect([...answers.accepted]).toEqual(["f1"]);
    expect(openQuestions(all, answers)).toEqual([two, three]);
  });

  it("n declines all flows of a question", () => {
    const both = question(["f1", "f2"], ["b1"], ["a.ts"]);
    expect([...answer(nothingAnswered, both, "n", [both]).declined]).toEqual(["f1", "f2"]);
  });

  it("a accepts what is left in the files of the question, and nothing elsewhere", () => {
    const answers = after("a", one);
    expect([...answers.accepted].sort()).toEqual(["f1", "f2"]);
    expect(openQuestions(all, answers)).toEqual([three]);
  });

  it("q declines what was not answered and keeps what was accepted", () => {
    const answers = after("q", two, after("y", one));
    expect([...answers.accepted]).toEqual(["f1"]);
    expect([...answers.declined].sort()).toEqual(["f2", "f3"]);
    expect(answers.isOver).toBe(true);
  });

  it("a second q gives up what would still have to be looked at", () => {
    const over = after("q", two, after("y", one));
    const changed = question(["f1"], ["other"], ["a.ts"]);
    expect(isAskedAgain(changed, over)).toBe(true);
    const answers = answer(over, changed, "q", [changed, rest]);
    expect([...answers.accepted]).toEqual([]);
    expect([...answers.declined]).toContain("f1");
    expect([...answers.dropped]).toEqual(["a.ts"]);
  });

  it("asks again where what was accepted looks different", () => {
    const answers = after("y", one);
    const changed = { ...one, blocks: ["b1 in another way"] };
    expect(openQuestions([changed], answers)).toEqual([changed]);
    expect(isAskedAgain(changed, answers)).toBe(true);
    expect(isAskedAgain(one, nothingAnswered)).toBe(false);
  });

  it("declining what was accepted before takes the acceptance back", () => {
    const accepted = after("y", one);
    const answers = answer(accepted, { ...one, blocks: ["new"] }, "n", []);
    expect(answers.accepted.has("f1")).toBe(false);
    expect(answers.declined.has("f1")).toBe(true);
  });

  it("declining the rest drops its files", () => {
    expect([...answer(nothingAnswered, rest, "n", [rest]).dropped]).toEqual(["a.ts"]);
  });

  it("only several flows can be split, and only once", () => {
    const both = question(["f1", "f2"], ["b1"], ["a.ts"]);
    expect(canSplit(one, nothingAnswered)).toBe(false);
    expect(canSplit(both, nothingAnswered)).toBe(true);
    const answers = split(nothingAnswered, [["f1", "f2"]]);
    expect(canSplit(both, answers)).toBe(false);
    expect(answers.split.get("f2")).toBe("f1");
  });
});
