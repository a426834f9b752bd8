import type { Operation } from "../src/analysis/operation.js";
import type { Binding, Scope } from "../src/analysis/scopes.js";
import type { Face } from "../src/dialects/target.js";
import { carry, type Code } from "../src/languages/code.js";
import type { Call, Expression, Name, Node } from "../src/languages/tree.js";
import { ancestors } from "../src/languages/walk.js";
import { operationMapping } from "../src/protocol/mapping/index.js";
import { Holders, type Holder } from "./holders.js";
import { clients } from "./registry.js";
import type { Rewrite } from "./rewrite.js";
import { keepsNames } from "./switches.js";

/** What a holder of a classic client holds afterwards. */
export interface HolderPlan {
  readonly holder: Holder;
  /** Faces that operations and later holders need from here. */
  readonly needs: ReadonlySet<Face>;
  /** Something else still uses the classic client. */
  readonly stays: boolean;
  /** What stands under the holder's own name: a face, or the classic client. */
  readonly primary: Face | "classic";
  /** Names of the variables or fields beside it that hold the other faces. */
  readonly companions: ReadonlyMap<Face, string>;
}

/** Decides for every holder which faces it gives; refuses the operations that cannot reach theirs. */
export class Faces {
  readonly plans = new Map<Holder, HolderPlan>();
  readonly holders: Holders;

  constructor(private readonly cx: Rewrite) {
    this.holders = new Holders(cx);
    const needs = new Map<Holder, Set<Face>>();
    const stays = new Map<Holder, boolean>();
    for (const holder of this.holders.all) {
      needs.set(
        holder,
        new Set(holder.operations.flatMap(({ operation }) => (cx.isActive(operation) ? facesOf(cx, operation) : []))),
      );
      const others = holder.others.filter(
        ({ what }) => !(isProjectHolder(cx, holder) && !/^(inference|agents)\b/.test(what)),
      );
      stays.set(holder, others.length > 0 || holder.operations.some(({ operation }) => !cx.isActive(operation)));
    }
    for (let changed = true; changed;) {
      changed = false;
      for (const holder of this.holders.all) {
        for (const { into } of holder.feeds) {
          for (const face of needs.get(into)!)
            if (!needs.get(holder)!.has(face)) changed = !!needs.get(holder)!.add(face);
          if (stays.get(into) && !stays.get(holder)) {
            stays.set(holder, true);
            changed = true;
          }
        }
      }
    }
    for (const holder of this.holders.all) {
      // A construction that goes into a variable or field is rewritten with that holder.
      if (holder.kind === "construction" && holder.operations.length === 0) continue;
      if (needs.get(holder)!.size > 0) this.decide(holder, needs.get(holder)!, stays.get(holder)!);
    }
    for (const operation of cx.flows.operations) {
      if (cx.isActive(operation) && !this.holders.rootOf.has(operation)) {
        cx.refuse(
          operation,
          clients,
          "its client cannot be followed to where it is made",
          "Pass the client in a way this tool can follow, or migrate by hand.",
        );
      }
    }
  }

  private decide(holder: Holder, needs: ReadonlySet<Face>, stays: boolean): void {
    const single = needs.size === 1 && !stays;
    if (stays && isProjectHolder(this.cx, holder)) {
      return this.refuseAll(
        holder,
        "other calls on the same project client stay as they are, and the package of the current API replaces the classic one",
      );
    }
    const reason = single ? this.unreachable(holder) : this.cannotPair(holder);
    if (reason !== undefined) return this.refuseAll(holder, reason);
    const primary = stays ? "classic" : single ? [...needs][0]! : preferred(this.cx, holder);
    if (primary !== "classic") this.renameAfter(holder, primary, needs.size === 2);
    const companions = new Map<Face, string>();
    const wanted = new Set<Face>([...needs].filter((face) => face !== primary));
    for (const face of wanted) companions.set(face, this.freeName(holder, face));
    this.plans.set(holder, { holder, needs, stays, primary, companions });
  }

  /** Why a second client cannot stand beside this one. */
  private cannotPair(holder: Holder): string | undefined {
    if (isOrigin(this.cx, holder) || isAssumed(this.cx, holder)) return undefined;
    const unreachable = this.unreachable(holder);
    if (unreachable !== undefined) return unreachable;
    if (holder.kind === "parameter") {
      const { fn } = holder.binding!.parameter!;
      const { calls, open } = this.cx.values.callers(fn);
      const plain =
        fn.params.every((p) => p.rest === "none" && p.target.kind === "Name") &&
        !holder.binding!.parameter!.node.fallback;
      const given =
        holder.sources.length === calls.length &&
        calls.every((call) => call.args.every((a) => a.form === "positional" || a.form === "named"));
      return plain && given && !open
        ? undefined
        : "one parameter would have to carry both the project client and the OpenAI client";
    }
    const assigned = holder.sources.every(
      (source) => source.parent?.kind === "Assign" || source.parent?.kind === "Declarator",
    );
    if ((holder.kind === "field" || holder.kind === "variable") && assigned && holder.sources.length === 1)
      return undefined;
    return "its client is handed on where both the project client and the OpenAI client are needed";
  }

  /** Why a single face cannot be given here. */
  private unreachable(holder: Holder): string | undefined {
    if (holder.kind === "construction" || isAssumed(this.cx, holder)) return undefined;
    if (holder.sources.length === 0) return "its client comes from code that is not among the files given";
    const binding = holder.binding;
    if (binding && holder.kind === "variable" && binding.writes.filter((w) => w.value).length > holder.sources.length) {
      return `${binding.name} is also set to something this tool cannot follow`;
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

  /** A variable whose name says what it does not hold any more is called after what it holds now. */
  private renameAfter(holder: Holder, face: Face, paired: boolean): void {
    const { binding } = holder;
    if (binding?.kind !== "variable" || keepsNames(this.cx.options) || this.cx.program.isPublic(binding)) return;
    const source = holder.sources[0];
    const client = source && this.cx.values.of(source).find((v) => v.kind === "client");
    const wasAgents = client?.kind === "client" && client.type.prefix === "" && client.type.service === "foundry";
    const misleading =
      face === "project" ? (wasAgents && paired) || /openai/i.test(binding.name) : /project|agents/i.test(binding.name);
    const wanted = this.cx.target(holderTree(holder)).faces[face].variable;
    if (!misleading || binding.name === wanted) return;
    if (this.freeName(holder, face) === wanted) this.cx.renames.set(binding, wanted);
  }

  /** A name for a companion that nothing in reach uses yet. */
  private freeName(holder: Holder, face: Face): string {
    const tree = holderTree(holder);
    const base = this.cx.target(tree).faces[face].variable;
    const places: Node[] = [
      ...(holder.binding ? [holder.binding.scope.node] : []),
      ...holder.operations.map(({ operation }) => operation.call),
    ];
    const taken = (name: string): boolean =>
      holder.kind === "field"
        ? this.cx.values.members(holder.field!.cls).has(name)
        : places.some((place) => isTaken(this.cx, place, name)) ||
          places.some((place) => this.cx.program.fileOf(place).bindings.root.bindings.has(name));
    for (const candidate of [base, ...alternatives(this.cx, tree, base, face)]) if (!taken(candidate)) return candidate;
    for (let i = 2; ; i++) if (!taken(`${base}${i}`)) return `${base}${i}`;
  }
}

/** Whether a holder's client is of the class that the current SDK still has: its other services live on there. */
function isProjectHolder(cx: Rewrite, holder: Holder): boolean {
  return holder.sources
    .concat(holder.call ?? [])
    .some((source) =>
      cx.values.of(source).some((v) => v.kind === "client" && v.site !== undefined && isProjectClass(cx, v.site)),
    );
}

/** Whether a construction builds the class that the current SDK still has under the same name, in whatever way. */
function isProjectClass(cx: Rewrite, source: Call): boolean {
  const face = cx.target(source.tree).faces.project;
  return cx.values
    .of(source.callee)
    .some(
      (v) =>
        v.kind === "external" && (v.module === face.module || v.module === face.asyncModule) && v.path[0] === face.name,
    );
}

/** Whether it also builds it by the constructor, so that it can stay as it is. */
export function isProjectClient(cx: Rewrite, source: Call): boolean {
  return (
    isProjectClass(cx, source) && cx.values.of(source.callee).every((v) => v.kind !== "external" || v.path.length === 1)
  );
}

function alternatives(cx: Rewrite, tree: Node["tree"], base: string, face: Face): string[] {
  const printer = cx.printer(tree);
  return [
    printer.localName(["foundry", face === "openai" ? "openai" : "project"]),
    printer.localName(["foundry", base]),
  ];
}

function isTaken(cx: Rewrite, place: Node, name: string): boolean {
  const { bindings } = cx.program.fileOf(place);
  for (const binding of bindings.bindings) {
    if (binding.name !== name) continue;
    if (binding.scope.node === place || [...ancestors(place)].includes(binding.scope.node)) return true;
  }
  return bindings.unresolved.some((n) => n.name === name);
}

function holderTree(holder: Holder): Node["tree"] {
  return (holder.binding?.declarations[0] ?? holder.field?.cls ?? holder.fn ?? holder.call)!.tree;
}

/** Whether a holder is an import from a file that is not among those given; the client is then built in the importing file. */
export function isAssumed(cx: Rewrite, holder: Holder): boolean {
  const { binding } = holder;
  return (
    binding?.imported !== undefined &&
    cx.values.ofBinding(binding).some((v) => v.kind === "client" && v.assumed === true)
  );
}

/** Whether a holder is filled by a construction directly, so that others can be built beside it. */
export function isOrigin(cx: Rewrite, holder: Holder): boolean {
  if (holder.kind !== "variable" && holder.kind !== "field") return false;
  if (holder.sources.length !== 1) return false;
  if (
    holder.binding &&
    (holder.binding.writes.length !== 1 || holder.binding.writes[0]!.path.some((s) => s.kind !== "enter"))
  )
    return false;
  const source = holder.sources[0]!;
  if (source.kind !== "Call") return false;
  return cx.values.of(source).some((v) => v.kind === "client" && v.site === source);
}

/** The face that keeps the variable's name where both are needed. */
function preferred(cx: Rewrite, holder: Holder): Face {
  const source = holder.sources[0];
  const client = source && cx.values.of(source).find((v) => v.kind === "client");
  return client?.kind === "client" && client.type.service === "foundry" ? "project" : "openai";
}

/** The faces that the current counterparts of an operation hang on. */
export function facesOf(cx: Rewrite, operation: Operation): readonly Face[] {
  const target = cx.target(operation.call.tree);
  const currents = operationMapping(operation.id)?.current ?? [];
  return [...new Set(currents.flatMap((id) => (target.operations[id] ? [target.operations[id].face] : [])))];
}

/** The expression that is the given face where an operation stands. */
export function faceAt(cx: Rewrite, operation: Operation, face: Face): Code {
  const { root, holder } = cx.faces.holders.rootOf.get(operation)!;
  const plan = cx.faces.plans.get(holder);
  if (!plan || plan.primary === face) return carry(root);
  const name = plan.companions.get(face)!;
  if (root.kind === "Name") wantCompanion(cx, root, name);
  if (holder.kind !== "field") return name;
  return cx.printer(root.tree).member(carry((root as Extract<Expression, { kind: "Member" }>).object), name);
}

/** In another file than the client's own, the companion comes from where the client comes from. */
function wantCompanion(cx: Rewrite, root: Name, name: string): void {
  const binding = cx.program.bindingOf(root);
  const module = binding && cx.program.importedModule(binding);
  if (module !== undefined) cx.want(root.tree, module, name, name);
}

/** Whether the client expression of an operation can be written where the operation stands. */
export function isReachable(cx: Rewrite, operation: Operation, root: Expression): boolean {
  if (root.tree !== operation.call.tree) return false;
  if (operation.call.start <= root.start && root.end <= operation.call.end) return true;
  if (root.kind === "Name") {
    const binding = cx.program.bindingOf(root);
    return binding !== undefined && isVisible(binding, operation.call);
  }
  return root.kind === "Member" && cx.program.classOfThis(root) === cx.program.classOfThis(operation.call);
}

function isVisible(binding: Binding, at: Node): boolean {
  const scope: Scope = binding.scope;
  return [...ancestors(at)].includes(scope.node);
}
