import { listAt } from "../languages/listAt.js";
import type { Expression, Node, SourceTree } from "../languages/tree.js";
import { enclosing, isTarget, nodesOf, statementOf, walk } from "../languages/walk.js";
import { contentsOf } from "./contents.js";
import { keyedRead } from "./keyedRead.js";
import type { Operation } from "./operation.js";
import type { TypeRef } from "../protocol/types.js";
import { isObjectType, type ResultValue, type Value } from "./value.js";
import type { Values } from "./values.js";

/** Operations connected by handles: they migrate together or not at all. */
export interface Flow {
  readonly id: number;
  readonly operations: readonly Operation[];
}

/** Uses with the same results. */
export interface Uses {
  readonly results: readonly ResultValue[];
  /** The types of these results. */
  readonly types: ReadonlySet<TypeRef>;
  /** Of these results, and of those that the uses are read from. */
  readonly operations: readonly Operation[];
  /** With their places among all uses. */
  readonly uses: readonly (readonly [number, Expression])[];
}

export interface Flows {
  readonly operations: readonly Operation[];
  readonly flows: readonly Flow[];
  flowOf(operation: Operation): Flow;
  /** Operations of a kind. */
  ofId(id: string): readonly Operation[];
  /** Operations whose calls stand in a file. */
  inFile(tree: SourceTree): readonly Operation[];
  /** Operations whose results, or parts of them, stand somewhere in a file. */
  reaching(tree: SourceTree): readonly Operation[];
  /** Expressions that are (parts of) classic results and are read, with the flow they belong to; in file and source order. */
  readonly uses: readonly Expression[];
  /** Those uses that are (parts of) an operation's result, or that read something of such a part. */
  usesOf(...operations: readonly Operation[]): readonly Expression[];
  /** The same, by what they are. */
  groupsOf(...operations: readonly Operation[]): readonly Uses[];
  /** The uses that are a result of an operation, or a part of one, whose type passes a test; in file and source order. */
  usesAs(operation: Operation, isWanted: (type: TypeRef) => boolean): readonly Expression[];
  /** Expressions that are lists or dictionaries with classic objects in them, in file and source order. */
  readonly containers: readonly Expression[];
  /** The classic objects in such an expression: one list for all that are the same. */
  contentsOf(container: Expression): readonly ResultValue[];
  /** The operations whose calls stand directly in a statement, not in one inside it. */
  inStatement(statement: Node): readonly Operation[];
  /** How many operations of the same kind stand before one in its function. */
  placeAmongAlike(operation: Operation): number;
}

/**
 * Finds every operation of the program and joins those that a handle connects: an object (or the id of a run) of one that is an argument
 * of another, and all operations whose results can stand in the same place (`run = create(…)`, `run = retrieve(…)`).
 */
export function findFlows(values: Values): Flows {
  const operations: Operation[] = [];
  const uses: Expression[] = [];
  const groups = new UseGroups();
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
  const contents = new Map<readonly Value[], readonly ResultValue[]>();
  const contentsIn = (node: Expression): readonly ResultValue[] => {
    const all = values.of(node);
    const known = contents.get(all) ?? contentsOf(values, all);
    contents.set(all, known);
    return known;
  };

  for (const file of values.program.files) {
    for (const node of nodesOf(file.tree, "Call")) {
      const operation = values.operationAt(node);
      if (!operation) continue;
      operations.push(operation);
      parent.set(operation, operation);
    }
  }
  const reached = new Map<SourceTree, Set<Operation>>();
  const reaching = (tree: SourceTree): readonly Operation[] => [...(reached.get(tree) ?? [])];
  if (operations.length > 0)
    for (const file of values.program.files) {
      const known = new Set<readonly ResultValue[]>();
      for (const node of file.tree.nodes) {
        if (!isValueNode(node) && !isReadChoice(node)) continue;
        const results = values.results(node);
        if (results.length > 0 && !isOnlyWritten(node)) {
          const read = node.kind === "Member" || node.kind === "Index" ? node.object : keyedRead(node)?.object;
          groups.add(uses.length, node, results, read ? values.results(read) : NOTHING);
          uses.push(node);
        }
        if (contentsIn(node).some((v) => v.operation)) containers.push(node);
        if (known.has(results)) continue;
        known.add(results);
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

  const together = new Map<Operation, Operation[]>();
  const alike = new Map<Node, Map<string, number>>();
  const places = new Map<Operation, number>();
  const byStatement = new Map<Node | undefined, Operation[]>();
  const byId = new Map<string, Operation[]>();
  const byFile = new Map<SourceTree, Operation[]>();
  for (const operation of operations) {
    listAt(together, root(operation)).push(operation);
    listAt(byStatement, statementOf(operation.call)).push(operation);
    listAt(byId, operation.id).push(operation);
    listAt(byFile, operation.call.tree).push(operation);
    const around = enclosing(operation.call, "Function") ?? operation.call.tree.root;
    const counts = alike.get(around) ?? new Map<string, number>();
    alike.set(around, counts);
    places.set(operation, counts.get(operation.id) ?? 0);
    counts.set(operation.id, places.get(operation)! + 1);
  }
  const flows = [...together.values()].map((group, id) => ({ id, operations: group }));
  const byOperation = new Map(flows.flatMap((flow) => flow.operations.map((operation) => [operation, flow] as const)));
  return {
    operations,
    flows,
    flowOf: (operation) => byOperation.get(operation) ?? noFlow(),
    reaching,
    uses,
    usesOf: (...some) => groups.usesOf(some),
    groupsOf: (...some) => groups.of(some),
    usesAs: (operation, isWanted) => groups.usesAs(operation, isWanted),
    containers,
    contentsOf: contentsIn,
    ofId: (id) => byId.get(id) ?? [],
    inFile: (tree) => byFile.get(tree) ?? [],
    inStatement: (statement) => byStatement.get(statement) ?? [],
    placeAmongAlike: (operation) => places.get(operation) ?? 0,
  };
}

function add<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

const NOTHING: readonly ResultValue[] = [];

/** Uses by their results. A variable that can hold one of many things is used at many places: each of them counts once. */
class UseGroups {
  private readonly byResults = new Map<readonly ResultValue[], Map<readonly ResultValue[], Uses>>();
  private readonly byOperation = new Map<Operation, Uses[]>();
  private readonly known = new Map<Operation, readonly Expression[]>();

  add(place: number, use: Expression, results: readonly ResultValue[], read: readonly ResultValue[]): void {
    const byRead = this.byResults.get(results) ?? new Map<readonly ResultValue[], Uses>();
    this.byResults.set(results, byRead);
    let group = byRead.get(read);
    if (!group) {
      const operations = [...new Set([...results, ...read].flatMap((v) => v.operation ?? []))];
      byRead.set(read, (group = { results, types: new Set(results.map((v) => v.type)), operations, uses: [] }));
      for (const operation of operations) listAt(this.byOperation, operation).push(group);
    }
    (group.uses as [number, Expression][]).push([place, use]);
  }

  of(operations: readonly Operation[]): readonly Uses[] {
    return [...new Set(operations.flatMap((operation) => this.byOperation.get(operation) ?? []))];
  }

  /** Types come first: what one variable holds of many operations is not looked through for each of them. */
  usesAs(operation: Operation, isWanted: (type: TypeRef) => boolean): readonly Expression[] {
    const found = this.of([operation]).filter(
      ({ types, results }) =>
        [...types].some(isWanted) && results.some((v) => v.operation === operation && isWanted(v.type)),
    );
    return inOrder(found);
  }

  usesOf(operations: readonly Operation[]): readonly Expression[] {
    const [only, ...more] = operations;
    const known = only && more.length === 0 ? this.known.get(only) : undefined;
    if (known) return known;
    const found = inOrder(this.of(operations));
    if (only && more.length === 0) this.known.set(only, found);
    return found;
  }
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

function inOrder(groups: readonly Uses[]): readonly Expression[] {
  const uses = groups.flatMap((group) => group.uses);
  return uses.sort(([a], [b]) => a - b).map(([, use]) => use);
}

/** A variable where it is only written: what it holds is used where it is read. */
function isOnlyWritten(node: Node): boolean {
  return node.kind === "Name" && isTarget(node) && (node.parent?.kind !== "Assign" || node.parent.operator === "=");
}

/** One of several objects, of which something is read at once: `(first ? a : b).id`, `(a or b).status`. */
function isReadChoice(node: Node): node is Expression {
  if (node.kind !== "Conditional" && node.kind !== "Binary") return false;
  let at: Expression = node;
  while (at.parent?.kind === "Wrap") at = at.parent;
  return at.parent?.kind === "Member" && at.parent.object === at;
}
