import type { Expression, Node, SourceTree } from "../languages/tree.js";
import { walk } from "../languages/walk.js";
import { contentsOf } from "./contents.js";
import { keyedRead } from "./keyedRead.js";
import type { Operation } from "./operation.js";
import { isObjectType, type ResultValue } from "./value.js";
import type { Values } from "./values.js";

/** Operations connected by handles: they migrate together or not at all. */
export interface Flow {
  readonly id: number;
  readonly operations: readonly Operation[];
}

export interface Flows {
  readonly operations: readonly Operation[];
  readonly flows: readonly Flow[];
  flowOf(operation: Operation): Flow;
  /** Operations whose results, or parts of them, stand somewhere in a file. */
  reaching(tree: SourceTree): readonly Operation[];
  /** Expressions that are (parts of) classic results, with the flow they belong to; in file and source order. */
  readonly uses: readonly Expression[];
  /** Those uses that are (parts of) an operation's result, or that read something of such a part. */
  usesOf(operation: Operation): readonly Expression[];
  /** Expressions that are lists or dictionaries with classic objects in them, in file and source order. */
  readonly containers: readonly Expression[];
}

/**
 * Finds every operation of the program and joins those that a handle connects: an object (or the id of a run) of one that is an argument
 * of another, and all operations whose results can stand in the same place (`run = create(…)`, `run = retrieve(…)`).
 */
export function findFlows(values: Values): Flows {
  const operations: Operation[] = [];
  const uses: Expression[] = [];
  const usesOf = new Map<Operation, Expression[]>();
  const containers: Expression[] = [];
  const parent = new Map<Operation, Operation>();
  const root = (operation: Operation): Operation => {
    let at = operation;
    while (parent.get(at) !== at) at = parent.get(at)!;
    parent.set(operation, at);
    return at;
  };
  const union = (a: Operation, b: Operation): void => {
    const [x, y] = [root(a), root(b)];
    if (x !== y) parent.set(y, x);
  };

  for (const file of values.program.files) {
    for (const node of walk(file.tree.root)) {
      if (node.kind !== "Call") continue;
      const operation = values.operationAt(node);
      if (!operation) continue;
      operations.push(operation);
      parent.set(operation, operation);
    }
  }
  const reached = new Map<SourceTree, Set<Operation>>();
  const reaching = (tree: SourceTree): readonly Operation[] => [...(reached.get(tree) ?? [])];
  if (operations.length === 0)
    return { operations, flows: [], flowOf: noFlow, reaching, uses, usesOf: () => [], containers };

  for (const file of values.program.files) {
    for (const node of walk(file.tree.root)) {
      if (!isValueNode(node) && !isReadChoice(node)) continue;
      const results = values.results(node);
      if (results.length > 0) {
        uses.push(node);
        const read = node.kind === "Member" || node.kind === "Index" ? node.object : keyedRead(node)?.object;
        for (const operation of operationsIn(results, read ? values.results(read) : [])) {
          const known = usesOf.get(operation);
          if (known) known.push(node);
          else usesOf.set(operation, [node]);
        }
      }
      if (contentsOf(values, values.of(node)).some((v) => v.operation)) containers.push(node);
      for (const { operation } of results) if (operation) add(reached, file.tree, operation);
      const origins = results.filter((v) => v.operation && isHandle(v));
      for (const other of origins.slice(1))
        if (joins(other, origins[0]!.operation!)) union(origins[0]!.operation!, other.operation!);
    }
  }
  for (const operation of operations) {
    for (const argument of operation.args.values()) {
      for (const node of walk(argument.value)) {
        if (!isValueNode(node)) continue;
        for (const value of values.results(node)) if (joins(value, operation)) union(operation, value.operation!);
      }
    }
  }

  const groups = new Map<Operation, Operation[]>();
  for (const operation of operations) {
    const key = root(operation);
    const group = groups.get(key);
    if (group) group.push(operation);
    else groups.set(key, [operation]);
  }
  const flows = [...groups.values()].map((group, id) => ({ id, operations: group }));
  const byOperation = new Map(flows.flatMap((flow) => flow.operations.map((operation) => [operation, flow] as const)));
  return {
    operations,
    flows,
    flowOf: (operation) => byOperation.get(operation) ?? noFlow(),
    reaching,
    uses,
    usesOf: (operation) => usesOf.get(operation) ?? [],
    containers,
  };
}

function add<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

function operationsIn(...results: readonly (readonly ResultValue[])[]): Set<Operation> {
  return new Set(results.flatMap((values) => values.flatMap((v) => v.operation ?? [])));
}

/** Objects and ids of runs connect operations; other ids, texts and numbers that were read from one do not. */
function isHandle(value: ResultValue): boolean {
  return isObjectType(value.type) || value.type === "id(run)";
}

/**
 * An object joins what it reaches. Identifiers may cross from one flow to another, because both worlds understand the new ones; only the
 * id of a run joins (within its file), since a run that answers function calls becomes several responses.
 */
function joins(value: ResultValue, operation: Operation): boolean {
  if (!value.operation || !isHandle(value)) return false;
  return isObjectType(value.type) || value.operation.call.tree === operation.call.tree;
}

function noFlow(): never {
  throw new Error("an operation without a flow");
}

const VALUE_KINDS = new Set<Node["kind"]>(["Name", "Member", "Index", "Slice", "Call", "Await"]);

function isValueNode(node: Node): node is Expression {
  return VALUE_KINDS.has(node.kind);
}

/** One of several objects, of which something is read at once: `(first ? a : b).id`, `(a or b).status`. */
function isReadChoice(node: Node): node is Expression {
  if (node.kind !== "Conditional" && node.kind !== "Binary") return false;
  let at: Expression = node;
  while (at.parent?.kind === "Wrap") at = at.parent;
  return at.parent?.kind === "Member" && at.parent.object === at;
}
