import type { Operation } from "../src/analysis/operation.js";
import type { Binding } from "../src/analysis/scopes.js";
import type { ClientValue } from "../src/analysis/value.js";
import type { Call, ClassNode, Expression, FunctionNode, Name, Node } from "../src/languages/tree.js";
import { enclosing, walk } from "../src/languages/walk.js";
import type { Rewrite } from "./rewrite.js";

/** A place in the program that holds a client: a variable or parameter, a field, what a function returns, or a construction itself. */
export interface Holder {
  readonly kind: "variable" | "parameter" | "field" | "function" | "construction";
  readonly binding?: Binding;
  readonly field?: { readonly cls: ClassNode; readonly name: string };
  readonly fn?: FunctionNode;
  readonly call?: Call;
  /** Expressions whose value goes into the holder: constructions or other holders. */
  readonly sources: Expression[];
  /** Operations whose receiver starts at this holder, with the expression that is the client there. */
  readonly operations: { readonly operation: Operation; readonly root: Expression }[];
  /** Where its client goes on to: the expression there and the holder it enters. */
  readonly feeds: { readonly at: Expression; readonly into: Holder }[];
  /** Other uses, with what they are: these need the classic client. */
  readonly others: { readonly at: Node; readonly what: string }[];
}

/** Finds every holder of a classic client and what is done with it. */
export class Holders {
  readonly all: Holder[] = [];
  /** The client expression at which each operation's receiver starts, and its holder. */
  readonly rootOf = new Map<Operation, { readonly root: Expression; readonly holder: Holder }>();
  private readonly byThing = new Map<object, Map<string, Holder>>();

  constructor(private readonly cx: Rewrite) {
    for (const file of cx.program.files) {
      for (const node of walk(file.tree.root)) {
        if ((node.kind === "Name" || node.kind === "Member" || node.kind === "Call") && this.clientAt(node))
          this.classify(node);
      }
    }
  }

  /** The whole-client value (path "") of an expression, or undefined. */
  private clientAt(e: Expression): ClientValue | undefined {
    if (e.parent?.kind === "Member" && e.parent.propertySpan.start === e.start) return undefined;
    return this.cx.values.of(e).find((v): v is ClientValue => v.kind === "client");
  }

  private holder(kind: Holder["kind"], thing: object, name: string, parts: Partial<Holder>): Holder {
    const byName = this.byThing.get(thing) ?? new Map<string, Holder>();
    this.byThing.set(thing, byName);
    const known = byName.get(name);
    if (known) return known;
    const made: Holder = { kind, sources: [], operations: [], feeds: [], others: [], ...parts };
    byName.set(name, made);
    this.all.push(made);
    return made;
  }

  /** The holder an expression reads from. */
  private holderOf(e: Expression): Holder | undefined {
    const at = unwrap(e);
    if (at.kind === "Name") {
      const binding = this.cx.program.bindingOf(at);
      return binding && this.ofBinding(binding);
    }
    if (at.kind === "Member") {
      const instance = this.cx.values.of(at.object).find((v) => v.kind === "instance");
      return instance && this.ofField(instance.node, at.property);
    }
    if (at.kind === "Call") {
      const fn = this.cx.values.of(at.callee).find((v) => v.kind === "function");
      if (fn) return this.holder("function", fn.fn, "", { fn: fn.fn });
      return this.holder("construction", at, "", { call: at });
    }
    return undefined;
  }

  private ofBinding(binding: Binding): Holder {
    const origin = this.cx.program.importOrigin(binding) ?? binding;
    return this.holder(origin.parameter ? "parameter" : "variable", origin, "", { binding: origin });
  }

  private ofField(cls: ClassNode, name: string): Holder {
    return this.holder("field", cls, name, { field: { cls, name } });
  }

  /** Sorts one occurrence of a client into its holder's operations, feeds or other uses. */
  private classify(e: Name | Extract<Expression, { kind: "Member" | "Call" }>): void {
    const client = this.clientAt(e)!;
    const outer = wrapped(e);
    const { parent } = outer;
    if (!parent || isDeclaration(e) || isCallee(e)) return;
    if (parent.kind === "Member" && parent.object === outer && !isCallee(parent) && this.clientAt(parent)) return;
    const root = this.rootOfChain(e, client);
    if (!root) return;
    const { holder } = root;
    if (parent.kind === "Member" && parent.object === outer) return this.classifyCall(parent, root, client);
    const into = this.destination(outer, parent);
    if (into === "neutral") return;
    if (into && client.path === "") {
      holder.feeds.push({ at: e, into });
      into.sources.push(e);
    } else if (into) {
      // An alias of a part (`const beta = client.beta`): its own uses are found through it.
      if (into.kind !== "variable") holder.others.push({ at: e, what: `part ${client.path} is passed on` });
    } else holder.others.push({ at: e, what: "is handed to code that is not among the files given" });
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
    root.holder.others.push({ at: member, what: `${path} is used` });
  }

  /** Follows `client.beta.threads` or an alias of it down to the whole client. */
  private rootOfChain(e: Expression, client: ClientValue): { root: Expression; holder: Holder } | undefined {
    let at: Expression = e;
    for (let hops = 0; hops < 8; hops++) {
      at = unwrap(at);
      const value = hops === 0 ? client : this.cx.values.of(at).find((v): v is ClientValue => v.kind === "client");
      if (!value) return undefined;
      if (value.path === "") {
        const holder = this.holderOf(at);
        return holder && { root: at, holder };
      }
      if (at.kind === "Member" && this.cx.values.of(at.object).some((v) => v.kind === "client")) at = at.object;
      else if (at.kind === "Name") {
        const binding = this.cx.program.bindingOf(at);
        const write = binding?.writes.length === 1 ? binding.writes[0] : undefined;
        if (!write?.value) return undefined;
        at = write.value;
      } else if (at.kind === "Member") {
        const instance = this.cx.values.of(at.object).find((v) => v.kind === "instance");
        const member = instance && this.cx.values.members(instance.node).get(at.property);
        const only = member?.writes.length === 1 ? member.writes[0]!.value : undefined;
        if (!only) return undefined;
        at = only;
      } else return undefined;
    }
    return undefined;
  }

  /** The holder that a client at this place goes into; "neutral" where nothing is done with it. */
  private destination(e: Expression, parent: Node): Holder | "neutral" | undefined {
    switch (parent.kind) {
      case "Declarator":
      case "Assign":
        if (parent.value !== e) return "neutral";
        if (parent.target.kind === "Name") {
          const binding = this.cx.program.bindingOf(parent.target);
          return binding && this.ofBinding(binding);
        }
        if (parent.target.kind === "Member") {
          const instance = this.cx.values.of(parent.target.object).find((v) => v.kind === "instance");
          return instance && this.ofField(instance.node, parent.target.property);
        }
        return parent.target.kind === "ObjectPattern" ? "neutral" : undefined;
      case "Field": {
        const cls = enclosing(parent, "Class");
        return cls && this.ofField(cls, parent.name);
      }
      case "WithItem": {
        const binding = parent.target?.kind === "Name" ? this.cx.program.bindingOf(parent.target) : undefined;
        return parent.target ? binding && this.ofBinding(binding) : "neutral";
      }
      case "Argument":
        return this.parameterFor(parent);
      case "Parameter":
        return parent.target.kind === "Name" ? this.ofBinding(this.cx.program.bindingOf(parent.target)!) : undefined;
      case "Return": {
        const fn = enclosing(parent, "Function");
        return fn && this.holder("function", fn, "", { fn });
      }
      case "Function":
        return parent.body === e ? this.holder("function", parent, "", { fn: parent }) : undefined;
      case "ExpressionStatement":
      case "If":
      case "Unary":
      case "Binary":
      case "Export":
      case "ExportSpecifier":
        return "neutral";
      case "Entry":
        return isExportList(parent) ? "neutral" : undefined;
      case "Conditional":
        return parent.test === e ? "neutral" : this.destination(parent, parent.parent!);
      default:
        return undefined;
    }
  }

  private parameterFor(argument: Extract<Node, { kind: "Argument" }>): Holder | undefined {
    const call = argument.parent as Call;
    for (const value of this.cx.values.of(call.callee)) {
      const fn =
        value.kind === "function" ? value.fn : value.kind === "class" ? this.constructorOf(value.node) : undefined;
      if (!fn) continue;
      const shift = fn.params[0]?.target.kind === "Name" && this.cx.program.isThis(fn.params[0].target) ? 1 : 0;
      const param =
        argument.form === "named"
          ? fn.params.find((p) => p.target.kind === "Name" && p.target.name === argument.name)
          : fn.params[call.args.indexOf(argument) + shift];
      if (param?.target.kind !== "Name") continue;
      const binding = this.cx.program.bindingOf(param.target)!;
      const holder = this.ofBinding(binding);
      const cls = param.declaresField ? enclosing(param, "Class") : undefined;
      return cls && param.target.kind === "Name" ? this.ofField(cls, param.target.name) : holder;
    }
    return undefined;
  }

  private constructorOf(cls: ClassNode): FunctionNode | undefined {
    const members = this.cx.values.members(cls);
    return (members.get("constructor") ?? members.get("__init__"))?.method;
  }
}

/** `module.exports = { client }`: importers are found through the export. */
function isExportList(entry: Extract<Node, { kind: "Entry" }>): boolean {
  const assign = entry.parent?.parent;
  const target = assign?.kind === "Assign" && assign.value === entry.parent ? assign.target : undefined;
  return target?.kind === "Member" && target.property === "exports";
}

function isCallee(e: Expression): boolean {
  return e.kind === "Member" && e.parent?.kind === "Call" && e.parent.callee === e;
}

function unwrap(e: Expression): Expression {
  let at = e;
  while (at.kind === "Wrap" || at.kind === "Await") at = at.value;
  return at;
}

/** The outermost `await`, cast or parentheses around an expression. */
function wrapped(e: Expression): Expression {
  let at = e;
  while (at.parent && (at.parent.kind === "Wrap" || at.parent.kind === "Await") && at.parent.value === at)
    at = at.parent;
  return at;
}

/** A name that declares or is written, not read. */
function isDeclaration(e: Expression): boolean {
  const { parent } = e;
  if (!parent) return false;
  switch (parent.kind) {
    case "Declarator":
    case "Assign":
    case "Parameter":
    case "WithItem":
    case "PatternEntry":
      return parent.target === e;
    case "ImportSpecifier":
    case "ExportSpecifier":
      return true;
    default:
      return false;
  }
}
