import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import { dialectsOf } from "../../src/dialects/index.js";
import type { Call, Expression, FunctionNode, Member, Name, Node } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { isGivenAgain } from "./mcpByRuns.js";
import { printedBy } from "../code/printed.js";
import { methodCall } from "../messages/listItems.js";
import { executed } from "../tools/functionCalls.js";
import { isAutoCalls } from "../tools/autoCalls.js";
import { changeBy } from "../tools/changedTools.js";
import { constructionOf, modelOf } from "../types/models.js";
import { added, additionBy, isToolSet } from "../tools/toolSets.js";
import type { ModelClass } from "../../src/dialects/types.js";
import type { Rewrite } from "../rewrite.js";

/** Where a value goes that only calls which migrate take. */
export interface Destination {
  readonly operations: ReadonlySet<Operation>;
  /** Annotations that say its type on the way. */
  readonly annotations: ReadonlySet<Expression>;
  /** Variables without an annotation that hold a list with it. */
  readonly lists: ReadonlySet<Name>;
  /** Statements on the way that add to it, where it is a `ToolSet`. */
  readonly additions: ReadonlySet<Call>;
  /** Where its definitions, or its resources, are only printed or counted for a print; what is looked at. */
  readonly looks: ReadonlyMap<Member, "tools" | "tool_resources">;
  /** Where an argument that it was made with is only printed. */
  readonly argumentLooks: ReadonlySet<Member>;
}

/**
 * Where a value goes, when all that becomes of it is that calls which migrate take it (or something made of it): then it can be written
 * in its new form where it is built. Followed through variables, lists, functions of the program and objects of the classic SDK.
 */
export function intoDefinitions(cx: Rewrite, built: Expression): Destination | undefined {
  const way = new Way(cx);
  return way.goes(built) ? way : undefined;
}

/** Whether the calls that share a tool all need it in the same form: with several, none adds resources to it. */
export function isFree(destination: Destination | undefined): destination is Destination {
  if (!destination) return false;
  const { operations } = destination;
  return operations.size < 2 || [...operations].every(({ args }) => !args.has("tool_resources"));
}

/** Methods that add to a list. */
export const ADDS = /^(push|append|unshift|extend)$/;

class Way implements Destination {
  readonly operations = new Set<Operation>();
  readonly annotations = new Set<Expression>();
  readonly lists = new Set<Name>();
  readonly additions = new Set<Call>();
  readonly looks = new Map<Member, "tools" | "tool_resources">();
  readonly argumentLooks = new Set<Member>();
  private readonly seen = new Set<Node>();

  constructor(private readonly cx: Rewrite) {}

  goes(value: Expression): boolean {
    if (this.seen.has(value)) return true;
    this.seen.add(value);
    const { parent } = value;
    switch (parent?.kind) {
      case "Wrap":
        if (parent.annotation) this.annotations.add(parent.annotation);
        return this.goes(parent);
      case "Spread":
      case "ArrayLiteral":
      case "Await":
        return this.goes(parent);
      case "Conditional":
        return parent.test !== value && this.goes(parent);
      case "Binary":
        return ["+", "or", "??"].includes(parent.operator) && this.goes(parent);
      case "Index":
        return parent.object === value && this.goes(parent);
      case "Member":
        if (parent.object !== value) return false;
        if (ADDS.test(parent.property)) return methodCall(value) !== undefined;
        if (isExecution(this.cx, value)) return true;
        if (this.isAddedTo(value) || this.isChanged(value)) return true;
        if (this.isLookedAt(parent) || isGivenAgain(this.cx, parent)) return true;
        if (value.kind === "Member" && this.partOf(value) === "tool_resources") return this.goes(parent);
        return isModelMember(parent.property, value) && this.goes(parent);
      case "Entry":
        return parent.value === value && this.goes(parent.parent as Expression);
      case "Declarator":
      case "Assign": {
        if (parent.value !== value || parent.target.kind !== "Name") return false;
        if (parent.annotation) this.annotations.add(parent.annotation);
        else if (value.kind === "ArrayLiteral" || value.kind === "Binary" || this.isToolSet(value))
          this.lists.add(parent.target);
        return this.allReads(this.cx.program.bindingOf(parent.target));
      }
      case "Return":
        return this.resultGoes(enclosing(parent, "Function"));
      case "Function":
        return parent.body === value && this.resultGoes(parent);
      case "Argument":
        return this.argumentGoes(parent.parent as Call, value);
      default:
        return false;
    }
  }

  private allReads(binding: Binding | undefined): boolean {
    if (binding?.annotation) this.annotations.add(binding.annotation);
    return binding !== undefined && this.cx.program.references(binding).every((read) => this.goes(read));
  }

  private isToolSet(made: Expression): boolean {
    const model = made.kind === "Call" ? modelOf(this.cx, made) : undefined;
    return model !== undefined && isToolSet(model);
  }

  /** Whether a statement adds to the `ToolSet` that a name stands for. */
  private isAddedTo(e: Expression): boolean {
    const call = additionBy(e, this.collectionOf(e));
    if (call) this.additions.add(call);
    return call !== undefined;
  }

  /** Whether a statement changes the tool that a name stands for, and that can be told. */
  private isChanged(e: Expression): boolean {
    const write = e.kind === "Name" ? this.cx.program.bindingOf(e)?.writes[0] : undefined;
    const model = write?.value?.kind === "Call" ? modelOf(this.cx, write.value) : undefined;
    return model?.members !== undefined && model.describes === undefined && changeBy(e, model) !== undefined;
  }

  /** The class of the `ToolSet` that a name stands for. */
  private collectionOf(e: Expression): ModelClass | undefined {
    const made = e.kind === "Name" ? constructionOf(this.cx, e) : undefined;
    const model = made && modelOf(this.cx, made);
    return model && isToolSet(model) ? model : undefined;
  }

  /** Whether the definitions of a tool that stays under its name, or its resources, are printed, and no more. */
  private isLookedAt(e: Member): boolean {
    const made = e.object.kind === "Name" ? constructionOf(this.cx, e.object) : undefined;
    const model = made && modelOf(this.cx, made);
    if (model?.puts && model.positional?.includes(e.property) && printedBy(this.cx, e)) {
      this.argumentLooks.add(e);
      return true;
    }
    const part = this.partOf(e);
    const isPart = (e.parent?.kind === "Member" || e.parent?.kind === "Index") && e.parent.object === e;
    if (part === undefined || isPart || !printedBy(this.cx, e)) return false;
    this.looks.set(e, part);
    return true;
  }

  /** Whether a member is the definitions or the resources of a tool that has a name. */
  private partOf({ object, property }: Member): "tools" | "tool_resources" | undefined {
    const made = object.kind === "Name" ? constructionOf(this.cx, object) : undefined;
    const model = made && modelOf(this.cx, made);
    const field = model && !isToolSet(model) ? model.members?.[property] : undefined;
    return field === "tools" || field === "tool_resources" ? field : undefined;
  }

  private resultGoes(fn: FunctionNode | undefined): boolean {
    if (!fn || fn.generator) return false;
    if (fn.returns) this.annotations.add(fn.returns);
    const { calls, open } = this.cx.values.callers(fn);
    const isTaken = (call: Call): boolean => !fn.async || call.parent?.kind === "Await";
    return !open && calls.length > 0 && calls.every((call) => isTaken(call) && this.goes(call));
  }

  private argumentGoes(call: Call, value: Expression): boolean {
    const operation = this.cx.values.operationAt(call);
    if (operation) {
      this.operations.add(operation);
      return this.cx.isActive(operation);
    }
    if (modelOf(this.cx, call)) return this.goes(call);
    if (isAutoCalls(this.cx, call)) return true;
    const { callee } = call;
    if (callee.kind === "Member" && callee.object.kind === "Name") {
      const { object } = callee;
      const joins = added(call) === value && additionBy(object, this.collectionOf(object));
      if (joins || this.isChanged(object)) return this.allReads(this.cx.program.bindingOf(object));
    }
    if (callee.kind === "Member" && ADDS.test(callee.property))
      return callee.object.kind === "Name" && this.allReads(this.cx.program.bindingOf(callee.object));
    const callees = this.cx.values.of(callee);
    if (callees.length === 0) return false;
    return callees.every((one) => one.kind === "function" && this.parameterGoes(one.fn, call, value));
  }

  private parameterGoes(fn: FunctionNode, call: Call, value: Expression): boolean {
    const argument = call.args.find((a) => a.value === value)!;
    if (this.cx.values.callers(fn).open || argument.form === "spread" || argument.form === "namedSpread") return false;
    const first = fn.params[0]?.target;
    const shift = fn.flavor === "method" && first?.kind === "Name" && this.cx.program.isThis(first) ? 1 : 0;
    const parameter =
      argument.form === "named"
        ? fn.params.find(({ target }) => target.kind === "Name" && target.name === argument.name)
        : fn.params[call.args.indexOf(argument) + shift];
    if (parameter?.rest !== "none" || parameter.target.kind !== "Name") return false;
    if (parameter.annotation) this.annotations.add(parameter.annotation);
    return this.allReads(this.cx.program.bindingOf(parameter.target));
  }
}

function isModelMember(property: string, object: Expression): boolean {
  return dialectsOf(object.tree.language).some(({ models }) =>
    Object.values(models).some(({ members }) => members?.[property] !== undefined),
  );
}

/** Whether a function tool is only asked to answer a call: its functions stay where they are. */
function isExecution(cx: Rewrite, tool: Expression): boolean {
  const call = methodCall(tool);
  return call !== undefined && executed(cx, call) !== undefined;
}
