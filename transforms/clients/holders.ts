import type { Operation } from "../../src/analysis/operation.js";
import { isModuleClient } from "../../src/analysis/dialectLookup.js";
import { type ClientValue } from "../../src/analysis/value.js";
import type {
  Call,
  ClassNode,
  Expression,
  FunctionNode,
  Node,
  ObjectLiteral,
  Statement,
  Field,
} from "../../src/languages/tree.js";
import { injected } from "../../src/analysis/injected.js";
import { passedThrough } from "../../src/analysis/passThrough.js";
import { fieldFilled } from "../../src/analysis/records.js";
import { enclosing, statementOf, textOf, walk } from "../../src/languages/walk.js";
import { effectOf } from "../code/between.js";
import { isNameable } from "./faceAt.js";
import { ESCAPES, type Holder } from "./holder.js";
import { HolderIndex } from "./holderIndex.js";
import { isFollowed } from "../code/literals.js";
import {
  first,
  isCallee,
  isDeclaration,
  isExportList,
  isModuleExport,
  isRead,
  unwrap,
  wrapped,
  type ReadExpression,
} from "./occurrences.js";
import type { Rewrite } from "../rewrite.js";
import { isRemoved } from "../tools/toolSets.js";
import { serviceOf } from "./services.js";
import { findWrapper } from "../../src/dialects/wrappers.js";

/** Finds every holder of a classic client and what is done with it. */
export class Holders {
  readonly all: Holder[] = [];
  /** The client expression at which each operation's receiver starts, and its holder. */
  readonly rootOf = new Map<Operation, { readonly root: Expression; readonly holder: Holder }>();
  /** Statements that only give a part of a client a name. */
  readonly aliases: (Statement | Field)[] = [];
  private readonly index: HolderIndex;

  constructor(private readonly cx: Rewrite) {
    this.index = new HolderIndex(cx, this.all);
    for (const file of cx.program.files) {
      for (const node of walk(file.tree.root)) if (isRead(node) && this.index.clientAt(node)) this.classify(node);
    }
  }

  /** Sorts one occurrence of a client into its holder's operations, feeds or other uses. */
  private classify(e: ReadExpression): void {
    const client = this.index.clientAt(e)!;
    const outer = wrapped(e);
    const { parent } = outer;
    if (!parent || isDeclaration(e) || isCallee(e)) return;
    // What is handed through is sorted where it stands itself; what a type says is taken there by the parameter.
    if (e.kind === "Call" && (passedThrough(this.cx.values, e) || isToldByType(e))) return;
    if (parent.kind === "Member" && parent.object === outer && !isCallee(parent) && this.index.clientAt(parent)) return;
    const root = this.rootOfChain(e, client);
    if (!root) return;
    const { holder } = root;
    if (parent.kind === "Member" && parent.object === outer) return this.classifyCall(parent, root, client);
    const into = this.destination(outer, parent);
    const isWhole = into !== undefined && into !== "neutral" && this.entersWhole(e, client, root.root, into);
    if (client.path === "" || !isWhole) this.noteAlias(client, parent);
    if (into === "neutral") return;
    if (into && isWhole) {
      if (into === holder) return;
      const isGiven = e.kind === "Call" && injected(this.cx.values, e) !== undefined;
      holder.feeds.push({ at: isGiven ? undefined : e, root: root.root, into });
      into.sources.push(e);
    } else if (into) {
      // An alias of a part (`const beta = client.beta`): its own uses are found through it.
      if (into.kind !== "variable" && into.kind !== "field")
        holder.others.push({ at: e, what: `part ${client.path} is passed on`, path: client.path, into });
    } else if (client.path === "") holder.others.push({ at: e, what: this.libraryAt(parent) ?? ESCAPES });
    else holder.others.push({ at: e, what: `part ${client.path} ${ESCAPES}`, path: client.path });
  }

  /**
   * Whether a holder is given a client to hold. A part (`project.agents`) that is handed on is one as well: the client takes its way. Kept in
   * a variable or field beside the client it is only another name for it.
   */
  private entersWhole(e: Expression, client: ClientValue, root: Expression, into: Holder): boolean {
    if (client.path === "") return true;
    if (root === e) return /^(variable|field|parameter|function)$/.test(into.kind);
    const isHandedOn = wrapped(e).parent?.kind === "Argument" && (into.kind === "parameter" || into.kind === "field");
    return (isHandedOn || into.kind === "function") && isNameable(this.cx, root, e);
  }

  /** A library that calls the classic API itself, where a client is handed to it: with a client of the current API it has nothing to call. */
  private libraryAt({ kind, parent }: Node): string | undefined {
    if (kind !== "Argument" || parent?.kind !== "Call") return undefined;
    return first(this.cx.values.of(parent.callee), (value) => {
      const [name] = value.kind === "external" ? value.path : [];
      const found = value.kind === "external" && name !== undefined && findWrapper(value.language, value.module, name);
      return found ? `it is handed to ${name!} of ${found.library}, which ${found.gone}` : undefined;
    });
  }

  private noteAlias(client: ClientValue, parent: Node): void {
    if (parent.kind !== "Declarator" && parent.kind !== "Assign" && parent.kind !== "Field") return;
    if (client.path === "" && (parent.kind === "Field" || parent.target.kind !== "ObjectPattern")) return;
    const statement = parent.kind === "Field" ? parent : statementOf(parent);
    const isOne = statement?.kind !== "Declaration" || statement.declarators.length === 1;
    if (statement && isOne) this.aliases.push(statement);
  }

  private classifyCall(
    member: Extract<Expression, { kind: "Member" }>,
    root: { root: Expression; holder: Holder },
    client: ClientValue,
  ): void {
    const call = member.parent;
    const operation = call?.kind === "Call" && call.callee === member ? this.cx.values.operationAt(call) : undefined;
    if (operation) {
      root.holder.operations.push({ operation, root: root.root });
      this.rootOf.set(operation, root);
      return;
    }
    const path = client.path ? `${client.path}.${member.property}` : member.property;
    const meaning = client.dialects
      .map((d) => d.methods[path.replace(`${client.type.prefix}.`, "")])
      .find((m) => m !== undefined);
    if (meaning === "close") return;
    // Functions that it would call keep their flow, and so the client, as it is.
    if (meaning === "autoFunctionCalls" && call && isRemoved(this.cx, call)) return;
    const service = serviceOf(this.cx, client, path);
    root.holder.others.push({ at: member, what: `${path} is used`, path, root: root.root, service });
  }

  /** Follows `client.beta.threads` or an alias of it down to the whole client. */
  private rootOfChain(e: Expression, client: ClientValue): { root: Expression; holder: Holder } | undefined {
    const at = unwrap(e);
    if (client.path === "") {
      const holder = this.index.holderOf(at);
      return holder && { root: at, holder };
    }
    return this.rootOfPart(at, 0);
  }

  private rootOfPart(e: Expression, hops: number): { root: Expression; holder: Holder } | undefined {
    const at = unwrap(e);
    const value = this.cx.values.of(at).find((v): v is ClientValue => v.kind === "client");
    if (!value || hops > 8) return undefined;
    if (value.path === "") return this.rootOfChain(at, value);
    if (at.kind === "Member" && this.cx.values.of(at.object).some(isModuleClient)) {
      const holder = this.index.holderOf(at.object);
      return holder && { root: at.object, holder };
    }
    if (at.kind === "Member" && this.cx.values.of(at.object).some((v) => v.kind === "client"))
      return this.rootOfPart(at.object, hops + 1);
    const holder = this.holdsPart(at) ? this.index.holderOf(at) : undefined;
    if (holder) return { root: at, holder };
    // Written several times, a part still has one root where every write says the same.
    const roots = this.writesOf(at).map((write) => write && this.rootOfPart(write, hops + 1));
    const [root] = roots;
    const same = roots.every((r) => r && r.holder === root!.holder && textOf(r.root) === textOf(root!.root));
    return same ? (roots.findLast((r) => r!.root.end <= e.start && r!.root.tree === e.tree) ?? root) : undefined;
  }

  /** Whether something holds a part that was handed to it: a parameter, what a function gives, or what only such things are written to. */
  holdsPart(e: Expression, hops = 0): boolean {
    const at = unwrap(e);
    const clients = this.cx.values.of(at).filter((v) => v.kind === "client");
    if (hops > 8 || clients.length === 0 || new Set(clients.map(partOf)).size > 1) return false;
    if (at.kind === "Call") return true;
    if (at.kind === "Name" && this.cx.program.bindingOf(at)?.parameter) return true;
    const writes = this.writesOf(at);
    return writes.length > 0 && writes.every((write) => write !== undefined && this.holdsPart(write, hops + 1));
  }

  /** What is written to the variable or field that an expression reads. */
  writesOf(at: Expression): readonly (Expression | undefined)[] {
    if (at.kind === "Name") return this.cx.program.bindingOf(at)?.writes.map((write) => write.value) ?? [];
    if (at.kind !== "Member") return [];
    const instance = this.cx.values.of(at.object).find((v) => v.kind === "instance");
    if (!instance) return [];
    const cls = this.cx.values.declaringClass(instance.node, at.property);
    return (
      this.cx.values
        .members(cls)
        .get(at.property)
        ?.writes.map((write) => write.value ?? write.binding?.declarations[0]) ?? []
    );
  }

  /** The holder that a client at this place goes into; "neutral" where nothing is done with it. */
  private destination(e: Expression, parent: Node): Holder | "neutral" | undefined {
    switch (parent.kind) {
      case "Declarator":
      case "Assign":
        if (parent.value !== e || isModuleExport(parent)) return "neutral";
        return this.target(parent.target);
      case "Field": {
        const cls = enclosing(parent, "Class");
        return cls && this.index.ofField(cls, parent.name);
      }
      case "WithItem":
        return parent.target ? this.target(parent.target) : "neutral";
      case "Argument":
        // What is only printed, or asked whether it is there, goes nowhere.
        if (parent.parent?.kind === "Call" && /^(log|asks)$/.test(effectOf(this.cx, parent.parent) ?? ""))
          return "neutral";
        if (parent.parent?.kind === "Call" && passedThrough(this.cx.values, parent.parent) === e)
          return this.destination(parent.parent, parent.parent.parent!);
        return this.putInto(parent) ?? this.parameterFor(parent);
      case "Parameter":
        return parent.target.kind === "Name"
          ? this.index.ofBinding(this.cx.program.bindingOf(parent.target)!)
          : undefined;
      case "Return": {
        const fn = enclosing(parent, "Function");
        return fn && this.index.ofFunction(fn);
      }
      case "Function":
        return parent.body === e ? this.index.ofFunction(parent) : undefined;
      case "ExpressionStatement":
      case "If":
      case "Unary":
      case "Export":
      case "ExportSpecifier":
        return "neutral";
      case "Binary":
        // `given or OpenAI()` is one of the two; every other operator only looks at it.
        return ["or", "??"].includes(parent.operator) ? this.destination(parent, parent.parent!) : "neutral";
      case "Entry":
        if (isExportList(parent)) return "neutral";
        return parent.key !== undefined && isFollowed(this.cx, parent.parent as ObjectLiteral)
          ? this.index.ofSlot(parent.parent as ObjectLiteral, parent.key)
          : undefined;
      case "ArrayLiteral":
        return isFollowed(this.cx, parent) ? this.index.ofSlot(parent, String(parent.items.indexOf(e))) : undefined;
      case "Wrap":
      case "Await":
        return this.destination(parent, parent.parent!);
      case "Opaque": {
        // What a context manager hands to its `with`.
        const fn = parent.what === "yield" ? enclosing(parent, "Function") : undefined;
        return fn && this.index.ofFunction(fn);
      }
      case "Conditional":
        return parent.test === e ? "neutral" : this.destination(parent, parent.parent!);
      default:
        return undefined;
    }
  }

  /** What an assignment fills. */
  private target(target: Node): Holder | "neutral" | undefined {
    if (target.kind === "Name") {
      const binding = this.cx.program.bindingOf(target);
      return binding && this.index.ofBinding(binding);
    }
    if (target.kind === "Member") {
      const place = target.parent?.kind === "Assign" ? this.cx.values.stores.writtenBy(target.parent) : undefined;
      if (place !== undefined) return this.index.ofStore(place);
      return first(this.cx.values.of(target.object), (value) => {
        if (value.kind === "instance" || value.kind === "class")
          return this.index.ofField(this.cx.values.declaringClass(value.node, target.property), target.property);
        return value.kind === "object" && isFollowed(this.cx, value.node)
          ? this.index.ofSlot(value.node, target.property)
          : undefined;
      });
    }
    return target.kind === "ObjectPattern" ? "neutral" : undefined;
  }

  /** The store that a call puts its argument into: `app.set("openai", client)`. */
  private putInto(argument: Extract<Node, { kind: "Argument" }>): Holder | undefined {
    const call = argument.parent;
    if (call?.kind !== "Call" || call.args[1] !== argument) return undefined;
    const place = this.cx.values.stores.writtenBy(call);
    return place === undefined ? undefined : this.index.ofStore(place);
  }

  private parameterFor(argument: Extract<Node, { kind: "Argument" }>): Holder | undefined {
    const call = argument.parent as Call;
    for (const value of this.cx.values.of(call.callee)) {
      const fn =
        value.kind === "function" ? value.fn : value.kind === "class" ? this.constructorOf(value.node) : undefined;
      const filled = value.kind === "class" && !fn ? fieldFilled(this.cx.values, value.node, argument) : undefined;
      if (filled && value.kind === "class") return this.index.ofField(value.node, filled.name);
      if (!fn) continue;
      const shift = fn.params[0]?.target.kind === "Name" && this.cx.program.isThis(fn.params[0].target) ? 1 : 0;
      const param =
        argument.form === "named"
          ? fn.params.find((p) => p.target.kind === "Name" && p.target.name === argument.name)
          : fn.params[call.args.indexOf(argument) + shift];
      if (param?.target.kind !== "Name") continue;
      const binding = this.cx.program.bindingOf(param.target)!;
      const holder = this.index.ofBinding(binding);
      const cls = param.declaresField ? enclosing(param, "Class") : undefined;
      return cls && param.target.kind === "Name" ? this.index.ofField(cls, param.target.name) : holder;
    }
    return undefined;
  }

  private constructorOf(cls: ClassNode): FunctionNode | undefined {
    for (const name of ["constructor", "__init__"]) {
      const method = this.cx.values.members(this.cx.values.declaringClass(cls, name)).get(name)?.method;
      if (method) return method;
    }
    return undefined;
  }
}

/** What a client stands for beside all that serves agents: `project.agents` is to a project client what an `AgentsClient` is. */
function partOf({ path, type }: ClientValue): string {
  return path === type.prefix ? "" : path;
}

/** Whether a call stands in a type: `Annotated[OpenAI, Depends(get_client)]`. */
function isToldByType({ parent }: Call): boolean {
  return parent?.kind === "TypeApply" || (parent?.kind === "ArrayLiteral" && parent.parent?.kind === "Index");
}
