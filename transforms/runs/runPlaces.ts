import type { Operation } from "../../src/analysis/operation.js";
import { receivers } from "../../src/analysis/received.js";
import type { Binding, Write } from "../../src/analysis/scopes.js";
import type { Call, Expression, FunctionNode, Node } from "../../src/languages/tree.js";
import { ancestors, enclosing, textOf, walk } from "../../src/languages/walk.js";
import type { Rewrite } from "../rewrite.js";

/** Where a program keeps a run, or its id, that it asks for later. */
export interface Place {
  readonly expression: Expression;
  /** Undefined for a field. */
  readonly binding: Binding | undefined;
  readonly isId: boolean;
}

/** The places by which operations ask for a run whose calls `submit` answers, each once. */
export function placesOf(cx: Rewrite, submit: Operation, askers: readonly Operation[]): readonly Place[] {
  const seen = new Set<Binding>();
  const found = askers.flatMap((asker) => keptAt(cx, asker.args.get("run_id")!.value, submit, seen));
  const keyOf = ({ binding, expression, isId }: Place): unknown => binding ?? `${textOf(expression)} ${isId}`;
  return [...new Map(found.map((place) => [keyOf(place), place])).values()];
}

/**
 * Where an expression that names a run keeps it. A function that is over whenever calls are answered (one that waits for the run, say)
 * keeps nothing: it was given the run by its callers, who have it.
 */
function keptAt(cx: Rewrite, e: Expression, submit: Operation, seen: Set<Binding>): readonly Place[] {
  const place = placeOf(cx, e);
  const { binding } = place;
  const home = binding && homeOf(binding);
  if (!binding || !home || [...ancestors(submit.call)].includes(home)) return [place];
  if (reaching(cx, submit)?.has(home) !== false) return [place];
  if (seen.has(binding)) return [];
  seen.add(binding);
  const sources = binding.writes.map((write) => sourcesOf(cx, write));
  if (sources.some((source) => source === undefined)) return [place];
  return sources.flatMap((source) => source!.flatMap((one) => keptAt(cx, one, submit, seen)));
}

/** The expressions that a written value is one of, without calls that make or read a run; undefined where that cannot be told. */
function sourcesOf(cx: Rewrite, { site, path, value }: Write): readonly Expression[] | undefined {
  if (path.length > 0) return undefined;
  if (site.kind === "Parameter") return passedFor(cx, site);
  return value && namedBy(cx, value);
}

function namedBy(cx: Rewrite, value: Expression): readonly Expression[] | undefined {
  switch (value.kind) {
    case "Await":
    case "Wrap":
      return namedBy(cx, value.value);
    case "Name":
    case "Member":
      return [value];
    case "NullLiteral":
      return [];
    case "Call": {
      if (cx.values.operationAt(value)) return [];
      const callees = cx.values.of(value.callee);
      const returned = callees.map((v) => (v.kind === "function" ? returnedBy(cx, v.fn) : undefined));
      return returned.length > 0 && returned.every((r) => r !== undefined) ? returned.flat() : undefined;
    }
    default:
      return undefined;
  }
}

function returnedBy(cx: Rewrite, fn: FunctionNode): readonly Expression[] | undefined {
  const sets = returnsOf(fn).map((value) => namedBy(cx, value));
  return sets.every((set) => set !== undefined) ? sets.flat() : undefined;
}

/** What a function returns, as it is written. */
export function returnsOf(fn: FunctionNode): readonly Expression[] {
  if (!fn.body) return [];
  if (fn.body.kind !== "Block") return [fn.body];
  return [...walk(fn.body)].flatMap((node) =>
    node.kind === "Return" && node.value && enclosing(node, "Function") === fn ? [node.value] : [],
  );
}

/** What the calls of the program pass for a parameter. */
function passedFor(cx: Rewrite, site: Extract<Node, { kind: "Parameter" }>): readonly Expression[] | undefined {
  const fn = site.parent;
  if (fn?.kind !== "Function" || site.rest !== "none" || site.target.kind !== "Name") return undefined;
  const { calls, callbacks, handed } = cx.values.callers(fn);
  if (calls.length === 0 || callbacks.length > 0 || handed) return undefined;
  const { name } = site.target;
  const index = fn.params.indexOf(site) - receivers(cx.values, fn);
  const passed = calls.map(({ args }) => {
    if (args.some(({ form }) => form === "spread" || form === "namedSpread")) return undefined;
    const argument = args.find((a) => a.form === "named" && a.name === name) ?? args[index];
    return argument ? namedBy(cx, argument.value) : [];
  });
  return passed.every((one) => one !== undefined) ? passed.flat() : undefined;
}

/** `run.id` keeps the run in `run`, `runId` its id. */
export function placeOf(cx: Rewrite, id: Expression): Place {
  const at = bare(id);
  const run = at.kind === "Member" && at.property === "id" ? bare(at.object) : undefined;
  const expression = run ?? at;
  const binding = expression.kind === "Name" ? cx.program.bindingOf(expression) : undefined;
  const isId = run === undefined && !cx.values.results(expression).some(({ type }) => type === "Run");
  return { expression, binding, isId };
}

function bare(e: Expression): Expression {
  return e.kind === "Wrap" ? bare(e.value) : e;
}

/** The function a variable belongs to; undefined for one of the module. */
export function homeOf({ scope }: Binding): FunctionNode | undefined {
  return scope.node.kind === "Function" ? scope.node : enclosing(scope.node, "Function");
}

/** The functions whose calls may lead to one that answers calls, that one among them; undefined where any may. */
export function reaching(cx: Rewrite, submit: Operation): ReadonlySet<FunctionNode> | undefined {
  const found = new Set<FunctionNode>();
  const open: FunctionNode[] = [];
  let isOwnRun: boolean | undefined;
  const add = (node: Node): void => {
    for (const up of ancestors(node)) {
      if (up.kind !== "Function" || found.has(up)) continue;
      found.add(up);
      open.push(up);
    }
  };
  add(submit.call);
  for (let fn = open.pop(); fn; fn = open.pop()) {
    const { calls, callbacks, handed } = cx.values.callers(fn);
    if (handed && !isInline(fn) && !(isOwnRun ??= isMadeBeneath(cx, submit.args.get("run_id")?.value)))
      return undefined;
    for (const at of [...calls, ...callbacks]) add(at);
  }
  return found;
}

/**
 * Whether the functions that lead to an expression which names a run make that run themselves, and hand it on as an argument or as what
 * they return: then whoever else calls one of them has no part in it.
 */
function isMadeBeneath(cx: Rewrite, e: Expression | undefined, seen = new Set<Binding>()): boolean {
  const binding = e && placeOf(cx, e).binding;
  if (!binding || !homeOf(binding)) return false;
  if (seen.has(binding)) return true;
  seen.add(binding);
  const asked = cx.values.results(e).flatMap(({ operation }) => operation?.args.get("run_id")?.value ?? []);
  const sources = binding.writes.map((write) => sourcesOf(cx, write));
  return [asked, ...sources].every((named) => named?.every((one) => isMadeBeneath(cx, one, seen)));
}

/** Whether a function is put into a table, a list or another variable, from where the program may call it. */
export function isDispatched(cx: Rewrite, fn: FunctionNode): boolean {
  const binding = cx.program.bindingOfFunction(fn);
  if (!binding) return false;
  return cx.program.references(binding).some(({ parent }) => {
    const literal = parent?.kind === "Entry" ? parent.parent : parent;
    const goes = literal?.kind === "ObjectLiteral" || literal?.kind === "ArrayLiteral" ? literal.parent : literal;
    return goes?.kind === "Declarator" || (goes?.kind === "Assign" && goes.target.kind === "Name");
  });
}

/** A function literal that is called where it stands, or by what it is given to there. */
function isInline(fn: FunctionNode): boolean {
  let at: Node = fn;
  while (at.parent?.kind === "Wrap") at = at.parent;
  return at.parent?.kind === "Argument" || (at.parent?.kind === "Call" && at.parent.callee === at);
}

/** The calls in a function that lead to one which answers calls. */
export function leadsIn(cx: Rewrite, fn: FunctionNode | undefined, submit: Operation): readonly Call[] {
  const leading = reaching(cx, submit) ?? new Set();
  const root = fn ?? submit.call.tree.root;
  return [...walk(root)].filter(
    (node): node is Call =>
      node.kind === "Call" &&
      enclosing(node, "Function") === fn &&
      (node === submit.call || cx.values.of(node.callee).some((v) => v.kind === "function" && leading.has(v.fn))),
  );
}
