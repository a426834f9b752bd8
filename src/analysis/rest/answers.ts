import { ANSWER_FACTS } from "../../dialects/http.js";
import type { Expression, Member } from "../../languages/tree.js";
import { resultOf } from "../calls.js";
import type { Operation } from "../operation.js";
import { unknown, type AnswerValue, type Value } from "../value.js";
import type { Values } from "../values.js";

/** The answers to requests that an expression may stand for. */
export function answersAt(facts: Values, e: Expression): readonly AnswerValue[] {
  return facts.of(e).filter((v): v is AnswerValue => v.kind === "answer");
}

/** What a field of an answer is: its JSON, where the library has a field for that. */
export function fieldOfAnswer(operation: Operation, name: string): Value {
  const { json } = operation.request!.sender.library;
  if ("member" in json && json.member === name) return resultOf(operation);
  return ANSWER_FACTS.has(name) ? { kind: "scalar" } : unknown(`${name} of an answer is not followed`);
}

/** What `answer.json()` gives; undefined for other calls. */
export function jsonOfAnswer(facts: Values, { object, property }: Member): readonly Value[] | undefined {
  if (property !== "json") return undefined;
  const answers = answersAt(facts, object).filter(({ operation }) => takesJsonBy(operation, property));
  return answers.length > 0 ? answers.map(({ operation }) => resultOf(operation)) : undefined;
}

/** Whether the JSON of an answer is what a method gives. */
export function takesJsonBy({ request }: Operation, method: string): boolean {
  const { json } = request!.sender.library;
  return "method" in json && json.method === method;
}
