import type { ClientValue } from "../../src/analysis/value.js";
import type { Held } from "../../src/dialects/target.js";
import type { Node } from "../../src/languages/tree.js";
import { canBuildBeside, canShareOwn, needsAgents, separable } from "./agentsPart.js";
import { isWholeExport } from "./exportBeside.js";
import { facesOf } from "./faceAt.js";
import {
  clientsOf,
  holderTree,
  isAssignedHere,
  isBuiltHere,
  isBuiltInto,
  isFilled,
  isGivenOthers,
  isForeign,
  isModule,
  isOfKind,
  isOpen,
  isOrigin,
  isPartHolder,
  isProjectHolder,
  isWatched,
  livesOn,
} from "./holderFacts.js";
import { ESCAPES, type Feed, type Holder } from "./holder.js";
import { Holders } from "./holders.js";
import { fileNameOf, lineOf } from "../code/lineNumbers.js";
import { clients } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { canRename, freeName, isBeside, renameAfter, saysProject } from "./holderNames.js";
import { canBuildAnew, OwnClients } from "./ownClients.js";

/** What a holder of a classic client holds afterwards. */
export interface HolderPlan {
  readonly holder: Holder;
  /** Faces that operations and later holders need from here. */
  readonly needs: ReadonlySet<Held>;
  /** Something else still uses the classic client. */
  readonly stays: boolean;
  /** What stands under the holder's own name: a face, or the classic client. */
  readonly primary: Held | "classic";
  /** Names of the variables or fields beside it that hold the other faces. */
  readonly companions: ReadonlyMap<Held, string>;
  /** It holds the project client alone; where the OpenAI client is needed, it is taken from there. */
  readonly derives: boolean;
  /** Its operations hang on clients that their own files build; the classic client stays what it is. */
  readonly isApart?: true;
}

/** Decides for every holder which faces it gives; refuses the operations that cannot reach theirs. */
export class Faces {
  readonly plans = new Map<Holder, HolderPlan>();
  readonly holders: Holders;
  /** Clients that files build for themselves. */
  readonly own: OwnClients;
  /** Holders whose calls that stay move to a client for agents of their own. */
  private readonly separate = new Set<Holder>();
  /** Holders whose calls that stay move to a client for agents that their own files build. */
  readonly agentsApart = new Set<Holder>();
  /** Holders whose operations hang on clients that their own files build. */
  private readonly apart = new Set<Holder>();
  /** Second clients that parameters take by now. */
  private readonly taken = new Map<Node, Set<Held>>();

  constructor(private readonly cx: Rewrite) {
    this.holders = new Holders(cx);
    this.own = new OwnClients(cx);
    this.separateAgents();
    const stays = this.staying();
    this.setApart(stays);
    const all = this.needed(new Set());
    // What needs both clients and cannot be given a second one takes the project client, and no more, from where its client comes from.
    const derives = new Set(this.holders.all.filter((h) => all.get(h)!.size > 1 && !stays.has(h) && !this.canPair(h)));
    const needs = this.needed(derives);
    for (const holder of this.holders.all) {
      if (isBuiltInto(holder)) continue;
      if (needs.get(holder)!.size > 0) this.decide(holder, needs.get(holder)!, stays.has(holder), derives);
    }
    for (const operation of cx.flows.operations) {
      if (cx.isActive(operation) && !operation.request && !this.holders.rootOf.has(operation)) {
        cx.refuse(
          operation,
          clients,
          "its client cannot be followed to where it is made",
          "Pass the client in a way this tool can follow, or migrate by hand.",
        );
      }
    }
  }

  /** Whether a parameter has been given one more for a face, by another call that leads there; from now on it has. */
  isTaken(parameter: Node, face: Held): boolean {
    const faces = this.taken.get(parameter) ?? new Set();
    this.taken.set(parameter, faces);
    if (faces.has(face)) return true;
    faces.add(face);
    return false;
  }

  /** Finds out where calls that stay can have a client of their own: one that can be handed on to all of them. */
  private separateAgents(): void {
    for (const group of separable(this.cx, this.holders)) {
      for (const holder of group) this.separate.add(holder);
      const needs = this.needed(new Set());
      // A construction is built a second time where it is stored.
      const isStored = ({ kind, operations, feeds }: Holder) =>
        kind === "construction" && operations.length === 0 && feeds.every(({ into }) => isOrigin(this.cx, into));
      const fits = (holder: Holder) =>
        canBuildBeside(this.cx, holder) &&
        (!needs.get(holder)!.has("agents") || isStored(holder) || this.canPair(holder));
      const all = [...group];
      if (all.every(fits)) continue;
      for (const holder of all) this.separate.delete(holder);
      if (canShareOwn(this.cx, this.holders, all)) for (const holder of all) this.agentsApart.add(holder);
    }
  }

  /** Finds the holders whose operations no client of the current API can reach: those that cannot be given one, and all behind them. */
  private setApart(stays: ReadonlySet<Holder>): void {
    const needs = this.needed(new Set());
    const mark = (holder: Holder): void => {
      if (this.apart.has(holder) || needs.get(holder)!.size === 0) return;
      this.apart.add(holder);
      for (const { into } of holder.feeds) mark(into);
    };
    for (const holder of this.holders.all) {
      if (isBuiltInto(holder) || needs.get(holder)!.has("agents") || !canBuildAnew(this.cx, holder)) continue;
      if (this.outOfSight(holder) !== undefined || (stays.has(holder) && !this.canPair(holder))) mark(holder);
    }
  }

  /** Holders whose classic client something still uses. */
  private staying(): ReadonlySet<Holder> {
    const stays = new Set(
      this.holders.all.filter((holder) => {
        const isProject = isProjectHolder(this.cx, holder);
        if (isModule(this.cx, holder)) return true;
        if (this.separate.has(holder) || this.agentsApart.has(holder)) return false;
        return (
          !holder.others.every((use) => livesOn(use, isProject)) ||
          holder.operations.some(({ operation }) => !this.cx.isActive(operation))
        );
      }),
    );
    this.settle((holder, { at, into }) => {
      const before = stays.size;
      if (stays.has(into)) stays.add(holder);
      if (at === undefined && stays.has(holder)) stays.add(into);
      return stays.size > before;
    });
    return stays;
  }

  /** The faces that each holder has to give, to its own operations and to where its client goes on to. */
  private needed(derives: ReadonlySet<Holder>): ReadonlyMap<Holder, ReadonlySet<Held>> {
    const needs = new Map<Holder, Set<Held>>(
      this.holders.all.map((holder) => [
        holder,
        new Set(
          holder.operations.flatMap(({ operation }) =>
            this.cx.isActive(operation) ? facesOf(this.cx, operation) : [],
          ),
        ),
      ]),
    );
    for (const holder of this.separate) if (needsAgents(this.cx, holder)) needs.get(holder)!.add("agents");
    for (const holder of this.holders.all)
      if (this.keepsProject(holder, needs.get(holder)!)) needs.get(holder)!.add("project");
    const add = (to: Holder, faces: Iterable<Held>): boolean => {
      const set = needs.get(to)!;
      const before = set.size;
      for (const face of faces) set.add(face);
      return set.size > before;
    };
    this.settle((holder, { at, into }) => {
      if (this.apart.has(into) || this.apart.has(holder)) return false;
      const grew = add(holder, derives.has(into) ? ["project"] : needs.get(into)!);
      // Nothing can be said between the two: they hold the same.
      return (at === undefined && add(into, needs.get(holder)!)) || grew;
    });
    return needs;
  }

  /**
   * Whether a project client stays one: something else that it serves is used, or, under a name that says so, it is known to others.
   */
  private keepsProject(holder: Holder, needs: ReadonlySet<Held>): boolean {
    if (!isProjectHolder(this.cx, holder)) return false;
    if (holder.others.some((use) => livesOn(use, true)))
      return this.separate.has(holder) || this.cx.flows.operations.some((operation) => this.cx.isActive(operation));
    if (isPartHolder(this.cx, holder)) return false;
    return needs.size > 0 && !canRename(this.cx, holder) && saysProject(holder);
  }

  /** Asks of all feeds, until none says that something changed. */
  private settle(step: (holder: Holder, feed: Feed) => boolean): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const holder of this.holders.all) for (const feed of holder.feeds) if (step(holder, feed)) changed = true;
    }
  }

  private decide(holder: Holder, needs: ReadonlySet<Held>, stays: boolean, deriving: ReadonlySet<Holder>): void {
    if (!this.cx.target(holderTree(holder)).project) {
      // The client serves the current API itself.
      this.plans.set(holder, { holder, needs, stays: false, primary: "openai", companions: new Map(), derives: false });
      return;
    }
    if (this.apart.has(holder)) {
      const none = new Map<Held, string>();
      this.plans.set(holder, {
        holder,
        needs,
        stays,
        primary: "classic",
        companions: none,
        derives: false,
        isApart: true,
      });
      return;
    }
    const single = needs.size === 1 && !stays;
    const derives = deriving.has(holder) && needs.size > 1;
    if (stays && isProjectHolder(this.cx, holder)) {
      return this.refuseAll(
        holder,
        `other calls on the same project client stay as they are (${this.whatStays(holder)}), and the package of the current API replaces the classic one`,
      );
    }
    if (holder.isShared && !single) {
      const what = stays
        ? `other calls on it stay as they are (${this.whatStays(holder)})`
        : "both clients of the current API are needed";
      return this.refuseAll(holder, `the client is all that its file exports, and ${what}`);
    }
    const reason = this.unreachable(holder) ?? (single || derives || this.canPair(holder) ? undefined : NO_PAIR);
    if (reason !== undefined) return this.refuseAll(holder, reason);
    // What comes from a place that has the project client alone is the project client, with the other one taken from it.
    const fromProject =
      derives || this.feeders(holder).some((feeder) => deriving.has(feeder) && feeder.kind !== "construction");
    const primary = stays
      ? "classic"
      : single
        ? [...needs][0]!
        : fromProject
          ? "project"
          : preferred(this.cx, holder, needs);
    if (primary === "project" && holder.sources.some((source) => isWatched(this.cx, source)))
      return this.refuseAll(
        holder,
        "it is handed through a function that takes OpenAI clients only, and both clients of the current API are needed",
      );
    if (primary !== "classic") renameAfter(this.cx, holder, primary, needs.size === 2);
    const companions = new Map<Held, string>();
    const isGiven = (name: string) => isBeside(holder, name, this.plans.values());
    if (!derives)
      for (const face of needs) if (face !== primary) companions.set(face, freeName(this.cx, holder, face, isGiven));
    this.plans.set(holder, { holder, needs, stays, primary, companions, derives });
  }

  /** One thing that keeps a client classic, for the message. */
  private whatStays(holder: Holder, seen = new Set<Holder>()): string {
    seen.add(holder);
    const other = holder.others.find((use) => !livesOn(use, isProjectHolder(this.cx, holder)));
    if (other) return `line ${lineOf(other.at)}: ${other.what}`;
    const kept = holder.operations.find(({ operation }) => !this.cx.isActive(operation));
    if (kept) return `line ${lineOf(kept.operation.call)}: ${kept.operation.id}`;
    for (const { into } of holder.feeds) {
      const found = seen.has(into) ? "" : this.whatStays(into, seen);
      if (found !== "") return found;
    }
    return "";
  }

  /** The holders that a client comes from; `fixed`: those from which it comes by a pattern. */
  private feeders(holder: Holder, fixed = false): readonly Holder[] {
    return this.holders.all.filter((other) =>
      other.feeds.some(({ at, into }) => into === holder && (!fixed || at === undefined)),
    );
  }

  /** Whether a second client can stand beside this one and go the same ways. */
  private canPair(holder: Holder): boolean {
    // What is also held where nothing can be said in between holds one client.
    if (holder.same.length > 0 || holder.feeds.some(({ at }) => at === undefined)) return false;
    if (holder.binding && isWholeExport(holder.binding)) return false;
    if (isOrigin(this.cx, holder) || isBuiltHere(this.cx, holder)) return true;
    if (this.feeders(holder, true).length > 0) return false;
    if (holder.kind === "parameter") {
      const { fn, node } = holder.binding!.parameter!;
      const { calls, open } = this.cx.values.callers(fn);
      const plain = fn.params.every((p) => p.rest === "none" && p.target.kind === "Name") && !node.fallback;
      const given =
        holder.sources.length === calls.length &&
        calls.length > 0 &&
        calls.every((call) => call.args.every((a) => a.form === "positional" || a.form === "named"));
      return plain && given && !open;
    }
    if (holder.kind !== "field" && holder.kind !== "variable") return false;
    return holder.sources.length > 0 && holder.sources.every((source) => isAssignedHere(holder, source));
  }

  /** Why no face can be given here. */
  private unreachable(holder: Holder): string | undefined {
    if (holder.kind === "construction" || isBuiltHere(this.cx, holder)) return undefined;
    if (!isFilled(holder)) return this.outOfSight(holder);
    const { binding } = holder;
    if (holder.kind === "variable" && binding!.writes.some((write) => isForeign(this.cx, write)))
      return `${binding!.name} is also set to something this tool cannot follow`;
    if (holder.kind === "parameter" && isGivenOthers(this.cx, binding!))
      return `${binding!.name} is also given something that is no client of this program`;
    return undefined;
  }

  /** Why a client that nothing of this program puts into a holder cannot be taken for one of the current API there. */
  private outOfSight(holder: Holder): string | undefined {
    if (holder.kind === "construction" || isBuiltHere(this.cx, holder) || isFilled(holder)) return undefined;
    if (!isOpen(this.cx, holder)) return "its client comes from code that is not among the files given";
    const escape = isProjectHolder(this.cx, holder) ? undefined : this.escape(clientsOf(this.cx, holder));
    return (
      escape &&
      `its client comes from code that is not among the files given, and one that stays classic is handed to such code in ${place(escape)}`
    );
  }

  /** A place where a client goes to code that is not in the run, and from there may come back anywhere one of its kind is asked for. */
  private escape(asked: readonly ClientValue[]): Node | undefined {
    for (const holder of this.holders.all) {
      if (isProjectHolder(this.cx, holder)) continue;
      const comes = clientsOf(this.cx, holder);
      if (!comes.some((one) => asked.some((other) => isOfKind(one, other)))) continue;
      const found = holder.others.find(({ what }) => what === ESCAPES);
      if (found) return found.at;
    }
    return undefined;
  }

  private refuseAll(holder: Holder, reason: string): void {
    const help = "Build the client where it is used, or pass both clients; then run again.";
    const seen = new Set<Holder>();
    const visit = (at: Holder): void => {
      if (seen.has(at)) return;
      seen.add(at);
      for (const { operation } of at.operations)
        if (this.cx.isActive(operation)) this.cx.refuse(operation, clients, reason, help);
      for (const { into } of at.feeds) visit(into);
    };
    visit(holder);
  }
}

const NO_PAIR = "its client is handed on where both the classic client and the current ones are needed";

function place(node: Node): string {
  return `${fileNameOf(node)}:${lineOf(node)}`;
}

/** The face that keeps the variable's name where several are needed. */
function preferred(cx: Rewrite, holder: Holder, needs: ReadonlySet<Held>): Held {
  if (needs.has("agents") && isPartHolder(cx, holder)) return "agents";
  const source = holder.sources[0];
  const client = source && cx.values.of(source).find((v) => v.kind === "client");
  const isFoundry = client?.kind === "client" && client.type.service === "foundry";
  return isFoundry && needs.has("project") ? "project" : "openai";
}
