import type { Clause, Comprehension, Entry, Expression, ObjectLiteral } from "../../tree.js";
import { build, hasToken } from "./build.js";
import type { Concrete } from "./concrete.js";
import { readExpression, readTuple } from "./expressions.js";
import { readPattern } from "./patterns.js";

/** A dict display. String keys are keys, all others computed. */
export function readDictionary(node: Concrete): ObjectLiteral {
  const { start, end } = node;
  return build<ObjectLiteral>({ kind: "ObjectLiteral", start, end, entries: node.children.map(readEntry) });
}

function readEntry(node: Concrete): Entry {
  const { start, end, children } = node;
  const entry = { kind: "Entry" as const, start, end, key: undefined, keySpan: undefined, keyExpression: undefined };
  if (node.type === "dictionary_splat") {
    return build<Entry>({ ...entry, form: "spread", value: readExpression(children[0]!) });
  }
  const key = readExpression(children[0]!);
  const value = readExpression(children[1]!);
  if (key.kind !== "StringLiteral") return build<Entry>({ ...entry, form: "computed", keyExpression: key, value });
  return build<Entry>({ ...entry, form: "pair", key: key.value, keySpan: { start: key.start, end: key.end }, value });
}

/** `[e for t in xs if c]` and its relatives: an element, then clauses; a test belongs to the clause before it. */
export function readComprehension(node: Concrete, flavor: Comprehension["flavor"]): Comprehension {
  const { start, end } = node;
  const [body, ...parts] = node.children;
  const [key, element] = flavor === "object" ? body!.children.map(readExpression) : [undefined, readExpression(body!)];
  const clauses: Clause[] = [];
  for (let i = 0; i < parts.length;) {
    const clause = parts[i++]!;
    const tests: Concrete[] = [];
    while (parts[i]?.type === "if_clause") tests.push(parts[i++]!);
    clauses.push(readClause(clause, tests));
  }
  return build<Comprehension>({ kind: "Comprehension", start, end, flavor, key, element: element!, clauses });
}

function readClause(node: Concrete, tests: readonly Concrete[]): Clause {
  const [target, ...iterables] = node.children;
  return build<Clause>({
    kind: "Clause",
    start: node.start,
    end: (tests.at(-1) ?? node).end,
    target: readPattern(target!),
    iterable: readTuple(iterables),
    tests: tests.map((test): Expression => readExpression(test.children[0]!)),
    async: hasToken(node, "async"),
  });
}
