import { describe, expect, it } from "vitest";
import {
  answer,
  canSplit,
  canStop,
  isUnwanted,
  nothingAnswered,
  openQuestions,
  split,
  type Answers,
  type Question,
} from "../../src/review/answers.js";

function question(flows: string[], blocks: string[], files: string[], kind: Question["kind"] = "flows"): Question {
  return { kind, flows, blocks, files, isNeeded: false, together: kind === "flows" ? [] : files };
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

  it("q never takes back what was accepted: it does not answer what that needs, and what nothing needs is not asked", () => {
    const over = after("q", two, after("y", one));
    const needed = { ...question(["f1"], ["other"], ["a.ts"], "rest"), isNeeded: true };
    expect([canStop(needed), canStop(rest), canStop(two)]).toEqual([false, true, true]);
    expect([isUnwanted(needed, over), isUnwanted(rest, over), isUnwanted(three, over)]).toEqual([false, true, true]);
    expect(isUnwanted(rest, nothingAnswered)).toBe(false);
  });

  it("q at a manifest leaves manifests alone and nothing else", () => {
    const manifest = question([], ["m"], ["package.json"], "manifest");
    const accepted = after("y", one);
    expect(isUnwanted(manifest, after("q", two, accepted))).toBe(false);
    const answers = answer(accepted, manifest, "q", [manifest]);
    expect([...answers.dropped]).toEqual(["package.json"]);
    expect([...answers.accepted]).toEqual(["f1"]);
  });

  it("what was accepted and looks different is part of the rest", () => {
    const answers = after("y", one);
    expect(openQuestions([{ ...one, blocks: ["b1 in another way"] }], answers)).toEqual([]);
    const changed = { ...question(["f1"], ["b1 in another way"], ["a.ts"], "rest"), isNeeded: true };
    expect(openQuestions([changed], answers)).toEqual([changed]);
    const declined = answer(answers, changed, "n", [changed]);
    expect(declined.accepted.has("f1")).toBe(false);
    expect(declined.declined.has("f1")).toBe(true);
    expect(declined.dropped.size).toBe(0);
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
