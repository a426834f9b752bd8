import { hangTogether } from "../../src/analysis/importGroups.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Value } from "../../src/analysis/value.js";
import type { Call, Expression, Name, Node } from "../../src/languages/tree.js";
import { ancestors, enclosing, statementOf, textOf, walk } from "../../src/languages/walk.js";
import { FILE_INPUTS } from "../../src/protocol/threadFiles.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import { broughtBy, FILE_TOOLS, type Brought, type BroughtId, type FileTool } from "./broughtFiles.js";
import { isSaidByAnnotation } from "../agents/configuration.js";
import { Holes } from "../code/json.js";
import type { Rewrite } from "../rewrite.js";
import { covers, holds } from "../code/spans.js";
import { isVisibleAt } from "../leaving/visible.js";

/** What responses are given of the files of their thread. */
export interface Carried {
  readonly tools: ReadonlySet<FileTool>;
  /** What it is, where all of it is known and the same where the response is asked for. */
  readonly ids: readonly BroughtId[] | undefined;
}

const RUNS = new Set(["runs.create", "runs.submitToolOutputs"]);
const MAKERS = new Set(["assistants.create", "assistants.update"]);

/**
 * Which files and vector stores threads are given, and which runs have to bring them now: a conversation has none of its own, so every
 * response on it is given them. What the agent of all these runs has anyway is not given again.
 */
export class ThreadFiles {
  private readonly brought: readonly Brought[];
  private readonly settled: ReadonlySet<Brought>;
  private readonly runs: readonly Operation[];
  private readonly makersOf = new Map<Operation, ReadonlySet<Operation> | undefined>();

  constructor(private readonly cx: Rewrite) {
    const { operations } = cx.flows;
    this.brought = operations.flatMap((operation) => broughtBy(cx, operation) ?? []);
    this.runs = this.brought.length > 0 ? operations.filter(({ id }) => RUNS.has(id)) : [];
    this.settled = new Set(this.brought.filter((brought) => this.isSettled(brought)));
  }

  /** What an operation brings its thread, and whether responses have to be given it. */
  of(operation: Operation): { readonly brought: Brought; readonly isKept: boolean } | undefined {
    const brought = this.brought.find((one) => one.operation === operation);
    return brought && { brought, isKept: !this.settled.has(brought) };
  }

  /** What a run is given of its thread. */
  carriedBy(run: Operation): Carried | undefined {
    const sources = this.sourcesOf(run);
    if (sources.length === 0) return undefined;
    return { tools: new Set(sources.flatMap(({ tools }) => [...tools])), ids: this.knownAt(run, sources) };
  }

  /** Whether an operation may take from a conversation what names its files. */
  mayForget(update: Operation): boolean {
    return this.brought.some(({ operation }) => !this.needsNoCall(operation) && this.mayShare(update, operation));
  }

  /** Whether an update of the thread may take away what names the files that an operation brings. */
  isForgotten({ operation }: Brought): boolean {
    const updates = this.cx.flows.ofId("threads.update");
    return updates.some((other) => other.args.has("metadata") && this.mayShare(other, operation));
  }

  /** Whether no run among the files given can be on the thread that an operation brings files to. */
  isUntaken({ operation }: Brought): boolean {
    return !this.runs.some((run) => this.mayShare(run, operation));
  }

  /** Whether what an operation brings reaches all responses without a word to the conversation. */
  needsNoCall(operation: Operation): boolean {
    const files = this.of(operation);
    return files !== undefined && (!files.isKept || this.isGivenDirectly(files.brought));
  }

  /** Whether every run that may need what an operation brings is given it where it is asked for. */
  private isGivenDirectly({ operation }: Brought): boolean {
    const runs = this.runs.filter((run) => this.mayShare(run, operation));
    const makers = [...(this.threadsOf(operation) ?? [])];
    return (
      runs.length > 0 &&
      runs.every((run) => this.knownAt(run, this.sourcesOf(run)) !== undefined) &&
      makers.every((maker) => staysHere(this.cx, maker))
    );
  }

  /** What the definition that an operation makes has to take from runs of the agent: how many files, and whether a vector store. */
  slotsOf(operation: Operation): ReadonlyMap<FileTool, number> {
    const made = this.agentsOf(operation) ?? new Set([operation]);
    const runs = this.runs.filter((run) => [...(this.agentsOf(run) ?? [])].some((maker) => made.has(maker)));
    const sources = runs.flatMap((run) => this.sourcesOf(run));
    const slots = new Map<FileTool, number>();
    for (const tool of FILE_TOOLS) {
      if (!sources.some(({ tools }) => tools.has(tool))) continue;
      const counts = runs.map((run) => this.countOf(run, tool));
      slots.set(tool, tool === "file_search" ? 1 : Math.max(...counts));
    }
    return slots;
  }

  /** How many files of a tool a run can be given. */
  private countOf(run: Operation, tool: FileTool): number {
    const sources = this.sourcesOf(run);
    const isCounted = sources.every(({ operation, ids }) => {
      return this.isOnce(operation, run) && ids?.every(({ isList }) => !isList);
    });
    const ids = sources.flatMap((brought) => brought.ids ?? []).filter((id) => id.tool === tool);
    return isCounted ? distinct(ids).length : FILE_INPUTS.length;
  }

  /** The calls that make the agent of a run, or of an update; undefined where it may come from elsewhere. */
  agentsOf(operation: Operation, seen: ReadonlySet<Operation> = new Set()): ReadonlySet<Operation> | undefined {
    const counts = ({ id }: Operation) => MAKERS.has(id);
    const id = operation.args.get("assistant_id")?.value;
    const origins = originsOf(
      id ? this.cx.values.of(id).filter((v) => !isSaidByAnnotation(this.cx, id, v)) : [],
      counts,
    );
    const makers = [...(origins ?? [])].map((origin) => {
      if (origin.id === "assistants.create") return new Set([origin]);
      return seen.has(origin) ? new Set<Operation>() : this.agentsOf(origin, new Set([...seen, origin]));
    });
    if (!origins || makers.includes(undefined)) return undefined;
    return new Set(makers.flatMap((set) => [...set!]));
  }

  private sourcesOf(run: Operation): readonly Brought[] {
    return this.brought.filter((brought) => !this.settled?.has(brought) && this.mayShare(run, brought.operation));
  }

  /** Whether two operations may work on the same thread: one of the program that both belong to, where it cannot be told. */
  private mayShare(a: Operation, b: Operation): boolean {
    const [first, second] = [this.threadsOf(a), this.threadsOf(b)];
    if (first && second) return [...first].some((thread) => second.has(thread));
    return hangTogether(this.cx.program, a.call.tree, b.call.tree);
  }

  /**
   * An operation that stays although it has to do with the files of the same threads: a run would not take what a migrated message or
   * definition provides for it, and a migrated run would not find what is brought in the classic way.
   */
  strangerTo(operation: Operation): Operation | undefined {
    const stays = (others: readonly Operation[]) => others.find((other) => !this.cx.isActive(other));
    const own = this.brought.find((one) => one.operation === operation);
    if (own && !this.settled.has(own)) return stays(this.runs.filter((run) => this.mayShare(run, operation)));
    if (MAKERS.has(operation.id) && this.slotsOf(operation).size > 0)
      return stays(this.runs.filter((run) => this.agentsOf(run)?.has(operation)));
    const sources = this.runs.includes(operation) ? this.sourcesOf(operation) : [];
    if (sources.length === 0) return undefined;
    return stays([...sources.map((one) => one.operation), ...(this.agentsOf(operation) ?? [])]);
  }

  /** The calls that make the thread of an operation; undefined where it may come from elsewhere. */
  private threadsOf(operation: Operation): ReadonlySet<Operation> | undefined {
    if (operation.id === "threads.create" || operation.id === "threads.createAndRun") return new Set([operation]);
    if (!this.makersOf.has(operation)) {
      const makes = ({ id }: Operation) => id === "threads.create" || id === "threads.createAndRun";
      const id = operation.args.get("thread_id")?.value;
      this.makersOf.set(operation, originsOf(id ? this.cx.values.of(id) : [], makes));
    }
    return this.makersOf.get(operation);
  }

  /** Whether the agents of all runs that may need it have what an operation brings. */
  private isSettled({ operation, ids }: Brought): boolean {
    const runs = this.runs.filter((run) => run.id === "runs.create" && this.mayShare(run, operation));
    if (!ids || runs.length === 0) return false;
    return runs.every((run) => {
      const agents = this.agentsOf(run);
      return agents && [...agents].every((agent) => ids.every((id) => this.hasAnyway(agent, id)));
    });
  }

  /** Whether an agent is made with a file or a vector store, and is not changed later. */
  private hasAnyway(maker: Operation, id: BroughtId): boolean {
    const { operations } = this.cx.flows;
    if (operations.some((operation) => operation.id === "assistants.update")) return false;
    const resources = maker.args.get("tool_resources")?.value;
    const holes = new Holes(this.cx, maker);
    const json = resources ? holes.read(resources, "tool_resources") : undefined;
    const resource = isObject(json) ? json[id.tool] : undefined;
    const list = isObject(resource) ? resource[id.kind === "store" ? "vector_store_ids" : "file_ids"] : undefined;
    const items = id.isList ? [list] : Array.isArray(list) ? (list as readonly Json[]) : [];
    return items.some((item) => {
      const own = item === undefined ? undefined : holes.expressionOf(item);
      return own !== undefined && isSame(this.cx, own, id.value);
    });
  }

  /** What a run is given, where that is all certain, and still means the same where the run is. */
  private knownAt(run: Operation, sources: readonly Brought[]): readonly BroughtId[] | undefined {
    const before = sources.filter(({ operation }) => operation.call.start < run.call.start);
    const isKnown =
      sources.length > 0 &&
      sources.every(({ operation }) => this.isOnce(operation, run)) &&
      before.every(({ isCertain, ids, operation }) => {
        return (
          isCertain && runsBefore(operation, run) && ids?.every((id) => this.isReady(id) && this.isSteadyAt(run, id))
        );
      });
    const ids = before.flatMap((brought) => brought.ids ?? []);
    return isKnown ? distinct(ids) : undefined;
  }

  /** Whether an operation runs once for each thread that a run can be on, which one call makes. */
  private isOnce(operation: Operation, run: Operation): boolean {
    const threads = this.threadsOf(run);
    const [maker, ...others] = threads ?? [];
    const own = this.threadsOf(operation);
    if (!maker || others.length > 0 || own?.size !== 1 || !own.has(maker)) return false;
    if (operation === maker) return true;
    const isBeside = (kind: "Function" | "Loop") => enclosing(operation.call, kind) === enclosing(maker.call, kind);
    return (
      isBeside("Function") && isBeside("Loop") && enclosing(run.call, "Function") === enclosing(maker.call, "Function")
    );
  }

  /** A file that is searched has to be in a store first. */
  private isReady({ tool, kind, isList }: BroughtId): boolean {
    return !isList && (tool !== "file_search" || kind === "store");
  }

  private isSteadyAt(run: Operation, { value }: BroughtId): boolean {
    return isVisibleAt(this.cx, value, run.call) && namesIn(value).every((name) => isOneAt(this.cx, name, run.call));
  }
}

/** Whether a thread is only named to operations of the program, and in texts: nothing else can make a run on it. */
function staysHere(cx: Rewrite, maker: Operation): boolean {
  return cx.flows.usesOf(maker).every((use) => {
    if (
      !cx.values.results(use).some(({ type, operation }) => operation === maker && /^(Thread|id\(thread\))$/.test(type))
    )
      return true;
    let at: Node = use;
    while (at.parent?.kind === "Await" || at.parent?.kind === "Wrap") at = at.parent;
    const { parent } = at;
    switch (parent?.kind) {
      case "Member":
      case "Declarator":
      case "Assign":
      case "TemplateString":
      case "ExpressionStatement":
        return true;
      case "Argument":
        return parent.parent?.kind === "Call" && (isOperation(cx, parent.parent) || isLog(cx, parent.parent));
      case "Entry":
        return [...ancestors(parent)].some((node) => node.kind === "Call" && isOperation(cx, node));
      default:
        return false;
    }
  });
}

function isOperation(cx: Rewrite, call: Call): boolean {
  return cx.values.operationAt(call) !== undefined;
}

function isLog(cx: Rewrite, call: Call): boolean {
  return cx.program.fileOf(call).language.effects.effectOf(call) === "log";
}

/** Whether a statement certainly ran when another one runs: it is one of a block around it. */
function runsBefore(operation: Operation, run: Operation): boolean {
  const block = statementOf(operation.call)?.parent;
  return block !== undefined && block !== null && holds(block, run.call);
}

/** Each file or store once for each tool. */
function distinct(ids: readonly BroughtId[]): readonly BroughtId[] {
  const keys = ids.map(({ tool, value }) => `${tool} ${textOf(value)}`);
  return ids.filter((_id, place) => keys.indexOf(keys[place]!) === place);
}

/** The operations that values come from, where all of them come from such operations. */
function originsOf(
  values: readonly Value[],
  counts: (operation: Operation) => boolean,
): ReadonlySet<Operation> | undefined {
  const origins = values
    .filter((v) => v.kind !== "null")
    .map((v) => (v.kind === "result" && v.operation && counts(v.operation) ? v.operation : undefined));
  return origins.length === 0 || origins.includes(undefined) ? undefined : new Set(origins as Operation[]);
}

/** Whether two expressions certainly give the same: they read the same of variables that are written once. */
function isSame(cx: Rewrite, a: Expression, b: Expression): boolean {
  if (a === b) return true;
  const [first, second] = [namesIn(a), namesIn(b)];
  if (textOf(a) !== textOf(b) || first.length !== 1 || second.length !== 1 || !isPath(a)) return false;
  const binding = cx.program.bindingOf(first[0]!);
  return binding !== undefined && binding === cx.program.bindingOf(second[0]!) && isOneAt(cx, first[0]!, b);
}

function isPath(e: Expression): boolean {
  return e.kind === "Name" || (e.kind === "Member" && isPath(e.object));
}

function namesIn(e: Expression): readonly Name[] {
  return [...walk(e)].filter((node) => node.kind === "Name");
}

/** Whether a variable is written once, and in no other round of a loop, before it is read in two places. */
function isOneAt(cx: Rewrite, name: Name, place: Node): boolean {
  const binding = cx.program.bindingOf(name);
  if (!binding) return true;
  const [write, ...others] = binding.writes;
  const loop = write && enclosing(write.site, "Loop");
  return others.length === 0 && (!loop || (covers(loop, name) && covers(loop, place)));
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
