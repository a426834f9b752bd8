import type { Language } from "../languages/language.js";
import type {
  ArrayPattern,
  Expression,
  FunctionNode,
  ImportSpecifier,
  Name,
  Node,
  ObjectPattern,
  Parameter,
  Pattern,
  SourceTree,
} from "../languages/tree.js";
import { childrenOf } from "../languages/walk.js";
import { NameIndex } from "./nameIndex.js";
import { partsOf } from "./targets.js";

/** A region in which names live. Functions, comprehensions, class bodies and, by the language's policy, blocks. */
export interface Scope {
  readonly node: Node;
  readonly parent: Scope | undefined;
  readonly bindings: Map<string, Binding>;
  /** Names of a Python class body are not visible in the functions inside it. */
  readonly hidden: boolean;
  /** `var` and Python assignments go to the nearest function scope. */
  readonly isFunction: boolean;
}

/** A name of a scope with everything that is done to it. */
export interface Binding {
  readonly name: string;
  readonly scope: Scope;
  readonly tree: SourceTree;
  /** "free": nothing in the file declares it. */
  kind: "variable" | "parameter" | "import" | "function" | "class" | "type" | "free";
  /** `const`: written once, where it is declared. */
  constant: boolean;
  readonly writes: Write[];
  /** References that are not write targets, in source order. */
  readonly reads: Name[];
  /** Declaring names (also in `writes` where a value goes with them). */
  readonly declarations: Name[];
  parameter?: { readonly fn: FunctionNode; readonly index: number; readonly node: Parameter };
  imported?: { readonly module: string; readonly name: string; readonly specifier: ImportSpecifier };
  annotation?: Expression;
}

/** One step from a value into it. Destructuring, iteration and awaiting are paths on a write. */
export type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "index"; readonly index: number | undefined }
  | { readonly kind: "iterate" }
  | { readonly kind: "enter" }
  | { readonly kind: "rest" };

/** A value that goes into a binding: `value` followed along `path`; undefined when nothing is known (a parameter, an error, `+=`). */
export interface Write {
  readonly target: Name;
  readonly value: Expression | undefined;
  readonly path: readonly Step[];
  /** The statement-like node that writes: Declarator, Assign, Loop, Clause, WithItem, Handler, Parameter, … */
  readonly site: Node;
}

export interface FileBindings {
  readonly root: Scope;
  /** Binding of each Name that is a reference, a write or a declaration. */
  readonly bindingOf: ReadonlyMap<Name, Binding>;
  readonly bindings: readonly Binding[];
  /** References to names that nothing in the file declares (globals). */
  readonly unresolved: readonly Name[];
  readonly names: NameIndex;
}

/** Binds the names of a file: who declares, who writes, who reads. */
export function bindFile(tree: SourceTree, scoping: Language["scoping"]): FileBindings {
  return new Binder(tree, scoping).run();
}

class Binder {
  private readonly bindingOf = new Map<Name, Binding>();
  readonly bindings: Binding[] = [];
  readonly unresolved: Name[] = [];
  private readonly references: { name: Name; scope: Scope }[] = [];
  private readonly targets: { name: Name; scope: Scope; write: Omit<Write, "target"> | undefined }[] = [];
  private readonly redirected = new Map<Scope, Map<string, Scope>>();

  constructor(
    private readonly tree: SourceTree,
    private readonly scoping: Language["scoping"],
  ) {}

  run(): FileBindings {
    const root = this.scope(this.tree.root, undefined, true, false);
    for (const statement of this.tree.root.statements) this.visit(statement, root);
    for (const { name, scope, write } of this.targets) {
      const binding = this.lookup(name.name, scope);
      if (!binding) {
        this.unresolved.push(name);
        continue;
      }
      this.bindingOf.set(name, binding);
      if (write) binding.writes.push({ ...write, target: name });
    }
    for (const { name, scope } of this.references) {
      const binding = this.lookup(name.name, scope);
      if (!binding) {
        this.unresolved.push(name);
        continue;
      }
      this.bindingOf.set(name, binding);
      binding.reads.push(name);
    }
    return {
      root,
      bindingOf: this.bindingOf,
      bindings: this.bindings,
      unresolved: this.unresolved,
      names: new NameIndex(this),
    };
  }

  private scope(node: Node, parent: Scope | undefined, isFunction: boolean, hidden: boolean): Scope {
    return { node, parent, bindings: new Map(), hidden, isFunction };
  }

  private lookup(name: string, from: Scope): Binding | undefined {
    let hiddenAllowed = true;
    for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
      const redirected = this.redirected.get(scope)?.get(name);
      if (redirected) return this.lookup(name, redirected);
      if (!scope.hidden || hiddenAllowed) {
        const found = scope.bindings.get(name);
        if (found) return found;
      }
      if (scope.isFunction) hiddenAllowed = false;
    }
    return undefined;
  }

  private declare(name: Name, scope: Scope, kind: Binding["kind"], constant = false): Binding {
    const target = this.redirected.get(scope)?.get(name.name) ?? scope;
    let binding = target.bindings.get(name.name);
    if (!binding) {
      binding = {
        name: name.name,
        scope: target,
        tree: this.tree,
        kind,
        constant,
        writes: [],
        reads: [],
        declarations: [],
      };
      target.bindings.set(name.name, binding);
      this.bindings.push(binding);
    } else if (constant !== binding.constant) binding.constant = false;
    binding.declarations.push(name);
    this.bindingOf.set(name, binding);
    return binding;
  }

  private functionScope(scope: Scope): Scope {
    let at = scope;
    while (!at.isFunction && at.parent) at = at.parent;
    return at;
  }

  /** Where a declaration without `let`/`const` goes: Python writes declare in the function, or in the class body they stand in. */
  private writeScope(scope: Scope): Scope {
    return scope.hidden ? scope : this.functionScope(scope);
  }

  /** Takes a destructuring apart: every name in it is one write with a path. */
  private assign(
    pattern: Pattern,
    scope: Scope,
    how: "const" | "let" | "var" | "assign",
    write: { value: Expression | undefined; path: readonly Step[]; site: Node },
    annotation?: Expression,
  ): void {
    switch (pattern.kind) {
      case "Name": {
        if (how !== "assign" || this.scoping === "function") {
          const home = how === "let" || how === "const" ? scope : this.writeScope(scope);
          const binding = this.declare(pattern, home, "variable", how === "const");
          if (annotation) binding.annotation = annotation;
        }
        this.targets.push({ name: pattern, scope, write });
        return;
      }
      case "ObjectPattern":
      case "ArrayPattern":
        return this.assignParts(pattern, scope, how, write);
      default:
        this.visit(pattern, scope);
    }
  }

  private assignParts(
    pattern: ObjectPattern | ArrayPattern,
    scope: Scope,
    how: "const" | "let" | "var" | "assign",
    write: { value: Expression | undefined; path: readonly Step[]; site: Node },
  ): void {
    for (const { entry, step } of partsOf(pattern)) {
      if (entry.fallback) this.visit(entry.fallback, scope);
      this.assign(entry.target, scope, how, { ...write, path: [...write.path, step] });
    }
  }

  private visitAll(nodes: readonly (Node | undefined)[], scope: Scope): void {
    for (const node of nodes) if (node) this.visit(node, scope);
  }

  private visit(node: Node, scope: Scope): void {
    switch (node.kind) {
      case "Name":
        this.references.push({ name: node, scope });
        return;
      case "Block": {
        const inner = this.scoping === "block" ? this.scope(node, scope, false, false) : scope;
        this.visitAll(node.statements, inner);
        return;
      }
      case "Declaration":
        for (const d of node.declarators) {
          if (d.value) this.visit(d.value, scope);
          if (d.annotation) this.visit(d.annotation, scope);
          const how = node.keyword === "using" ? "const" : node.keyword;
          this.assign(d.target, scope, how, { value: d.value, path: [], site: d }, d.annotation);
        }
        return;
      case "Assign": {
        if (node.value) this.visit(node.value, scope);
        if (node.annotation) this.visit(node.annotation, scope);
        const plain = node.operator === "=" || node.operator === ":=";
        if (!plain && node.target.kind === "Name") this.references.push({ name: node.target, scope });
        let home = scope;
        if (node.operator === ":=") while (home.node.kind === "Comprehension" && home.parent) home = home.parent;
        const value = plain ? node.value : undefined;
        this.assign(node.target, home, "assign", { value, path: [], site: node }, node.annotation);
        return;
      }
      case "FunctionStatement":
        if (node.fn.name) {
          const binding = this.declare(
            node.fn.name,
            this.scoping === "block" ? scope : this.writeScope(scope),
            "function",
          );
          binding.writes.push({ target: node.fn.name, value: node.fn, path: [], site: node });
        }
        this.visitFunction(node.fn, scope);
        return;
      case "ClassStatement":
        if (node.class.name) {
          const binding = this.declare(
            node.class.name,
            this.scoping === "block" ? scope : this.writeScope(scope),
            "class",
          );
          binding.writes.push({ target: node.class.name, value: node.class, path: [], site: node });
        }
        this.visitClass(node.class, scope);
        return;
      case "Function": {
        let outer = scope;
        if (node.name && node.flavor === "expression") {
          outer = this.scope(node, scope, false, false);
          const binding = this.declare(node.name, outer, "function");
          binding.writes.push({ target: node.name, value: node, path: [], site: node });
        }
        this.visitFunction(node, outer);
        return;
      }
      case "Class":
        this.visitClass(node, scope);
        return;
      case "Loop": {
        const inner = this.scoping === "block" ? this.scope(node, scope, false, false) : scope;
        if (node.iterable) this.visit(node.iterable, scope);
        if (node.target) {
          const write = { value: node.iterable, path: [{ kind: "iterate" } as const], site: node };
          this.assign(node.target, inner, node.declares ?? "assign", write);
        }
        this.visitAll([node.init, node.test, node.update, node.body, node.otherwise], inner);
        return;
      }
      case "Comprehension": {
        const inner = this.scope(node, scope, false, false);
        node.clauses.forEach((clause, i) => {
          this.visit(clause.iterable, i === 0 ? scope : inner);
          const write = { value: clause.iterable, path: [{ kind: "iterate" } as const], site: clause };
          this.assign(clause.target, inner, "let", write);
          this.visitAll(clause.tests, inner);
        });
        this.visitAll([node.key, node.element], inner);
        return;
      }
      case "Handler": {
        const inner = this.scoping === "block" ? this.scope(node, scope, false, false) : scope;
        if (node.type) this.visit(node.type, scope);
        if (node.target)
          this.assign(node.target, inner, this.scoping === "block" ? "let" : "assign", {
            value: undefined,
            path: [],
            site: node,
          });
        this.visit(node.body, inner);
        return;
      }
      case "With":
        for (const item of node.items) {
          this.visit(item.value, scope);
          if (item.target)
            this.assign(item.target, scope, "assign", { value: item.value, path: [{ kind: "enter" }], site: item });
        }
        this.visit(node.body, scope);
        return;
      case "Import":
        for (const specifier of node.specifiers) {
          const binding = this.declare(specifier.local, this.writeScope(scope), "import");
          // `import a.b` without `as` binds the package `a` only.
          const module = node.bindsRoot ? node.module.split(".", 1)[0]! : node.module;
          binding.imported = { module, name: specifier.imported, specifier };
          binding.writes.push({ target: specifier.local, value: undefined, path: [], site: specifier });
        }
        return;
      case "Export":
        this.visitAll([node.declaration, node.value], scope);
        if (node.module === undefined) for (const s of node.specifiers) this.references.push({ name: s.local, scope });
        return;
      case "TypeDeclaration":
        if (node.name) this.declare(node.name, scope, "type");
        this.visitAll(node.children, this.scoping === "block" ? this.scope(node, scope, false, false) : scope);
        return;
      case "ScopeDirective": {
        const from = this.functionScope(scope);
        let to: Scope | undefined = from.parent;
        if (node.flavor === "global") while (to?.parent) to = to.parent;
        else while (to && (!to.isFunction || to.hidden)) to = to.parent;
        if (!to || to === from) return;
        const map = this.redirected.get(from) ?? new Map<string, Scope>();
        for (const name of node.names) map.set(name, to);
        this.redirected.set(from, map);
        return;
      }
      default:
        this.visitAll(childrenOf(node), scope);
    }
  }

  private visitFunction(fn: FunctionNode, scope: Scope): void {
    this.visitAll(fn.decorators, scope);
    const inner = this.scope(fn, scope, true, false);
    fn.params.forEach((param, index) => {
      if (param.fallback) this.visit(param.fallback, scope);
      if (param.annotation) this.visit(param.annotation, scope);
      const before = this.bindings.length;
      this.assign(param.target, inner, "let", { value: undefined, path: [], site: param }, param.annotation);
      for (const binding of this.bindings.slice(before)) {
        binding.kind = "parameter";
        binding.parameter = { fn, index, node: param };
      }
    });
    if (fn.returns) this.visit(fn.returns, scope);
    if (!fn.body) return;
    if (fn.body.kind === "Block") this.visitAll(fn.body.statements, inner);
    else this.visit(fn.body, inner);
  }

  private visitClass(node: Extract<Node, { kind: "Class" }>, scope: Scope): void {
    this.visitAll(node.decorators, scope);
    this.visitAll(node.bases, scope);
    const inner = this.scope(node, scope, false, this.scoping === "function");
    for (const member of node.members) {
      if (member.kind === "Field") {
        this.visitAll([member.annotation, member.value], inner);
      } else if (member.kind === "Function") this.visitFunction(member, inner);
      else this.visit(member, inner);
    }
  }
}
