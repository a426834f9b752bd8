import { wireName } from "../../src/analysis/casing.js";
import type { Operation } from "../../src/analysis/operation.js";
import { receivers } from "../../src/analysis/received.js";
import type { Binding, Write } from "../../src/analysis/scopes.js";
import type { Call, Expression, FunctionNode, Name, Node, ObjectLiteral } from "../../src/languages/tree.js";
import { textOf, walk, walkOwn } from "../../src/languages/walk.js";
import { isHarmless } from "../code/between.js";
import type { Rewrite } from "../rewrite.js";

/** Where answers to calls are made: object literals, and constructions of the SDK's classes. */
export type Answer = ObjectLiteral | Call;

const DEEPEST = 6;

/**
 * Everything that can be an element of the list an expression gives, where all of it is made in this program and read by nobody else:
 * through variables that lists grow in, callbacks, comprehensions and functions. Undefined where anything else can be in the list.
 */
export function answersIn(cx: Rewrite, operation: Operation, list: Expression): readonly Answer[] | undefined {
  return new Answers(cx, operation).ofList(list, 0);
}

class Answers {
  /** Where a list is handed to a function in which it is followed. */
  private readonly handed = new Set<Expression>();

  constructor(
    private readonly cx: Rewrite,
    private readonly operation: Operation,
  ) {}

  ofList(e: Expression, depth: number): readonly Answer[] | undefined {
    if (depth > DEEPEST) return undefined;
    switch (e.kind) {
      case "Await":
      case "Wrap":
        return this.ofList(e.value, depth);
      case "NullLiteral":
        return [];
      case "ArrayLiteral":
        return all(
          e.items.map((item) =>
            item.kind === "Spread" ? this.ofList(item.value, depth + 1) : this.ofElement(item, depth + 1),
          ),
        );
      case "Comprehension":
        return this.ofElement(e.element, depth + 1);
      case "Conditional":
        return all([this.ofList(e.then, depth + 1), this.ofList(e.otherwise, depth + 1)]);
      case "Name":
        return this.ofVariable(e, depth);
      case "Call":
        return this.ofListCall(e, depth);
      default:
        return undefined;
    }
  }

  private ofVariable(name: Name, depth: number): readonly Answer[] | undefined {
    const binding = this.cx.program.bindingOf(name);
    if (!binding || binding.imported || this.cx.program.isPublic(binding)) return undefined;
    const written = binding.writes.map((write) => {
      if (write.site.kind === "Parameter") return this.isNamedIn(name) ? undefined : this.ofParameter(write, depth);
      return write.value && write.path.length === 0 ? this.ofList(write.value, depth + 1) : undefined;
    });
    const grown = binding.reads.map((read) => this.grownBy(read, depth));
    return all([...written, ...grown]);
  }

  /** Whether the program has types of its own for answers, which a parameter may be checked against: those do not move. */
  private isNamedIn({ tree }: Name): boolean {
    if (!tree.typed || this.cx.program.fileOf(tree.root).language.scoping === "function") return false;
    const isType = (node: Node) => node.kind === "TypeDeclaration" || node.parent?.kind === "Parameter";
    return this.cx.program.files.some(({ tree: other }) =>
      [...walk(other.root)].some((node) => isType(node) && /\btool_?call_?id\b/i.test(textOf(node))),
    );
  }

  /** What the calls of a function pass for a parameter, where all of them are seen. */
  private ofParameter({ site, path }: Write, depth: number): readonly Answer[] | undefined {
    const fn = site.parent;
    if (fn?.kind !== "Function" || site.kind !== "Parameter" || site.rest !== "none") return undefined;
    const { calls, open } = this.cx.values.callers(fn);
    if (open || calls.length === 0 || path.length > 1) return undefined;
    const [step] = path;
    const index = fn.params.indexOf(site) - receivers(this.cx.values, fn);
    return all(
      calls.map(({ args }) => {
        if (args.some(({ form }) => form === "spread" || form === "namedSpread")) return undefined;
        const name = site.target.kind === "Name" ? site.target.name : undefined;
        const given = (args.find((a) => a.form === "named" && a.name === name) ?? args[index])?.value;
        if (!step) return given && this.ofHanded(given, depth);
        const entries = given?.kind === "ObjectLiteral" ? given.entries : [];
        const entry = entries.find(({ key }) => step.kind === "member" && key === step.name);
        return entry && this.ofHanded(entry.value, depth);
      }),
    );
  }

  private ofHanded(list: Expression, depth: number): readonly Answer[] | undefined {
    this.handed.add(list);
    return this.ofList(list, depth + 1);
  }

  /** What a read of a list adds to it: nothing where it is only looked at; undefined where it gets out of sight. */
  private grownBy(read: Name, depth: number): readonly Answer[] | undefined {
    const { parent } = read;
    if (this.handed.has(read)) return [];
    if (parent?.kind === "Member" && parent.object === read) {
      const call = parent.parent;
      if (call?.kind !== "Call" || call.callee !== parent) return parent.property === "length" ? [] : undefined;
      if (/^(push|unshift|append|add)$/.test(parent.property))
        return all(
          call.args.map(({ form, value }) =>
            form === "spread" ? this.ofList(value, depth + 1) : this.ofElement(value, depth + 1),
          ),
        );
      return parent.property === "extend" ? this.ofList(call.args[0]!.value, depth + 1) : undefined;
    }
    if (parent?.kind === "Argument" && parent.parent?.kind === "Call")
      return isHarmless(this.cx, parent.parent) || this.cx.values.operationAt(parent.parent) ? [] : undefined;
    if (parent?.kind === "Entry" && this.isArgument(read)) return [];
    if (parent?.kind === "Assign" && parent.target.kind === "Name") return parent.value === read ? undefined : [];
    if (parent?.kind === "Return") return [];
    return parent?.kind === "TemplateString" ||
      parent?.kind === "If" ||
      parent?.kind === "Unary" ||
      parent?.kind === "Binary"
      ? []
      : undefined;
  }

  private isArgument(read: Name): boolean {
    return this.operation.body?.entries.some((entry) => entry.value === read) ?? false;
  }

  private ofListCall(call: Call, depth: number): readonly Answer[] | undefined {
    const { callee, args } = call;
    const first = args[0];
    if (callee.kind === "Member") {
      const { property } = callee;
      if (property === "map" && first?.value.kind === "Function") return this.ofReturns(first.value, "element", depth);
      if (property === "filter") {
        if (looksInto(first?.value)) return undefined;
        this.handed.add(callee.object);
        return this.ofList(callee.object, depth + 1);
      }
      if ((property === "all" || property === "gather") && first)
        return first.form === "spread" || first.value.kind !== "Call" || property === "all"
          ? this.ofList(first.value, depth + 1)
          : all(args.map(({ value }) => this.ofElement(value, depth + 1)));
    }
    if (callee.kind === "Name" && callee.name === "list" && first) return this.ofList(first.value, depth + 1);
    const fn = this.functionOf(call);
    return fn && this.ofReturns(fn, "list", depth);
  }

  ofElement(e: Expression, depth: number): readonly Answer[] | undefined {
    if (depth > DEEPEST) return undefined;
    switch (e.kind) {
      case "Await":
      case "Wrap":
        return this.ofElement(e.value, depth);
      case "NullLiteral":
        return [];
      case "ObjectLiteral":
        return this.names(e) ? [e] : undefined;
      case "Conditional":
        return all([this.ofElement(e.then, depth + 1), this.ofElement(e.otherwise, depth + 1)]);
      case "Name": {
        const binding = this.cx.program.bindingOf(e);
        return binding && this.isPlain(binding)
          ? all(binding.writes.map(({ value }) => (value ? this.ofElement(value, depth + 1) : [])))
          : undefined;
      }
      case "Call": {
        if (this.isModel(e)) return [e];
        const fn = this.functionOf(e);
        return fn && this.ofReturns(fn, "element", depth);
      }
      default:
        return undefined;
    }
  }

  private names(literal: ObjectLiteral): boolean {
    return (
      literal.entries.every(({ key }) => key !== undefined) &&
      literal.entries.some(({ key }) => wireName(key!, this.operation.dialect) === "tool_call_id")
    );
  }

  /** A variable that is only filled and handed on whole. */
  private isPlain(binding: Binding): boolean {
    return (
      !binding.parameter &&
      !binding.imported &&
      !this.cx.program.isPublic(binding) &&
      binding.reads.every(({ parent }) => parent?.kind !== "Member" && parent?.kind !== "Index")
    );
  }

  private isModel(call: Call): boolean {
    return this.cx.values
      .of(call.callee)
      .some((v) => v.kind === "external" && /^Tool(Output|Approval)$/.test(v.path.at(-1) ?? ""));
  }

  private functionOf(call: Call): FunctionNode | undefined {
    const values = this.cx.values.of(call.callee);
    const [only] = values;
    return values.length === 1 && only?.kind === "function" ? only.fn : undefined;
  }

  private ofReturns(fn: FunctionNode, what: "list" | "element", depth: number): readonly Answer[] | undefined {
    const of = (e: Expression) => (what === "list" ? this.ofList(e, depth + 1) : this.ofElement(e, depth + 1));
    if (!fn.body || fn.generator) return undefined;
    if (fn.body.kind !== "Block") return of(fn.body);
    const found: (readonly Answer[] | undefined)[] = [];
    for (const node of walkOwn(fn.body)) if (node.kind === "Return" && node.value) found.push(of(node.value));
    return all(found);
  }
}

function all(found: readonly (readonly Answer[] | undefined)[]): readonly Answer[] | undefined {
  return found.includes(undefined) ? undefined : [...new Set(found.flatMap((answers) => answers!))];
}

/** Whether a test of elements reads their fields, which get other names. */
function looksInto(test: Expression | undefined): boolean {
  if (test?.kind === "Name") return test.name !== "Boolean";
  return test?.kind !== "Function" || [...walk(test)].some(({ kind }) => kind === "Member" || kind === "Index");
}
