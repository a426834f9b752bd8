import type { OperationOutcome } from "../../transforms/finding.js";
import type { Migration } from "../pipeline/migration.js";
import { withdraw } from "../pipeline/migration.js";
import type { Place } from "../../transforms/code/options.js";
import { answer, split, nothingAnswered, openQuestions, type Answers, type Key } from "./answers.js";
import { Edited, type EditedHunk } from "./edited.js";
import { flowsOf, type FlowKey } from "./flowKeys.js";
import { independentGroups } from "./independent.js";
import { questionsOf, type ShownQuestion } from "./questions.js";

/** What a review works on. */
export interface Reviewed {
  /** Plans again; `declined`: calls that stay, each with its flow. */
  readonly plan: (declined: readonly Place[]) => Promise<Migration>;
  readonly importedBy: (file: string) => readonly string[];
  /** Told of calls that were accepted and cannot change any more because of what was declined since. */
  readonly onLost?: (operation: OperationOutcome) => void;
}

/** A decision, or hunks of the question with other new lines. */
export type Decision = Key | "s" | { readonly edited: readonly EditedHunk[] };

/** Asks one question. `at`: how many were answered, and how many there are now. */
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
  for (let asked = 0; ; asked++) {
    const open = openQuestions(questionsOf(migration, reviewed.importedBy, answers), answers);
    const question = open[0];
    if (!question) return edited.applyTo(migration);
    const before = answers;
    if (answers.isOver && isUnwanted(question, migration, answers)) answers = answer(answers, question, "n", open);
    else {
      const decision = await ask(question, { number: asked + 1, of: asked + open.length, answers });
      if (decision === "s") {
        asked--;
        answers = split(
          answers,
          await independentGroups(question.flows, migration, (more) =>
            plan(first, withDeclined(answers, more), reviewed),
          ),
        );
        continue;
      }
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
      const stale = edited.dropStale(migration);
      answers = { ...answers, shown: new Set([...answers.shown].filter((key) => !stale.includes(key))) };
    }
  }
}

/** After the end is asked for: what only came because the rest stays goes with it. */
function isUnwanted({ kind, together }: ShownQuestion, migration: Migration, { accepted }: Answers): boolean {
  if (kind !== "rest") return false;
  const flows = [...flowsOf(migration).values()].filter(({ key }) => accepted.has(key));
  return !flows.some(({ operations }) => operations.some(({ file }) => together.includes(file)));
}

function withDeclined(answers: Answers, flow: FlowKey): Answers {
  return { ...answers, declined: new Set([...answers.declined, flow]) };
}

async function plan(first: Migration, { declined, dropped }: Answers, reviewed: Reviewed): Promise<Migration> {
  const places = [...flowsOf(first).values()].filter(({ key }) => declined.has(key)).map((flow) => flow.first);
  const migration = await reviewed.plan(places);
  return withdraw(
    migration,
    [...dropped]
      .filter((file) => migration.changes.some(({ source }) => source.path === file))
      .map((file) => ({ file, reason: "declined" })),
  );
}
