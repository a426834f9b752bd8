import type { OperationOutcome } from "../../transforms/finding.js";
import type { Migration } from "../pipeline/migration.js";
import type { Declined } from "../pipeline/run.js";
import { answer, isUnwanted, split, nothingAnswered, openQuestions, type Answers, type Key } from "./answers.js";
import { Edited, type EditedHunk } from "./edited.js";
import { flowsOf, type FlowKey } from "./flowKeys.js";
import { independentGroups } from "./independent.js";
import { questionsOf, type ShownQuestion } from "./questions.js";

/** What a review works on. */
export interface Reviewed {
  /** Plans again without what was declined. */
  readonly plan: (declined: Declined) => Promise<Migration>;
  readonly importedBy: (file: string) => readonly string[];
  /** Told of calls that were accepted and cannot change any more because of what was declined since. */
  readonly onLost?: (operation: OperationOutcome) => void;
  /** Told of lines of somebody's own that are given up, because something else is planned there now. */
  readonly onStale?: (hunk: EditedHunk) => void;
}

/** A decision, or hunks of the question with other new lines. */
export type Decision = Key | "s" | { readonly edited: readonly EditedHunk[] };

/** Asks one question. `at`: which one it is, and of how many as far as is known. */
export type Ask = (
  question: ShownQuestion,
  at: { readonly number: number; readonly of: number; readonly answers: Answers },
) => Promise<Decision>;

/**
 * Asks about a migration, question by question, and plans again where something was declined, so that what is left always fits together.
 * @returns what was accepted, and nothing that was not shown
 */
export async function review(first: Migration, reviewed: Reviewed, ask: Ask): Promise<Migration> {
  let answers = nothingAnswered;
  let migration = first;
  const edited = new Edited();
  for (let number = 1; ;) {
    const open = openQuestions(questionsOf(migration, reviewed.importedBy, answers), answers);
    const unwanted = open.find((one) => isUnwanted(one, answers));
    const question = unwanted ?? open[0];
    if (!question) return edited.applyTo(migration);
    const before = answers;
    if (unwanted) answers = answer(answers, unwanted, "n", open);
    else {
      const decision = await ask(question, { number, of: number + open.length - 1, answers });
      if (decision === "s") {
        answers = split(
          answers,
          await independentGroups(question.flows, migration, (more) =>
            plan(first, withDeclined(answers, more), reviewed),
          ),
        );
        continue;
      }
      number++;
      if (typeof decision === "string") edited.forget(question);
      else edited.keep(question, decision.edited, migration);
      answers = answer(answers, question, typeof decision === "string" ? decision : "y", open);
    }
    if (before.declined.size < answers.declined.size || before.dropped.size < answers.dropped.size) {
      migration = await plan(first, answers, reviewed);
      const lost = [...flowsOf(migration).values()].filter(
        ({ key, operations }) => answers.accepted.has(key) && operations.every(({ outcome }) => outcome !== "migrated"),
      );
      for (const { operations } of lost) reviewed.onLost?.(operations[0]!);
      const keys = lost.map(({ key }) => key);
      answers = { ...answers, accepted: new Set([...answers.accepted].filter((key) => !keys.includes(key))) };
      const { hunks, blocks } = edited.dropStale(migration);
      hunks.forEach((hunk) => reviewed.onStale?.(hunk));
      answers = { ...answers, shown: new Set([...answers.shown].filter((key) => !blocks.includes(key))) };
    }
  }
}

function withDeclined(answers: Answers, flow: FlowKey): Answers {
  return { ...answers, declined: new Set([...answers.declined, flow]) };
}

function plan(first: Migration, { declined, dropped }: Answers, reviewed: Reviewed): Promise<Migration> {
  const flows = [...flowsOf(first).values()].filter(({ key }) => declined.has(key));
  return reviewed.plan({ calls: flows.map((flow) => flow.first), files: dropped });
}
