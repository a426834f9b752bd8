import { toSnake } from "../analysis/casing.js";
import { readClassMembers, type ClassMember } from "../analysis/classMembers.js";
import { callbackElement, listMethod } from "../analysis/lists.js";
import type { Program } from "../analysis/program.js";
import type { Binding, Step } from "../analysis/scopes.js";
import { isClient } from "../analysis/value.js";
import type { Values } from "../analysis/values.js";
import { targetDialects } from "../dialects/targets.js";
import type { Call, ClassNode, Expression, FunctionNode } from "../languages/tree.js";
import { walkOwn } from "../languages/walk.js";
import { partsOf, passedFor } from "./parts.js";
import { currentOperation, currentShape } from "../protocol/current.js";
import { parseType, typeAt } from "../protocol/typeRef.js";
import type { TypeRef } from "../protocol/types.js";

/** The result of a current operation, or a part of it. */
export interface CurrentThing {
  /** By wire name of the current API: "Response", "id(conversation)". */
  readonly type: TypeRef;
  /** Wire id of the operation that gave it. */
  readonly operation: string;
}

/** What a project client gives: the OpenAI client of the project, and one that options bind, to an agent perhaps. */
export const PROJECT_OPENAI = "ProjectOpenAI";
const BOUND_OPENAI = "BoundOpenAI";

/** Types of things that are clients, and nothing of the API itself. */
export const CLIENTS: ReadonlySet<string> = new Set([PROJECT_OPENAI, BOUND_OPENAI]);

/** Members of a project client that give it. */
const GIVES_OPENAI = new Set(targetDialects.flatMap(({ project }) => (project ? [project.openaiFromProject] : [])));

/** Modules whose project client the current API has, too. */
const PROJECT_MODULES = new Set(["@azure/ai-projects", "azure.ai.projects", "azure.ai.projects.aio"]);

/** Files and vector stores are spelled alike in both APIs: only their client tells them apart, which is not looked at here. */
const TRACKED = /^(agents|conversations|responses)\./;

/** Wire id by the path below a client: "conversations.items.create", "agents.create_version". */
const OPERATIONS = new Map(
  targetDialects.flatMap(({ operations }) =>
    Object.entries(operations).flatMap(([id, { path }]) => (TRACKED.test(id) ? [[path, id] as const] : [])),
  ),
);

/** Functions of the languages that give what they get, or the elements of it. */
const TRANSPARENT = new Set(["list", "sorted", "reversed", "tuple", "next", "anext", "iter", "aiter", "from", "all"]);

/**
 * Follows results of current operations through a program, by bindings and by what the current API says of its fields. Shares nothing
 * with the rules, so that it can judge what they wrote.
 */
export class CurrentThings {
  private readonly memo = new Map<object, readonly CurrentThing[]>();
  private readonly members = new Map<ClassNode, ReadonlyMap<string, ClassMember>>();

  constructor(
    private readonly program: Program,
    private readonly values: Values,
  ) {}

  /** The wire id of the current operation that a call performs; told by its path alone, where no classic operation is spelled like it. */
  operationAt(call: Call): string | undefined {
    if (this.values.operationAt(call)) return undefined;
    const path = pathOf(call.callee);
    for (let at = 0; at < path.length; at++) {
      const id = OPERATIONS.get(path.slice(at).join("."));
      if (id) return id;
    }
    return undefined;
  }

  /** Which client an expression is: that of a project, or one of OpenAI; undefined where that is not known. */
  clientOf(e: Expression): "project" | "openai" | undefined {
    if (this.of(e).some(({ type }) => CLIENTS.has(type))) return "openai";
    const client = this.values.of(e).find((value) => isClient(value) && value.assumed !== true);
    if (client?.kind !== "client") return undefined;
    if (client.type.modules.some((module) => PROJECT_MODULES.has(module))) return "project";
    return client.type.service === "foundry" ? undefined : "openai";
  }

  of(e: Expression): readonly CurrentThing[] {
    return this.once(e, () => this.evaluate(e));
  }

  /** What an expression is, or holds: in the fields of an object, in the elements of a list, also where it is built somewhere else. */
  within(e: Expression, seen = new Set<object>()): readonly CurrentThing[] {
    if (seen.has(e)) return [];
    seen.add(e);
    return unique([...this.of(e), ...partsOf(this.program, this.values, e).flatMap((part) => this.within(part, seen))]);
  }

  /** Cycles end in what is known so far. */
  private once(key: object, compute: () => readonly CurrentThing[]): readonly CurrentThing[] {
    const known = this.memo.get(key);
    if (known) return known;
    this.memo.set(key, []);
    const found = unique(compute());
    this.memo.set(key, found);
    return found;
  }

  private evaluate(e: Expression): readonly CurrentThing[] {
    switch (e.kind) {
      case "Name": {
        const binding = this.program.bindingOf(e);
        return binding ? this.ofBinding(binding) : [];
      }
      case "Member":
        return this.ofMember(e.object, e.property);
      case "Index":
        if (e.index.kind === "StringLiteral") return this.ofMember(e.object, e.index.value);
        return this.of(e.object).flatMap((thing) => stepInto(thing, "*"));
      case "Call":
        return this.ofCall(e);
      case "Await":
      case "Wrap":
      case "Spread":
        return this.of(e.value);
      case "Assign":
        return e.value ? this.of(e.value) : [];
      case "Binary":
        return e.operator === "or" || e.operator === "??" || e.operator === "and"
          ? [...this.of(e.left), ...this.of(e.right)]
          : [];
      case "Conditional":
        return [...this.of(e.then), ...this.of(e.otherwise)];
      case "Comprehension":
        return this.of(e.element).map((thing) => ({ ...thing, type: `${thing.type}[]` }));
      case "ArrayLiteral":
        return e.items.flatMap((item) =>
          this.of(item).map((thing) => (item.kind === "Spread" ? thing : { ...thing, type: `${thing.type}[]` })),
        );
      default:
        return [];
    }
  }

  private ofBinding(binding: Binding): readonly CurrentThing[] {
    return this.once(binding, () => {
      if (binding.imported) {
        const file = this.program.fileOf(binding.tree.root);
        const resolved = this.program.resolveImport(file, binding.imported.module, binding.imported.name);
        return resolved.kind === "expression" ? this.of(resolved.value) : [];
      }
      const written = binding.writes.flatMap(({ value, path }) =>
        value ? path.reduce<readonly CurrentThing[]>((things, step) => follow(things, step), this.of(value)) : [],
      );
      return [...written, ...this.ofParameter(binding)];
    });
  }

  private ofParameter(binding: Binding): readonly CurrentThing[] {
    if (!binding.parameter) return [];
    const { fn, index, node } = binding.parameter;
    const path = binding.writes.find(({ site }) => site === node)?.path ?? [];
    const handed = this.handed(fn, index);
    const passed = passedFor(this.values, binding).flatMap((argument) => this.of(argument));
    return path.reduce<readonly CurrentThing[]>((things, step) => follow(things, step), [...handed, ...passed]);
  }

  /** What `.map`, `.then` and the like pass to a function written in place. */
  private handed(fn: FunctionNode, index: number): readonly CurrentThing[] {
    const argument = fn.parent;
    if (argument?.kind !== "Argument" || argument.parent?.kind !== "Call") return [];
    const { callee, args } = argument.parent;
    if (callee.kind !== "Member") return [];
    const kind = callbackElement(callee.property, index, args.indexOf(argument));
    const object = kind ? this.of(callee.object) : [];
    return kind === "self" ? object : kind === "element" ? object.flatMap((thing) => stepInto(thing, "*")) : [];
  }

  private ofMember(object: Expression, property: string): readonly CurrentThing[] {
    if (object.kind === "Name" && this.program.isThis(object)) {
      const cls = this.program.classOfThis(object);
      return cls ? this.ofField(cls, property) : [];
    }
    return this.of(object).flatMap((thing) => stepInto(thing, property));
  }

  private ofField(cls: ClassNode, name: string): readonly CurrentThing[] {
    if (!this.members.has(cls)) this.members.set(cls, readClassMembers(this.program, cls));
    const member = this.members.get(cls)!.get(name);
    if (!member) return [];
    return this.once(member, () =>
      member.writes.flatMap(({ value, binding }) => [
        ...(value ? this.of(value) : []),
        ...(binding ? this.ofBinding(binding) : []),
      ]),
    );
  }

  private ofCall(call: Call): readonly CurrentThing[] {
    const operation = this.operationAt(call);
    if (operation) return [{ type: currentOperation(operation)?.result ?? "json", operation }];
    const { callee, args } = call;
    if (callee.kind === "Member" && GIVES_OPENAI.has(callee.property) && this.clientOf(callee.object) === "project")
      return [{ type: args.length === 0 ? PROJECT_OPENAI : BOUND_OPENAI, operation: callee.property }];
    const first = args[0]?.value;
    if (callee.kind === "Name" && TRANSPARENT.has(callee.name) && first) {
      const things = this.of(first);
      return callee.name.endsWith("next") ? things.flatMap((thing) => stepInto(thing, "*")) : things;
    }
    if (callee.kind === "Member") {
      const method = listMethod(callee.property);
      if (method === "same") return this.of(callee.object);
      if (method === "element") return this.of(callee.object).flatMap((thing) => stepInto(thing, "*"));
      if (callee.property === "next" || callee.property === "getPaginatedItems") return this.of(callee.object);
      if (TRANSPARENT.has(callee.property) && first) return this.of(first);
    }
    const results = this.values
      .of(callee)
      .flatMap((value) => (value.kind === "function" ? this.returns(value.fn) : []));
    if (callee.kind === "Member" && listMethod(callee.property) === "then" && first)
      return this.values.of(first).flatMap((value) => (value.kind === "function" ? this.returns(value.fn) : []));
    return results;
  }

  private returns(fn: FunctionNode): readonly CurrentThing[] {
    const { body } = fn;
    if (!body) return [];
    if (body.kind !== "Block") return this.of(body);
    return this.once(body, () =>
      [...walkOwn(body)].flatMap((node) => (node.kind === "Return" && node.value ? this.of(node.value) : [])),
    );
  }
}

function follow(things: readonly CurrentThing[], step: Step): readonly CurrentThing[] {
  if (step.kind === "enter") return things;
  if (step.kind === "rest") return [];
  return things.flatMap((thing) => stepInto(thing, step.kind === "member" ? step.name : "*"));
}

/** A page may be asked for its elements, or iterated itself. */
function stepInto(thing: CurrentThing, step: string): readonly CurrentThing[] {
  const parsed = parseType(thing.type);
  if (step === "*" && (parsed.kind === "page" || parsed.kind === "list")) return [{ ...thing, type: parsed.of }];
  const type = typeAt(currentShape, thing.type, [step === "*" ? step : toSnake(step)]);
  return type === undefined ? [] : [{ ...thing, type }];
}

/** Names of a member chain from its root: `a.b.c` → a, b, c; what stands before a call or an index does not matter. */
function pathOf(callee: Expression): readonly string[] {
  const path: string[] = [];
  let at = callee;
  for (; at.kind === "Member"; at = at.object) path.unshift(at.property);
  return path;
}

function unique(things: readonly CurrentThing[]): readonly CurrentThing[] {
  const seen = new Set<string>();
  return things.filter(({ type, operation }) => {
    const key = `${type} ${operation}`;
    return !seen.has(key) && seen.add(key);
  });
}
