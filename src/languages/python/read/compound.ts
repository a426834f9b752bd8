import type { Block, Handler, If, Loop, Try, With, WithItem } from "../../tree.js";
import { build, hasToken } from "./build.js";
import { sourceOf, type Concrete } from "./concrete.js";
import { readExpression, readTuple } from "./expressions.js";
import { readPattern } from "./patterns.js";
import { readBlock } from "./statements.js";

export function readIf(node: Concrete): If {
  const [test, then, ...alternatives] = node.children;
  const read = ifChain(node, node.end, test!, then!, alternatives);
  return /(?:^|\.)TYPE_CHECKING$/.test(sourceOf(test!)) ? { ...read, then: typesOnly(read.then) } : read;
}

/** Imports below `if TYPE_CHECKING:` bind nothing when the program runs. */
function typesOnly(block: Block): Block {
  const statements = block.statements.map((each) => (each.kind === "Import" ? { ...each, typeOnly: true } : each));
  return { ...block, statements };
}

/** `elif` is an If in the `otherwise` of the branch before it; it reaches to the end of the statement. */
function ifChain(from: Concrete, end: number, test: Concrete, then: Concrete, rest: readonly Concrete[]): If {
  const [next, ...after] = rest;
  const [first, second] = next?.children ?? [];
  return build<If>({
    kind: "If",
    start: from.start,
    end,
    test: readExpression(test),
    then: readBlock(then),
    otherwise: !next
      ? undefined
      : next.type === "else_clause"
        ? readBlock(first!)
        : ifChain(next, end, first!, second!, after),
  });
}

const NO_LOOP_PARTS = { init: undefined, test: undefined, update: undefined, declares: undefined } as const;

export function readFor(node: Concrete): Loop {
  const { start, end } = node;
  const [target, iterable, body, otherwise] = node.children;
  return build<Loop>({
    kind: "Loop",
    start,
    end,
    ...NO_LOOP_PARTS,
    flavor: "each",
    target: readPattern(target!),
    iterable: readExpression(iterable!),
    async: hasToken(node, "async"),
    body: readBlock(body!),
    otherwise: otherwise && readClauseBody(otherwise),
  });
}

export function readWhile(node: Concrete): Loop {
  const { start, end } = node;
  const [test, body, otherwise] = node.children;
  return build<Loop>({
    kind: "Loop",
    start,
    end,
    ...NO_LOOP_PARTS,
    flavor: "while",
    test: readExpression(test!),
    target: undefined,
    iterable: undefined,
    async: false,
    body: readBlock(body!),
    otherwise: otherwise && readClauseBody(otherwise),
  });
}

/** The block of `else:` and `finally:`. */
function readClauseBody(clause: Concrete): Block {
  return readBlock(clause.children.at(-1)!);
}

export function readTry({ start, end, children }: Concrete): Try {
  const find = (type: string) => children.find((child) => child.type === type);
  const otherwise = find("else_clause");
  const finalizer = find("finally_clause");
  return build<Try>({
    kind: "Try",
    start,
    end,
    body: readBlock(children[0]!),
    handlers: children.filter((child) => child.type === "except_clause").map(readHandler),
    otherwise: otherwise && readClauseBody(otherwise),
    finalizer: finalizer && readClauseBody(finalizer),
  });
}

/** `except:`, `except A:`, `except (A, B) as e:`, `except A, B:`. */
function readHandler({ start, end, children }: Concrete): Handler {
  const types = children.slice(0, -1);
  const [type, target] = splitAs(types);
  return build<Handler>({
    kind: "Handler",
    start,
    end,
    type: type.length > 0 ? readTuple(type) : undefined,
    target: target && readPattern(target),
    body: readBlock(children.at(-1)!),
  });
}

/** Takes `value as target` apart. */
function splitAs(values: readonly Concrete[]): readonly [values: readonly Concrete[], target: Concrete | undefined] {
  const only = values[0];
  if (values.length !== 1 || only?.type !== "as_pattern") return [values, undefined];
  return [[only.children[0]!], only.children[1]];
}

export function readWith(node: Concrete): With {
  const { start, end } = node;
  const [clause, body] = node.children;
  return build<With>({
    kind: "With",
    start,
    end,
    items: clause!.children.map(readWithItem),
    async: hasToken(node, "async"),
    body: readBlock(body!),
  });
}

function readWithItem({ start, end, children }: Concrete): WithItem {
  const [value, target] = splitAs(children);
  return build<WithItem>({
    kind: "WithItem",
    start,
    end,
    value: readTuple(value),
    target: target && readPattern(target),
  });
}
