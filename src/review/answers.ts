import type { FlowKey } from "./flowKeys.js";

/** What was decided so far. */
export interface Answers {
  readonly accepted: ReadonlySet<FlowKey>;
  readonly declined: ReadonlySet<FlowKey>;
  /** Keys of blocks that were shown and accepted: nothing else is ever written. */
  readonly shown: ReadonlySet<string>;
  /** Flows that are not asked about by hunk, each with the first of those that it is asked about with. */
  readonly split: ReadonlyMap<FlowKey, FlowKey>;
  /** Files of which nothing is written. */
  readonly dropped: ReadonlySet<string>;
  /** Nothing is asked any more but what the accepted changes need. */
  readonly isOver: boolean;
}

export const nothingAnswered: Answers = {
  accepted: new Set(),
  declined: new Set(),
  shown: new Set(),
  split: new Map(),
  dropped: new Set(),
  isOver: false,
};

/** What a decision is about, as far as answers care. */
export interface Question {
  /**
   * - flows: calls that change together;
   * - rest: what was not shown yet when all flows are answered: what comes along with accepted ones, what those look like now that
   *   others stay, or what no flow needs;
   * - manifest: what the new code needs installed.
   */
  readonly kind: "flows" | "rest" | "manifest";
  /** Flows that are decided; of a rest: accepted ones that look different now. */
  readonly flows: readonly FlowKey[];
  /** What was accepted cannot be written without it. */
  readonly isNeeded: boolean;
  /** Keys of the blocks that are shown. */
  readonly blocks: readonly string[];
  /** Files with changes in it. */
  readonly files: readonly string[];
  /** Files of which nothing can be written without it; they are left where it decides no flow. */
  readonly together: readonly string[];
}

/** Keys that decide; `s`, `e` and `?` do not. */
export type Key = "y" | "n" | "a" | "q";

/** The questions that are open, in the order in which they are asked. */
export function openQuestions<Q extends Question>(questions: readonly Q[], answers: Answers): Q[] {
  return questions.filter((question) => isOpen(question, answers));
}

function isOpen({ kind, flows, blocks }: Question, { accepted, shown }: Answers): boolean {
  return kind === "flows" ? !flows.every((flow) => accepted.has(flow)) : !blocks.every((block) => shown.has(block));
}

/** Whether `q` can answer a question: not where it would take back what was accepted. */
export function canStop({ isNeeded }: Question): boolean {
  return !isNeeded;
}

/** Whether a question is declined without asking: the end was asked for, and nothing that was accepted needs it. */
export function isUnwanted({ kind, isNeeded }: Question, { isOver }: Answers): boolean {
  return isOver && kind !== "manifest" && !isNeeded;
}

/** Whether a question may hold several decisions. */
export function canSplit({ kind, flows }: Question, { split }: Answers): boolean {
  return kind === "flows" && flows.length > 1 && !flows.every((flow) => split.has(flow));
}

/** From now on a question is asked in parts: flows of one group depend on each other. */
export function split(answers: Answers, groups: readonly (readonly FlowKey[])[]): Answers {
  const entries = groups.flatMap((group) => group.map((flow) => [flow, group[0]!] as const));
  return { ...answers, split: new Map([...answers.split, ...entries]) };
}

/** The answers after one more. Pure. `open`: the questions that are open, the one that is answered among them. */
export function answer(answers: Answers, question: Question, key: Key, open: readonly Question[]): Answers {
  switch (key) {
    case "y":
      return accept(answers, [question]);
    case "n":
      return decline(answers, [question]);
    case "a":
      return accept(
        answers,
        open.filter((other) => other === question || other.files.some((file) => question.files.includes(file))),
      );
    case "q":
      // What the accepted code needs, and what it became because the rest stays, is still asked.
      return {
        ...decline(
          answers,
          open.filter((other) => other.kind === question.kind && canStop(other)),
        ),
        isOver: true,
      };
  }
}

function accept(answers: Answers, questions: readonly Question[]): Answers {
  return {
    ...answers,
    accepted: union(
      answers.accepted,
      questions.flatMap(({ flows }) => flows),
    ),
    shown: union(
      answers.shown,
      questions.flatMap(({ blocks }) => blocks),
    ),
  };
}

function decline(answers: Answers, questions: readonly Question[]): Answers {
  const flows = questions.flatMap((question) => question.flows);
  const dropped = questions.filter((question) => question.flows.length === 0).flatMap(({ together }) => together);
  return {
    ...answers,
    accepted: new Set([...answers.accepted].filter((flow) => !flows.includes(flow))),
    declined: union(answers.declined, flows),
    dropped: union(answers.dropped, dropped),
  };
}

function union<T>(some: ReadonlySet<T>, more: readonly T[]): ReadonlySet<T> {
  return new Set([...some, ...more]);
}
